/** A word of an intrinsic call: `States.Format('{}', $.a[0], 1)`. */
export interface IntrinsicToken {
  readonly kind: 'name' | 'open' | 'close' | 'comma' | 'string' | 'number' | 'literal' | 'path' | 'invalid';
  readonly text: string;
  /** UTF-16 units from the start of the expression. */
  readonly offset: number;
}

const PUNCTUATION = { '(': 'open', ')': 'close', ',': 'comma' } as const;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[\p{ID_Start}_][\p{ID_Continue}.]*/uy;

/** Cuts a text into the words of an intrinsic call. What is no such word becomes an `invalid` token; nothing is lost but white space. */
export function tokenizeIntrinsic(text: string): IntrinsicToken[] {
  const tokens: IntrinsicToken[] = [];
  let offset = 0;
  while (offset < text.length) {
    if (/\s/.test(text[offset]!)) {
      offset += 1;
      continue;
    }
    const token = tokenAt(text, offset);
    tokens.push(token);
    offset += token.text.length;
  }
  return tokens;
}

function tokenAt(text: string, offset: number): IntrinsicToken {
  const first = text[offset]!;
  if (first in PUNCTUATION) return { kind: PUNCTUATION[first as keyof typeof PUNCTUATION], text: first, offset };
  if (first === "'") return stringAt(text, offset);
  if (first === '$') return { kind: 'path', text: text.slice(offset, endOfPath(text, offset)), offset };
  const number = matchAt(NUMBER, text, offset);
  if (number !== undefined) return { kind: 'number', text: number, offset };
  const word = matchAt(WORD, text, offset);
  if (word === undefined) return { kind: 'invalid', text: String.fromCodePoint(text.codePointAt(offset)!), offset };
  return { kind: /^(?:true|false|null)$/.test(word) ? 'literal' : 'name', text: word, offset };
}

function matchAt(pattern: RegExp, text: string, offset: number): string | undefined {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0];
}

function stringAt(text: string, offset: number): IntrinsicToken {
  let position = offset + 1;
  while (position < text.length && text[position] !== "'") position += text[position] === '\\' ? 2 : 1;
  if (position >= text.length) return { kind: 'invalid', text: text.slice(offset), offset };
  return { kind: 'string', text: text.slice(offset, position + 1), offset };
}

/** A path ends before a comma, a closing parenthesis or white space outside brackets. */
function endOfPath(text: string, offset: number): number {
  let depth = 0;
  let quoted = false;
  for (let position = offset; position < text.length; position += 1) {
    const current = text[position]!;
    if (depth > 0 && current === "'" && text[position - 1] !== '\\') quoted = !quoted;
    if (quoted) continue;
    if (current === '[') depth += 1;
    if (current === ']') depth -= 1;
    if (depth <= 0 && (current === ',' || current === ')' || /\s/.test(current))) return position;
  }
  return text.length;
}
