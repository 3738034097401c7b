/** A word of a JSONata expression. Nothing is lost but white space; a broken expression gives tokens, too. */
export interface JsonataToken {
  readonly kind: 'variable' | 'name' | 'string' | 'number' | 'regex' | 'keyword' | 'constant' | 'operator' | 'comment';
  readonly text: string;
  /** UTF-16 units from the start of the expression. */
  readonly offset: number;
}

/** The name of a variable with its dollar: `$$` and `$` are the root and the context value, not workflow variables. */
const VARIABLE = /\$\$|\$[\p{ID_Start}_]?[\p{ID_Continue}]*/uy;
const NAME = /[\p{ID_Start}_][\p{ID_Continue}]*/uy;
const QUOTED = /"(?:\\[\s\S]|[^"\\])*"?|'(?:\\[\s\S]|[^'\\])*'?/y;
const BACKTICKS = /`[^`]*`?/y;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const COMMENT = /\/\*[\s\S]*?(?:\*\/|$)/y;
const REGEX = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n])+\/[imsu]*/y;
const OPERATOR = /:=|~>|!=|<=|>=|\*\*|\.\.|[-+*/%=<>&|^~!@#?:;,.(){}[\]]/y;
const BLANK = /\s+/y;

const KEYWORDS = new Set(['and', 'or', 'in', 'function', 'λ']);
const CONSTANTS = new Set(['true', 'false', 'null']);

/** Cuts an expression (without `{% %}`) into words. */
export function tokenizeJsonata(text: string): JsonataToken[] {
  const tokens: JsonataToken[] = [];
  let offset = 0;
  while (offset < text.length) {
    const blank = matchAt(BLANK, text, offset);
    if (blank !== undefined) {
      offset += blank.length;
      continue;
    }
    const token = tokenAt(text, offset, tokens.at(-1));
    tokens.push(token);
    offset += token.text.length;
  }
  return tokens;
}

/** Whether a token is the name of something that is called: a `(` follows it. */
export function isCalled(tokens: readonly JsonataToken[], index: number): boolean {
  return tokens[index + 1]?.text === '(';
}

/** Names (without dollar) that the expression binds itself: parameters of functions, `:=`, `@$x` and `#$x`. */
export function localNames(tokens: readonly JsonataToken[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'keyword' && (token.text === 'function' || token.text === 'λ'))
      addParameters(tokens, index + 1, names);
    if (token.kind !== 'variable') continue;
    const isBound = tokens[index + 1]?.text === ':=' || ['@', '#'].includes(tokens[index - 1]?.text ?? '');
    if (isBound) names.add(token.text.slice(1));
  }
  return names;
}

function addParameters(tokens: readonly JsonataToken[], open: number, names: Set<string>): void {
  if (tokens[open]?.text !== '(') return;
  for (let index = open + 1; index < tokens.length; index++) {
    const { kind, text } = tokens[index]!;
    if (kind === 'variable') names.add(text.slice(1));
    else if (text !== ',') return;
  }
}

function tokenAt(text: string, offset: number, previous: JsonataToken | undefined): JsonataToken {
  const first = text[offset]!;
  const make = (kind: JsonataToken['kind'], found: string): JsonataToken => ({ kind, text: found, offset });
  if (first === '$') return make('variable', matchAt(VARIABLE, text, offset) ?? first);
  if (first === '"' || first === "'") return make('string', matchAt(QUOTED, text, offset) ?? first);
  if (first === '`') return make('name', matchAt(BACKTICKS, text, offset) ?? first);
  if (first === '/') {
    const comment = matchAt(COMMENT, text, offset);
    if (comment !== undefined) return make('comment', comment);
    const regex = isOperand(previous) ? undefined : matchAt(REGEX, text, offset);
    if (regex !== undefined) return make('regex', regex);
  }
  const number = matchAt(NUMBER, text, offset);
  if (number !== undefined) return make('number', number);
  const name = matchAt(NAME, text, offset);
  if (name !== undefined) return make(KEYWORDS.has(name) ? 'keyword' : CONSTANTS.has(name) ? 'constant' : 'name', name);
  return make('operator', matchAt(OPERATOR, text, offset) ?? String.fromCodePoint(text.codePointAt(offset)!));
}

/** After an operand a slash divides; elsewhere it begins a regular expression. */
function isOperand(token: JsonataToken | undefined): boolean {
  if (!token) return false;
  if (token.kind === 'operator') return token.text === ')' || token.text === ']' || token.text === '}';
  return token.kind !== 'keyword';
}

function matchAt(pattern: RegExp, text: string, offset: number): string | undefined {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0];
}
