import * as Yaml from 'yaml';
import { cloudFormationFunction } from './cloudFormationTags.ts';
import { duplicateKeyProblem, duplicateKeys } from './duplicateKeys.ts';
import {
  addItem,
  addProperty,
  BuiltNode,
  endIn,
  type ScalarStyle,
  type SourceKind,
  type SourceNode,
  type SourceOrigin,
  type SourceProperty,
  startIn,
} from './node.ts';
import { MAXIMUM_DEPTH, MAXIMUM_PROBLEMS, type ParseResult, type Problem, type ProblemCode } from './problem.ts';
import { wholeNodeMap, yamlCharacterMap } from './scalar.ts';
import { lookAtTokens, withIndentedFlow } from './yamlTokens.ts';

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

const TRAITS = {
  json: { style: 'json', mapper: yamlCharacterMap },
  plain: { style: 'plain', mapper: yamlCharacterMap },
  'single-quoted': { style: 'single-quoted', mapper: yamlCharacterMap },
  'double-quoted': { style: 'double-quoted', mapper: yamlCharacterMap },
  'block-literal': { style: 'block-literal', mapper: yamlCharacterMap },
  'block-folded': { style: 'block-folded', mapper: yamlCharacterMap },
} as const;
// Keys are compared here: the library's own check compares each key with each.
const COMPOSER_OPTIONS = { merge: true, uniqueKeys: false, prettyErrors: false, logLevel: 'silent' } as const;
const SUBSTITUTION = { ...TRAITS.plain, isSubstitution: true } as const;
const ALIAS = { style: 'plain', mapper: wholeNodeMap, isAlias: true } as const;

/**
 * Reads YAML 1.2 (core schema: `Yes` and `No` are strings) with merge keys, anchors, and CloudFormation's short tags, which
 * become the objects of their long forms (`!Sub x` is `{"Fn::Sub": "x"}`). Never throws.
 */
export function parseYaml(origin: SourceOrigin): ParseResult {
  const { text } = origin;
  const whole = { start: 0, end: text.length };
  if (text.length > MAXIMUM_YAML_LENGTH) {
    const message = `YAML documents of more than ${MAXIMUM_YAML_LENGTH} characters are not read.`;
    return { problems: [{ code: 'too-large', message, ...whole }], comments: [] };
  }
  try {
    return parseOnce(origin, true);
  } catch (error) {
    // The library is not known to throw; a text that makes it do so must still not take the caller down.
    const message = `The YAML cannot be read: ${String(error)}.`;
    return { problems: [{ code: 'syntax', message, ...whole }], comments: [] };
  }
}

