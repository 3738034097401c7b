import { jsonEscapeWidth } from './jsonText.ts';
import type { CharacterMap, SourceNode } from './node.ts';
import { endIn, startIn } from './node.ts';

/** The map of a JSON string, or undefined when it holds no escape and every unit stands for itself. */
export function jsonCharacterMap(node: SourceNode): CharacterMap | undefined {
  return mapOf(node, alignJson);
}

/** The map of a YAML scalar of any style, or undefined when every unit stands for itself. */
export function yamlCharacterMap(node: SourceNode): CharacterMap | undefined {
  switch (node.style) {
    case 'block-literal':
    case 'block-folded':
      return mapOf(node, alignBlock);
    default:
      return mapOf(node, alignFlow);
  }
}

/** Every unit of the value stands for the whole node, as in an alias, whose text is written elsewhere. */
export function wholeNodeMap(node: SourceNode): CharacterMap {
  const length = (node.value as string).length;
  return { starts: new Int32Array(length).fill(node.start), ends: new Int32Array(length).fill(node.end) };
}

/** The map of a part of a mapped text. */
export function sliceMap(map: CharacterMap, start: number, end: number): CharacterMap {
  return { starts: map.starts.subarray(start, end), ends: map.ends.subarray(start, end) };
}

interface Alignment extends CharacterMap {
  readonly value: string;
  /** The raw text of the node, quotes and block header included. */
  readonly raw: string;
  readonly node: SourceNode;
}

/** Fills starts and ends with offsets of the raw text. */
type Align = (alignment: Alignment) => void;

function mapOf(node: SourceNode, align: Align): CharacterMap | undefined {
  const value = node.value as string;
  const raw = node.origin.text.slice(node.originStart, node.originEnd);
  const isBlock = node.style === 'block-literal' || node.style === 'block-folded';
  const quotes = node.style === 'plain' ? 0 : 1;
  if (!isBlock && !node.origin.map && raw.startsWith(value, quotes)) return undefined;
  const starts = new Int32Array(value.length);
  const ends = new Int32Array(value.length);
  align({ value, raw, node, starts, ends });
  for (let i = 0; i < value.length; i++) {
    const start = node.originStart + starts[i]!;
    const end = node.originStart + ends[i]!;
    starts[i] = startIn(node.origin, start);
    ends[i] = Math.max(starts[i]!, endIn(node.origin, end));
  }
  return { starts, ends };
}

function alignJson({ value, raw, node, starts, ends }: Alignment): void {
  let at = node.style === 'plain' ? 0 : 1;
  for (let i = 0; i < value.length; i++) {
    starts[i] = at;
    at = Math.min(at + jsonEscapeWidth(raw, at), raw.length);
    ends[i] = at;
  }
}

/** Plain and quoted YAML scalars: a line break with the blanks around it means one blank, several mean one break less (YAML 1.2, 6.5). */
function alignFlow({ value, raw, node, starts, ends }: Alignment): void {
  const isDouble = node.style === 'double-quoted';
  const isSingle = node.style === 'single-quoted';
  let at = isDouble || isSingle ? 1 : 0;
  let i = 0;
  const put = (count: number, width: number): void => {
    for (let k = 0; k < count && i < value.length; k++, i++) {
      starts[i] = at;
      ends[i] = Math.min(at + width, raw.length);
    }
    at += width;
  };
  while (i < value.length && at < raw.length) {
    const fold = /^[ \t]*(?:\r?\n[ \t]*)+/.exec(foldCandidate(raw, at));
    if (fold) {
      const breaks = fold[0].split('\n').length - 1;
      put(Math.max(1, breaks - 1), fold[0].length);
    } else if (isDouble && raw[at] === '\\') {
      const continuation = /^\\[ \t]*\r?\n[ \t]*/.exec(raw.slice(at, at + 400));
      if (continuation) at += continuation[0].length;
      else put(raw[at + 1] === 'U' && value.codePointAt(i)! > 0xffff ? 2 : 1, doubleQuotedEscapeWidth(raw[at + 1]));
    } else put(1, isSingle && raw[at] === "'" && raw[at + 1] === "'" ? 2 : 1);
  }
  fillRest(i, at, raw, starts, ends);
}

/** Block scalars (YAML 1.2, 8.1): the indentation of the first line is cut; folding joins lines with a blank. */
function alignBlock({ value, raw, node, starts, ends }: Alignment): void {
  const isFolded = node.style === 'block-folded';
  const headerEnd = raw.indexOf('\n');
  const indent = blockIndent(raw.slice(headerEnd + 1), value);
  let at = skipIndent(raw, headerEnd === -1 ? raw.length : headerEnd + 1, indent);
  let i = 0;
  while (i < value.length && at < raw.length) {
    const breakWidth = raw[at] === '\n' ? 1 : raw[at] === '\r' && raw[at + 1] === '\n' ? 2 : 0;
    if (breakWidth === 0) {
      starts[i] = at;
      ends[i++] = ++at;
      continue;
    }
    const start = at;
    at = skipIndent(raw, at + breakWidth, indent);
    if (value[i] !== '\n' && !(isFolded && value[i] === ' ')) continue;
    starts[i] = start;
    ends[i++] = start + breakWidth;
    if (!isFolded) continue;
    // Of n line breaks in a folded scalar n - 1 are kept; the rest belongs to the same fold.
    while (/^ *\r?\n/.test(raw.slice(at, at + 80)) && value[i] !== '\n')
      at = skipIndent(raw, raw.indexOf('\n', at) + 1, indent);
  }
  fillRest(i, at, raw, starts, ends);
}

function fillRest(from: number, at: number, raw: string, starts: Int32Array, ends: Int32Array): void {
  for (let i = from; i < starts.length; i++) {
    starts[i] = Math.min(at, raw.length);
    ends[i] = starts[i]!;
  }
}

/** The text a fold may start at; empty when the unit here begins none, so that the expression runs on few places only. */
function foldCandidate(raw: string, at: number): string {
  const unit = raw.charCodeAt(at);
  if (unit !== 32 && unit !== 9 && unit !== 10 && unit !== 13) return '';
  let end = at;
  for (let next = unit; next === 32 || next === 9 || next === 10 || next === 13; next = raw.charCodeAt(++end));
  return raw.slice(at, end);
}

function skipIndent(raw: string, at: number, indent: number): number {
  let skipped = 0;
  while (skipped < indent && raw[at + skipped] === ' ') skipped++;
  return at + skipped;
}

function blockIndent(body: string, value: string): number {
  const firstLine = /^(?:[ \t]*\r?\n)*( *)\S/.exec(body);
  const firstOfValue = /^(?:[ \t]*\n)*( *)\S/.exec(value);
  return Math.max(0, (firstLine?.[1]?.length ?? 0) - (firstOfValue?.[1]?.length ?? 0));
}

function doubleQuotedEscapeWidth(letter: string | undefined): number {
  if (letter === 'x') return 4;
  if (letter === 'u') return 6;
  return letter === 'U' ? 10 : 2;
}
