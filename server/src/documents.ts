import type { TextDocumentContentChangeEvent, TextDocumentItem } from 'vscode-languageserver';
import { isDefinition } from '../../runtime/src/source/definition.ts';
import { type AslDocument, formatOfFileName, parseDocument } from '../../runtime/src/source/document.ts';
import { LineIndex } from '../../runtime/src/source/locate.ts';
import { PartMemory } from '../../runtime/src/validation/index.ts';
import { analyze, type DocumentAnalysis } from './service/analysis.ts';

/** Languages whose documents are definitions whatever they hold. Others are looked at only when they turn out to be templates. */
const DEFINITION_LANGUAGES = new Set(['asl', 'asl-yaml']);

/** One version of an open document. A change makes a new one, so whatever was computed from a version stays true for it. */
export class OpenDocument {
  readonly uri: string;
  readonly languageId: string;
  readonly version: number;
  readonly text: string;
  /** What was found in this version and those before it. */
  readonly memory: PartMemory;
  #document: AslDocument | undefined;

  constructor({ uri, languageId, version, text }: TextDocumentItem, memory = new PartMemory()) {
    this.uri = uri;
    this.languageId = languageId;
    this.version = version;
    this.text = text;
    this.memory = memory;
  }

  /** Its states may be read only when somebody asks for them: an answer about one place comes sooner. */
  get document(): AslDocument {
    this.#document ??= parseDocument(this.text, { format: this.#format, reading: 'onDemand' });
    return this.#document;
  }

  /** The document, for one who looks at everything. */
  get wholeDocument(): AslDocument {
    this.#document ??= parseDocument(this.text, { format: this.#format });
    return this.#document;
  }

  /** Where the lines of the text are, when it was read already. */
  get knownLines(): LineIndex | undefined {
    return this.#document?.lines;
  }

  get analysis(): DocumentAnalysis {
    return analyze(this.document);
  }

  /** Whether there is something to say about the document: it is a definition or a template with one. */
  get isRelevant(): boolean {
    if (DEFINITION_LANGUAGES.has(this.languageId)) return true;
    return this.analysis.isTemplate || isDefinition(this.document.root);
  }

  get #format(): 'json' | 'yaml' | undefined {
    if (this.languageId === 'asl-yaml' || this.languageId === 'yaml') return 'yaml';
    if (this.languageId === 'asl' || this.languageId === 'json' || this.languageId === 'jsonc') return 'json';
    return formatOfFileName(this.uri);
  }
}

/** The documents that the client has open. */
export class Documents {
  readonly #open = new Map<string, OpenDocument>();

  get(uri: string): OpenDocument | undefined {
    return this.#open.get(uri);
  }

  all(): OpenDocument[] {
    return [...this.#open.values()];
  }

  open(item: TextDocumentItem): OpenDocument {
    const document = new OpenDocument(item);
    this.#open.set(item.uri, document);
    return document;
  }

  /** Undefined when the document is not open. */
  change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): OpenDocument | undefined {
    const current = this.#open.get(uri);
    if (!current) return undefined;
    let { text } = current;
    let lines = current.knownLines;
    for (const change of changes) {
      text = 'range' in change ? withChange(text, change, lines ?? new LineIndex(text)) : change.text;
      lines = undefined;
    }
    const { languageId, memory } = current;
    const document = new OpenDocument({ uri, languageId, version, text }, memory);
    this.#open.set(uri, document);
    return document;
  }

  close(uri: string): void {
    this.#open.delete(uri);
  }
}

function withChange(
  text: string,
  { range, text: inserted }: Extract<TextDocumentContentChangeEvent, { range: unknown }>,
  lines: LineIndex,
): string {
  const from = lines.offsetAt(range.start);
  const to = lines.offsetAt(range.end);
  return text.slice(0, Math.min(from, to)) + inserted + text.slice(Math.max(from, to));
}
