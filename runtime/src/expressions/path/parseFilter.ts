import { compileBoundedRegex } from '../boundedRegex.ts';
import { SyntaxProblem } from '../problem.ts';
import { pathPlan } from './plan.ts';
import {
  type Criterion,
  FILTER_OPERATORS,
  isDefiniteSegment,
  type Operand,
  type PathFilter,
  type PathSegment,
} from './segments.ts';

/** Parses the segments of a path in a text between two positions. */
export type SegmentParser = (text: string, start: number, end: number) => readonly PathSegment[] | SyntaxProblem;

/** A piece of the path text. */
interface Piece {
  readonly text: string;
  readonly offset: number;
}

/**
 * Parses `[?( ... )]` as Jayway json-path 2.0.0 does. `question` is the position of the question mark, `end` the end of the
 * bracket. `&&` binds tighter than `||`; parentheses inside are skipped, not nested; both sides of an operator are a definite
 * path, a text in single quotes, a `/regular expression/i` or a bare literal.
 */
export function parseFilter(
  text: string,
  question: number,
  end: number,
  parseSegments: SegmentParser,
): PathFilter | SyntaxProblem {
  const start = text.lastIndexOf('[', question);
  const close = filterEnd(text, start, end);
  if (close < 0) return new SyntaxProblem('Filter brackets are not balanced', start, end - start);
  let inner = trimmed({ text: text.slice(start + 1, close - 1), offset: start + 1 });
  if (!inner.text.startsWith('?')) return wrongForm(inner, `[?`);
  inner = trimmed({ text: inner.text.slice(1), offset: inner.offset + 1 });
  if (!inner.text.startsWith('(') || !inner.text.endsWith(')') || inner.text.length < 2) return wrongForm(inner, '[?(');
  inner = trimmed({ text: inner.text.slice(1, -1), offset: inner.offset + 1 });

  const alternatives: Criterion[][] = [[]];
  let expectsCriterion = true;
  let offset = inner.offset;
  for (const part of inner.text.split(/(?<=&&|\|\|)|(?=&&|\|\|)/)) {
    const piece = trimmed({ text: part, offset });
    offset += part.length;
    const isOperator = piece.text === '&&' || piece.text === '||';
    if (isOperator === expectsCriterion) return new SyntaxProblem(`Invalid operators ${inner.text}`, piece.offset, 2);
    expectsCriterion = isOperator;
    if (piece.text === '||') alternatives.push([]);
    if (isOperator) continue;
    const criterion = parseCriterion(withoutParentheses(piece), parseSegments);
    if (criterion instanceof SyntaxProblem) return criterion;
    alternatives.at(-1)!.push(criterion);
  }
  if (expectsCriterion)
    return new SyntaxProblem(`Invalid operators ${inner.text}`, inner.offset, inner.text.length || 1);
  return { alternatives };
}

function wrongForm(piece: Piece, opening: string): SyntaxProblem {
  const message = `Filter must start with '${opening}' and end with '${opening === '[?' ? '' : ')'}]'. ${piece.text}`;
  return new SyntaxProblem(message, piece.offset, Math.max(1, piece.text.length));
}

/** Position after the `]` that ends the filter (quotes and parentheses count), or -1. */
function filterEnd(text: string, start: number, end: number): number {
  let quoted = false;
  let parentheses = 0;
  let brackets = 0;
  for (let position = start; position < end; position += 1) {
    const current = text[position];
    if (current === "'" && text[position - 1] !== '\\') quoted = !quoted;
    if (quoted) continue;
    if (current === '(') parentheses += 1;
    if (current === ')') parentheses -= 1;
    if (current === '[') brackets += 1;
    if (current !== ']') continue;
    brackets -= 1;
    if (parentheses === 0) return brackets === 0 ? position + 1 : -1;
  }
  return -1;
}

function trimmed(piece: Piece): Piece {
  const withoutStart = piece.text.trimStart();
  return { text: withoutStart.trimEnd(), offset: piece.offset + piece.text.length - withoutStart.length };
}

function withoutParentheses(piece: Piece): Piece {
  const withoutStart = piece.text.replace(/^[[?( ]+/, '');
  return { text: withoutStart.replace(/[) ]+$/, ''), offset: piece.offset + piece.text.length - withoutStart.length };
}

function parseCriterion(piece: Piece, parseSegments: SegmentParser): Criterion | SyntaxProblem {
  const operator = FILTER_OPERATORS.find((candidate) => piece.text.includes(candidate));
  if (operator === undefined) return parseExistence(piece, parseSegments);
  const at = piece.text.indexOf(operator);
  const left = trimmed({ text: piece.text.slice(0, at), offset: piece.offset });
  const right = trimmed({ text: piece.text.slice(at + operator.length), offset: piece.offset + at + operator.length });
  const leftOperand = parseOperand(
    left.text.startsWith('!@') ? { text: left.text.slice(1), offset: left.offset + 1 } : left,
    parseSegments,
  );
  if (leftOperand instanceof SyntaxProblem) return leftOperand;
  if (right.text.startsWith('!@')) {
    return new SyntaxProblem('Invalid negation! Can only be used for existence check e.g [?(!@.foo)]', right.offset);
  }
  const rightOperand = parseOperand(right, parseSegments);
  if (rightOperand instanceof SyntaxProblem) return rightOperand;
  return { kind: 'compare', left: leftOperand, operator, right: rightOperand };
}

function parseExistence(piece: Piece, parseSegments: SegmentParser): Criterion | SyntaxProblem {
  const negated = piece.text.startsWith('!@');
  const operand = parseOperand(
    negated ? { text: piece.text.slice(1), offset: piece.offset + 1 } : piece,
    parseSegments,
  );
  if (operand instanceof SyntaxProblem) return operand;
  if (operand.kind !== 'path') {
    return new SyntaxProblem(`${piece.text} is neither a path nor a comparison`, piece.offset, piece.text.length || 1);
  }
  return { kind: 'exists', path: operand, expected: !negated };
}

function parseOperand(piece: Piece, parseSegments: SegmentParser): Operand | SyntaxProblem {
  const { text, offset } = piece;
  if (text.startsWith('$') || text.startsWith('@')) {
    const segments = parseSegments(text, 1, text.length);
    if (segments instanceof SyntaxProblem) {
      return new SyntaxProblem(segments.message, segments.offset + offset, segments.length);
    }
    if (!segments.every(isDefiniteSegment)) {
      return new SyntaxProblem(`the predicate path: ${text} is not definite`, offset, text.length);
    }
    return { kind: 'path', fromRoot: text.startsWith('$'), plan: pathPlan(segments) };
  }
  if (text.length > 1 && text.startsWith("'") && text.endsWith("'"))
    return { kind: 'literal', text: text.slice(1, -1) };
  if (text.startsWith('/') && (text.endsWith('/') || text.endsWith('/i'))) {
    if (text.length < 2) return new SyntaxProblem('The regular expression is not closed', offset);
    const regex = compileBoundedRegex(text.slice(1, text.lastIndexOf('/')), text.endsWith('i') ? 'i' : '');
    return typeof regex === 'string' ? new SyntaxProblem(regex, offset, text.length) : { kind: 'regex', regex };
  }
  return { kind: 'literal', text };
}
