import * as Yaml from 'yaml';
import { cloudFormationFunction } from './cloudFormationTags.ts';
import type { ParseResult } from './document.ts';
import {
  addItem,
  addProperty,
  type ScalarStyle,
  type SourceKind,
  SourceNode,
  type SourceOrigin,
  type SourceProperty,
  type SourceRange,
} from './node.ts';
import { MAXIMUM_DEPTH, MAXIMUM_PROBLEMS, type Problem, type ProblemCode } from './problem.ts';
import { wholeNodeMap, yamlCharacterMap } from './scalar.ts';

/** A YAML text longer than this is not read; AWS takes 1 MiB. */
const MAXIMUM_YAML_LENGTH = 10_000_000;
/** Values that aliases and merge keys may add; nested aliases could otherwise grow without bound. */
const MAXIMUM_ALIASED_NODES = 100_000;

const STYLES: Record<string, ScalarStyle> = {
  PLAIN: 'plain',
  QUOTE_DOUBLE: 'double-quoted',
  QUOTE_SINGLE: 'single-quoted',
  BLOCK_LITERAL: 'block-literal',
  BLOCK_FOLDED: 'block-folded',
};

/**
 * Reads YAML 1.2 (core schema: `Yes` and `No` are strings) with merge keys, anchors, and CloudFormation's short tags, which
 * become the objects of their long forms (`!Sub x` is `{"Fn::Sub": "x"}`). Never throws.
 */
export function parseYaml(origin: SourceOrigin): ParseResult {
  const { text } = origin;
  const whole = { start: 0, end: text.length };
  if (text.length > MAXIMUM_YAML_LENGTH) {
    return {
      problems: [
        {
          code: 'too-large',
          message: `YAML documents of more than ${MAXIMUM_YAML_LENGTH} characters are not read.`,
          ...whole,
        },
      ],
      comments: [],
    };
  }
  const comments: SourceRange[] = [];
  try {
    const tokens = [...new Yaml.Parser().parse(text)];
    collectComments(tokens, comments);
    const composer = new Yaml.Composer({
      merge: true,
      uniqueKeys: false,
      prettyErrors: false,
      keepSourceTokens: false,
      logLevel: 'silent',
    });
    const documents = [...composer.compose(tokens, true, text.length)];
    return { ...new YamlTree(origin).build(documents), comments };
  } catch (error) {
    // The library recurses once per level; its stack ends long after the depth that is read here.
    const message =
      error instanceof RangeError
        ? `Values may be nested at most ${MAXIMUM_DEPTH} deep.`
        : `The YAML cannot be read: ${String(error)}`;
    return { problems: [{ code: 'too-deep', message, ...whole }], comments };
  }
}

class YamlTree {
  readonly #origin: SourceOrigin;
  readonly #problems: Problem[] = [];
  readonly #anchors = new Map<string, Yaml.Node>();
  readonly #open = new Set<Yaml.Node>();
  #depth = 0;
  #aliasDepth = 0;
  #aliasedNodes = 0;

  constructor(origin: SourceOrigin) {
    this.#origin = origin;
  }