function parseOnce(origin: SourceOrigin, mayMend: boolean): ParseResult {
  const tokens = [...new Yaml.Parser().parse(origin.text)];
  const { comments, tooDeep, underIndented } = lookAtTokens(tokens);
  if (tooDeep !== undefined) return { problems: [depthProblem(startIn(origin, tooDeep))], comments: [] };
  if (mayMend && underIndented.length > 0) {
    const mended = withIndentedFlow(origin, underIndented);
    if (mended) return parseOnce(mended, false);
  }
  const documents = [...new Yaml.Composer(COMPOSER_OPTIONS).compose(tokens, true, origin.text.length)];
  const inDocument = comments.map(({ start, end }) => ({ start: startIn(origin, start), end: endIn(origin, end) }));
  return { ...new YamlTree(origin).build(documents), comments: inDocument };
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

  /** The place of a node. After an error the package may give places behind the end of the text. */
  #rangeOf({ range }: Yaml.Node): [number, number] {
    const { length } = this.#origin.text;
    return range ? [Math.min(range[0], length), Math.min(Math.max(range[0], range[1]), length)] : [0, 0];
  }

  #node(node: Yaml.Node): SourceNode | undefined {
    if (this.#aliasDepth > 0 && ++this.#aliasedNodes > MAXIMUM_ALIASED_NODES) return undefined;
    if (Yaml.isAlias(node)) return this.#alias(node);
    if (node.anchor) this.#anchors.set(node.anchor, node);
    const [start] = this.#rangeOf(node);
    if (this.#depth >= MAXIMUM_DEPTH) {
      if (this.#problems.length < MAXIMUM_PROBLEMS) this.#problems.push(depthProblem(startIn(this.#origin, start)));
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
    const [start, end] = this.#rangeOf(map);
    const node = new BuiltNode('object', this.#origin, start, end);
    const merges: Yaml.Node[] = [];
    for (const pair of map.items as Yaml.Pair<Yaml.Node | null, Yaml.Node | null>[]) {
      if (isMergeKey(pair)) {
        merges.push(pair.value!);
        continue;
      }
      const keyNode = this.#key(pair.key, start);
      if (!keyNode) continue;
      const key = keyNode.value as string;
      addProperty(node, { key, keyNode, valueNode: pair.value ? this.#node(pair.value) : undefined });
    }
    for (const { first, repeated } of duplicateKeys(node.properties!)) {
      if (this.#problems.length < MAXIMUM_PROBLEMS)
        this.#problems.push(duplicateKeyProblem(String(repeated.value), first, repeated));
    }
    const known = new Set(node.properties!.map((property) => property.key));
    for (const merge of merges) this.#merge(node, merge, known);
    return node;
  }

  /** https://yaml.org/type/merge.html: keys of the map itself win, then those of the earlier maps. */
  #merge(node: SourceNode, value: Yaml.Node, known: Set<string>): void {
    const source = this.#node(value);
    const maps = source?.kind === 'array' ? source.items! : source ? [source] : [];
    for (const map of maps) {
      if (map.kind !== 'object') {
        const [start, end] = this.#rangeOf(value);
        this.#report('syntax', start, end, 'A merge key (<<) takes a map or a list of maps.');
        continue;
      }
      for (const { key, keyNode, valueNode } of map.properties!) {
        if (known.has(key)) continue;
        known.add(key);
        const merged: SourceProperty = { key, keyNode, valueNode, merged: true };
        addProperty(node, merged);
      }
    }
  }

  #key(key: Yaml.Node | null, mapStart: number): SourceNode | undefined {
    if (key && Yaml.isScalar(key)) {
      const [start, end] = this.#rangeOf(key);
      const text = typeof key.value === 'string' ? key.value : (key.source ?? String(key.value ?? ''));
      return this.#string(text, start, end, STYLES[key.type ?? 'PLAIN'] ?? 'plain');
    }
    if (key && Yaml.isAlias(key)) {
      const target = this.#alias(key);
      if (target && typeof target.value === 'string') return target;
    }
    const [start, end] = key ? this.#rangeOf(key) : [mapStart, mapStart];
    this.#report('invalid-key', start, end, 'Keys must be texts.');
    return undefined;
  }

  #sequence(sequence: Yaml.YAMLSeq): SourceNode {
    const [start, end] = this.#rangeOf(sequence);
    const node = new BuiltNode('array', this.#origin, start, end);
    for (const item of sequence.items as Yaml.Node[]) {
      const child = Yaml.isPair(item) ? undefined : this.#node(item);
      if (child) addItem(node, child);
    }
    return node;
  }

  #scalar(scalar: Yaml.Scalar): SourceNode {
    const [start, end] = this.#rangeOf(scalar);
    const { value } = scalar;
    if (typeof value === 'boolean') return new BuiltNode('boolean', this.#origin, start, end, value);
    if (value === null) return new BuiltNode('null', this.#origin, start, end, null);
    if (typeof value === 'number') {
      if (Number.isFinite(value)) return new BuiltNode('number', this.#origin, start, end, value);
      this.#report('invalid-number', start, end, `JSON has no number ${scalar.source}.`);
    }
    const text = typeof value === 'string' ? value : (scalar.source ?? String(value));
    return this.#string(text, start, end, STYLES[scalar.type ?? 'PLAIN'] ?? 'plain');
  }

  #string(value: string, start: number, end: number, style: ScalarStyle): SourceNode {
    const isSubstitution = style === 'plain' && value.startsWith('${') && /^\$\{[^}]*\}$/.test(value);
    return new BuiltNode('string', this.#origin, start, end, value, isSubstitution ? SUBSTITUTION : TRAITS[style]);
  }

  #alias(alias: Yaml.Alias): SourceNode | undefined {
    const [start, end] = this.#rangeOf(alias);
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

  #report(code: ProblemCode, start: number, end: number, message: string): void {
    if (this.#problems.length >= MAXIMUM_PROBLEMS) return;
    const origin = this.#origin;
    const from = startIn(origin, start);
    this.#problems.push({
      code,
      message,
      start: from,
      end: Math.max(from, endIn(origin, Math.min(end, origin.text.length))),
    });
  }
}

function aliasNode(content: SourceNode, origin: SourceOrigin, start: number, end: number): SourceNode {
  const kind: SourceKind = content.kind;
  const isScalar = kind !== 'object' && kind !== 'array';
  const node = new BuiltNode(kind, origin, start, end, isScalar ? content.value : undefined, ALIAS);
  for (const property of content.properties ?? []) addProperty(node, property);
  for (const item of content.items ?? []) addItem(node, item);
  return node;
}

function isMergeKey(pair: Yaml.Pair<Yaml.Node | null, Yaml.Node | null>): boolean {
  if (!pair.value || !Yaml.isScalar(pair.key)) return false;
  return typeof pair.key.value === 'symbol' || (pair.key.value === '<<' && pair.key.type === 'PLAIN');
}

function depthProblem(start: number): Problem {
  return { code: 'too-deep', start, end: start + 1, message: `Values may be nested at most ${MAXIMUM_DEPTH} deep.` };
}

function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
