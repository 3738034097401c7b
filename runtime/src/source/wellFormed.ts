import type { LineStarts } from './lines.ts';
import { UNIT, type Units } from './units.ts';

/** What may come next in an object or array; the first two are keys. */
const EXPECTED = { keyOrEnd: 0, key: 1, value: 2, valueOrEnd: 3, commaOrEnd: 4 } as const;
type Expected = (typeof EXPECTED)[keyof typeof EXPECTED];

const TRUE = [116, 114, 117, 101];
/** What is nested deeper, or longer than such a number, is left to those who judge it. */
const DEEPEST = 64;
const LONGEST_WORD = 40;
/** A number, `true`, `false` or `null` (RFC 8259). */
const WORD = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)$/;

/**
 * Goes over the object that begins at that place and gives its end, when it is JSON to the letter (RFC 8259): then nobody needs to read it to know
 * where it ends, and that nothing but a repeated key is wrong with it. Otherwise -1, also for what is merely unusual. The beginnings of lines
 * that it comes by are added.
 */
export function endOfWellFormedObject(units: Units, start: number, lines: LineStarts): number {
  const outer: boolean[] = [];
  let isObject = true;
  let expected: Expected = EXPECTED.keyOrEnd;
  let at = start + 1;
  for (;;) {
    let unit = units[at]!;
    while (unit <= UNIT.space) {
      if (unit === UNIT.lineFeed) lines.add(at + 1);
      else if (unit !== UNIT.space && unit !== UNIT.tab && !isLineBreak(units, at)) return -1;
      unit = units[++at]!;
    }
    const isKeyExpected: boolean = expected <= EXPECTED.key;
    if (unit === UNIT.quote) {
      if (expected === EXPECTED.commaOrEnd) return -1;
      at = endOfString(units, at);
      if (at === -1) return -1;
      if (isKeyExpected) {
        while (units[at] === UNIT.space) at++;
        if (units[at++] !== UNIT.colon) return -1;
      }
      expected = isKeyExpected ? EXPECTED.value : EXPECTED.commaOrEnd;
    } else if (unit === UNIT.comma) {
      if (expected !== EXPECTED.commaOrEnd) return -1;
      expected = isObject ? EXPECTED.key : EXPECTED.value;
      at++;
    } else if (unit === UNIT.closeBrace || unit === UNIT.closeBracket) {
      const ifEmpty = isObject ? EXPECTED.keyOrEnd : EXPECTED.valueOrEnd;
      if (expected !== EXPECTED.commaOrEnd && expected !== ifEmpty) return -1;
      if (isObject !== (unit === UNIT.closeBrace)) return -1;
      at++;
      if (outer.length === 0) return at;
      isObject = outer.pop()!;
      expected = EXPECTED.commaOrEnd;
    } else if (isKeyExpected || expected === EXPECTED.commaOrEnd) return -1;
    else if (unit === UNIT.openBrace || unit === UNIT.openBracket) {
      if (outer.push(isObject) > DEEPEST) return -1;
      isObject = unit === UNIT.openBrace;
      expected = isObject ? EXPECTED.keyOrEnd : EXPECTED.valueOrEnd;
      at++;
    } else {
      at = endOfWord(units, at);
      if (at === -1) return -1;
      expected = EXPECTED.commaOrEnd;
    }
  }
}

/** The two units that end a line on Windows. */
function isLineBreak(units: Units, at: number): boolean {
  return units[at] === UNIT.carriageReturn && units[at + 1] === UNIT.lineFeed;
}

function endOfString(units: Units, start: number): number {
  for (let at = start + 1; ; at++) {
    const unit = units[at]!;
    if (unit === UNIT.quote) return at + 1;
    if (unit < UNIT.space) return -1;
    if (unit !== UNIT.backslash) continue;
    const width = escapeWidth(units, at);
    if (width === -1) return -1;
    at += width - 1;
  }
}

function escapeWidth(units: Units, at: number): number {
  const letter = String.fromCharCode(units[at + 1]!);
  if (letter !== 'u') return '"\\/bfnrt'.includes(letter) ? 2 : -1;
  const digits = String.fromCharCode(...units.subarray(at + 2, at + 6));
  return /^[0-9a-fA-F]{4}$/.test(digits) ? 6 : -1;
}

function endOfWord(units: Units, start: number): number {
  let end = start;
  while (isOfWord(units[end]!)) end++;
  return isWholeNumber(units, start, end) || isTrue(units, start, end) || isOtherWord(units, start, end) ? end : -1;
}

function isWholeNumber(units: Units, start: number, end: number): boolean {
  if (end === start || (units[start] === UNIT.zero && end > start + 1)) return false;
  for (let at = start; at < end; at++) if (units[at]! < UNIT.zero || units[at]! > UNIT.nine) return false;
  return true;
}

/** What nearly every word is that is no number. */
function isTrue(units: Units, start: number, end: number): boolean {
  return end === start + TRUE.length && TRUE.every((unit, index) => units[start + index] === unit);
}

function isOtherWord(units: Units, start: number, end: number): boolean {
  return end - start <= LONGEST_WORD && WORD.test(String.fromCharCode(...units.subarray(start, end)));
}

/** Letters, digits and the signs that numbers have. */
function isOfWord(unit: number): boolean {
  return unit > UNIT.comma && unit < UNIT.openBracket
    ? unit !== UNIT.colon && unit !== UNIT.slash
    : (unit > UNIT.closeBracket && unit < UNIT.openBrace) || unit === UNIT.plus;
}