  build(documents: readonly Yaml.Document.Parsed[]): { root?: SourceNode; problems: Problem[] } {
    const [document, second] = documents;
    for (const error of document?.errors ?? [])
      this.#report(
        error.code === 'BAD_ALIAS' ? 'unknown-alias' : 'syntax',
        error.pos[0],
        error.pos[1],
        sentence(error.message),
      );
    if (second)
      this.#report(
        'unexpected-text',
        second.range[0],
        second.range[1],
        'Only the first YAML document of a file is read.',
      );
    const contents = document?.contents as Yaml.Node | null | undefined;
    const isEmpty =
      !contents || (Yaml.isScalar(contents) && contents.value === null && contents.range?.[0] === contents.range?.[1]);
    if (isEmpty) {
      if (this.#problems.length === 0) {
        this.#report(
          'empty-document',
          0,
          this.#origin.text.length,
          'The document is empty: a state machine definition is an object with StartAt and States.',
        );
      }
      return { problems: this.#problems };
    }
    return { root: this.#node(contents), problems: this.#problems };
  }

  #node(node: Yaml.Node): SourceNode | undefined {
    if (this.#aliasDepth > 0 && ++this.#aliasedNodes > MAXIMUM_ALIASED_NODES) return undefined;
    if (Yaml.isAlias(node)) return this.#alias(node);
    if (node.anchor) this.#anchors.set(node.anchor, node);
    const [start, end] = rangeOf(node);
    if (this.#depth >= MAXIMUM_DEPTH) {
      this.#report(
        'too-deep',
        start,
        Math.min(end, start + 1),
        `Values may be nested at most ${MAXIMUM_DEPTH} deep; this one is not read.`,
      );
      return undefined;
    }
    this.#depth++;
    this.#open.add(node);
    const plain = Yaml.isMap(node)
      ? this.#map(node)
      : Yaml.isSeq(node)
        ? this.#sequence(node)
        : this.#scalar(node as Yaml.Scalar);
    this.#open.delete(node);
    this.#depth--;
    return node.tag?.startsWith('!') ? cloudFormationFunction(plain, node.tag, this.#origin) : plain;
  }

  #map(map: Yaml.YAMLMap): SourceNode {
    const [start, end] = rangeOf(map);
    const node = new SourceNode('object', this.#origin, start, end);
    const firstUse = new Map<string, SourceNode>();
    const merges: Yaml.Node[] = [];
    for (const pair of map.items as Yaml.Pair<Yaml.Node | null, Yaml.Node | null>[]) {
      if (isMergeKey(pair)) {
        merges.push(pair.value!);
        continue;
      }
      const keyNode = this.#key(pair.key, start);
      if (!keyNode) continue;
      const key = keyNode.value as string;
      const first = firstUse.get(key);
      if (first) this.#reportDuplicate(key, first, keyNode);
      else firstUse.set(key, keyNode);
      addProperty(node, { key, keyNode, valueNode: pair.value ? this.#node(pair.value) : undefined });
    }
    for (const merge of merges) this.#merge(node, merge, firstUse);
    return node;
  }

  /** https://yaml.org/type/merge.html: keys of the map itself win, then those of the earlier maps. */
  #merge(node: SourceNode, value: Yaml.Node, known: Map<string, SourceNode>): void {
    const source = this.#node(value);
    const maps = source?.kind === 'array' ? source.items! : source ? [source] : [];
    for (const map of maps) {
      if (map.kind !== 'object') {
        const [start, end] = rangeOf(value);
        this.#report('syntax', start, end, 'A merge key (<<) takes a map or a list of maps.');
        continue;
      }
      for (const { key, keyNode, valueNode } of map.properties!) {
        if (known.has(key)) continue;
        known.set(key, keyNode);
        const merged: SourceProperty = { key, keyNode, valueNode, merged: true };
        addProperty(node, merged);
      }
    }
  }

  #key(key: Yaml.Node | null, mapStart: number): SourceNode | undefined {
    if (key && Yaml.isScalar(key)) {
      const [start, end] = rangeOf(key);
      const text = typeof key.value === 'string' ? key.value : (key.source ?? String(key.value ?? ''));
      return this.#string(text, start, end, STYLES[key.type ?? 'PLAIN'] ?? 'plain');
    }
    if (key && Yaml.isAlias(key)) {
      const target = this.#alias(key);
      if (target && typeof target.value === 'string') return target;
    }
    const [start, end] = key ? rangeOf(key) : [mapStart, mapStart];
    this.#report('invalid-key', start, end, 'Keys must be texts.');
    return undefined;
  }

  #sequence(sequence: Yaml.YAMLSeq): SourceNode {
    const [start, end] = rangeOf(sequence);
    const node = new SourceNode('array', this.#origin, start, end);
    for (const item of sequence.items as Yaml.Node[]) {
      const child = Yaml.isPair(item) ? undefined : this.#node(item);
      if (child) addItem(node, child);
    }
    return node;
  }

  #scalar(scalar: Yaml.Scalar): SourceNode {
    const [start, end] = rangeOf(scalar);
    const { value } = scalar;
    if (typeof value === 'boolean') return new SourceNode('boolean', this.#origin, start, end, value);
    if (value === null) return new SourceNode('null', this.#origin, start, end, null);
    if (typeof value === 'number') {
      if (Number.isFinite(value)) return new SourceNode('number', this.#origin, start, end, value);
      this.#report('invalid-number', start, end, `JSON has no number ${scalar.source}.`);
    }
    const text = typeof value === 'string' ? value : (scalar.source ?? String(value));
    return this.#string(text, start, end, STYLES[scalar.type ?? 'PLAIN'] ?? 'plain');
  }

  #string(value: string, start: number, end: number, style: ScalarStyle): SourceNode {
    const node = new SourceNode('string', this.#origin, start, end, value, yamlCharacterMap);
    node.style = style;
    node.substitution = style === 'plain' && /^\$\{[^}]*\}$/.test(value);
    return node;
  }

  #alias(alias: Yaml.Alias): SourceNode | undefined {
    const [start, end] = rangeOf(alias);
    const target = this.#anchors.get(alias.source);
    if (!target || this.#open.has(target)) {
      const reason = target
        ? `*${alias.source} stands inside its own anchor.`
        : `There is no anchor &${alias.source} before this alias.`;
      this.#report('unknown-alias', start, end, reason);
      return undefined;
    }
    this.#aliasDepth++;
    const content = this.#node(target);
    this.#aliasDepth--;
    if (!content) {
      this.#report('too-large', start, end, `Aliases may add at most ${MAXIMUM_ALIASED_NODES} values to a document.`);
      return undefined;
    }
    return aliasNode(content, this.#origin, start, end);
  }

  #reportDuplicate(key: string, first: SourceNode, repeated: SourceNode): void {
    if (this.#problems.length >= MAXIMUM_PROBLEMS) return;
    const related = { start: first.start, end: first.end };
    const message = `The key "${key}" is already used in this object.`;
    this.#problems.push({ code: 'duplicate-key', start: repeated.start, end: repeated.end, message, related });
  }

  #report(code: ProblemCode, start: number, end: number, message: string): void {
    if (this.#problems.length >= MAXIMUM_PROBLEMS) return;
    this.#problems.push({ code, message, start, end: Math.min(Math.max(start, end), this.#origin.text.length) });
  }
}

