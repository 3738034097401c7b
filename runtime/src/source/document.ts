import type { Json } from '../asl/json.ts';
import { parseJson } from './json.ts';
import { parseJsonOnDemand } from './jsonOnDemand.ts';
import { LineIndex } from './lines.ts';
import type { SourceNode, SourceRange } from './node.ts';
import type { ParseResult, Problem } from './problem.ts';
import { parseYaml } from './yaml.ts';

export type { SourceKind, SourceNode, SourceProperty, SourceRange } from './node.ts';
export type { Problem, ProblemCode } from './problem.ts';

export type DocumentFormat = 'json' | 'yaml';

export interface DocumentOptions {
  /** Default: guessed from the first character of the text. */
  readonly format?: DocumentFormat;
  /**
   * `json` (default) reports comments and trailing commas, which AWS refuses; `jsonc` accepts them. Both read them.
   */
  readonly dialect?: 'json' | 'jsonc';
  /** How much of the text is read at once; the answers are the same. `onDemand` is for one who asks for little of a large document first. */
  readonly reading?: 'whole' | 'onDemand';
}

/** A parsed definition or template: as much of a tree as the text gives, and what is wrong with the text. */
export interface AslDocument {
  /** The whole text that offsets refer to; of an embedded definition the text of its template. */
  readonly text: string;
  /** The syntax in which the nodes are written. */
  readonly format: DocumentFormat;
  /** Absent when the text holds no value at all. */
  readonly root?: SourceNode;
  /** The plain value; of duplicate keys the last one wins. Undefined when there is no root. */
  readonly value: Json | undefined;
  readonly problems: readonly Problem[];
  /** Ranges of the comments, delimiters included. */
  readonly comments: readonly SourceRange[];
  /** Offsets to lines and back. */
  readonly lines: LineIndex;
  /**
   * Present when the definition is the content of a string of the text: turns new text in this document's format into
   * what has to be written there (escapes, indentation).
   */
  readonly encode?: (inserted: string) => string;
}

/** Reads a definition or template in JSON or YAML. Never throws: whatever is wrong with the text is among the problems. */
export function parseDocument(text: string, options: DocumentOptions = {}): AslDocument {
  const format = options.format ?? guessFormat(text);
  if (format === 'yaml') return documentOf(text, format, parseYaml({ text }));
  const parse = options.reading === 'onDemand' ? parseJsonOnDemand : parseJson;
  return documentOf(text, format, parse({ text }, options.dialect ?? 'json'));
}

/** Makes a document of a tree that is already there, e.g. of a definition inside a template. */
export function documentOf(
  text: string,
  format: DocumentFormat,
  result: ParseResult,
  extra: { lines?: LineIndex; encode?: (inserted: string) => string } = {},
): AslDocument {
  return new ParsedDocument(text, format, result, extra.lines, extra.encode);
}

/** The property of that key of an object node, the last one when the key is repeated. */
export function property(node: SourceNode | undefined, key: string): ReturnType<SourceNode['property']> {
  return node?.property(key);
}

/** The format of a file by its name, or undefined when the name does not tell. */
export function formatOfFileName(name: string): DocumentFormat | undefined {
  if (/\.ya?ml$/i.test(name)) return 'yaml';
  if (/\.(json|jsonc|asl|template)$/i.test(name)) return 'json';
  return undefined;
}

class ParsedDocument implements AslDocument {
  readonly text: string;
  readonly format: DocumentFormat;
  readonly root?: SourceNode;
  readonly comments: readonly SourceRange[];
  readonly encode?: (inserted: string) => string;
  readonly #result: ParseResult;
  #lines: LineIndex | undefined;

  constructor(
    text: string,
    format: DocumentFormat,
    result: ParseResult,
    lines: LineIndex | undefined,
    encode: ((inserted: string) => string) | undefined,
  ) {
    this.text = text;
    this.format = format;
    this.encode = encode;
    this.root = result.root;
    this.comments = result.comments;
    this.#lines = lines;
    this.#result = result;
  }

  get value(): Json | undefined {
    return this.root?.value;
  }

  get problems(): readonly Problem[] {
    return this.#result.problems;
  }

  get lines(): LineIndex {
    this.#lines ??= new LineIndex(this.text, this.#result.lineStarts);
    return this.#lines;
  }
}

function guessFormat(text: string): DocumentFormat {
  return /^[\s\uFEFF]*(?:[{[]|\/[/*]|$)/.test(text) ? 'json' : 'yaml';
}