function aliasNode(content: SourceNode, origin: SourceOrigin, start: number, end: number): SourceNode {
  const kind: SourceKind = content.kind;
  const isScalar = kind !== 'object' && kind !== 'array';
  const node = new SourceNode(
    kind,
    origin,
    start,
    end,
    isScalar ? content.value : undefined,
    kind === 'string' ? wholeNodeMap : undefined,
  );
  node.isAlias = true;
  for (const property of content.properties ?? []) addProperty(node, property);
  for (const item of content.items ?? []) addItem(node, item);
  return node;
}

function isMergeKey(pair: Yaml.Pair<Yaml.Node | null, Yaml.Node | null>): boolean {
  if (!pair.value || !Yaml.isScalar(pair.key)) return false;
  return typeof pair.key.value === 'symbol' || (pair.key.value === '<<' && pair.key.type === 'PLAIN');
}

function rangeOf(node: Yaml.Node): [number, number] {
  const range = node.range;
  return range ? [range[0], Math.max(range[0], range[1])] : [0, 0];
}

/** Comments stand among the tokens of many kinds of token; their order is the order of the text only after sorting. */
function collectComments(tokens: readonly Yaml.CST.Token[], comments: SourceRange[]): void {
  const pending: unknown[] = [...tokens];
  while (pending.length > 0) {
    const token = pending.pop() as Record<string, unknown>;
    if (token.type === 'comment') {
      const start = token.offset as number;
      comments.push({ start, end: start + (token.source as string).length });
      continue;
    }
    for (const field of ['start', 'props', 'sep', 'items', 'end']) {
      const part = token[field];
      if (Array.isArray(part)) for (const child of part) pending.push(child);
    }
    for (const field of ['key', 'value'])
      if (token[field] && typeof token[field] === 'object') pending.push(token[field]);
  }
  comments.sort((a, b) => a.start - b.start);
}

function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
