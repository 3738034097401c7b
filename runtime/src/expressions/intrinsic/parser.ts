import { intrinsic } from '../../asl/intrinsics.ts';
import { type CompiledPath, compilePath } from '../jsonPath.ts';
import { isSyntaxProblem, SyntaxProblem } from '../problem.ts';
import { type IntrinsicToken, tokenizeIntrinsic } from './lexer.ts';
import { templatePieces, unescapeLiteral } from './strings.ts';

/** How deep calls may stand inside each other in one field (AWS documentation, Intrinsic functions). */
const NESTING_LIMIT = 10;

interface NodeRange {
  /** UTF-16 units from the start of the expression. */
  readonly offset: number;
  readonly length: number;
}

/** A node of a parsed intrinsic call. */
export type IntrinsicNode = IntrinsicCall | IntrinsicString | IntrinsicLiteral | IntrinsicPath;

export type IntrinsicCall = NodeRange & {
  readonly kind: 'call';
  /** With its prefix: `States.Format`. */
  readonly name: string;
  readonly arguments: readonly IntrinsicNode[];
  /** The call as it is written; failures quote it. */
  readonly text: string;
};

export type IntrinsicString = NodeRange & {
  readonly kind: 'string';
  readonly value: string;
  /** The text cut at unescaped `{}`. */
  readonly pieces: readonly string[];
};

export type IntrinsicLiteral = NodeRange & { readonly kind: 'literal'; readonly value: number | boolean | null };

export type IntrinsicPath = NodeRange & { readonly kind: 'path'; readonly path: CompiledPath };

/**
 * Parses an intrinsic call. Grammar (Amazon States Language, Intrinsic Functions): `name ( argument , ... )` where an argument is
 * a text in single quotes, a number, true, false, null, a path or another call. Names, argument counts, escapes and the number of
 * placeholders of a literal `States.Format` template are checked here; each problem carries its offset.
 */
export function parseIntrinsic(text: string): IntrinsicCall | SyntaxProblem {
  const parser = new Parser(text, tokenizeIntrinsic(text));
  const call = parser.call(1);
  if (isSyntaxProblem(call)) return call;
  return parser.end() ?? call;
}

class Parser {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly tokens: readonly IntrinsicToken[],
  ) {}

  end(): SyntaxProblem | undefined {
    const token = this.tokens[this.at];
    return token === undefined ? undefined : problemAt(token, `Nothing may follow the call, but '${token.text}' does`);
  }

  call(depth: number): IntrinsicCall | SyntaxProblem {
    const name = this.tokens[this.at];
    if (name?.kind !== 'name') return this.expected('the name of an intrinsic function');
    const facts = intrinsic(name.text);
    if (facts === undefined) return problemAt(name, `There is no intrinsic function '${name.text}'`);
    if (depth > NESTING_LIMIT)
      return problemAt(name, `Intrinsic functions can be nested up to ${NESTING_LIMIT} levels`);
    this.at += 1;
    if (this.tokens[this.at]?.kind !== 'open') return this.expected(`'('`);
    this.at += 1;
    const values = this.callArguments(depth);
    if (isSyntaxProblem(values)) return values;
    const close = this.tokens[this.at - 1]!;
    const length = close.offset + 1 - name.offset;
    if (values.length < facts.minimum || values.length > facts.maximum) {
      const count = argumentCount(facts.minimum, facts.maximum);
      return new SyntaxProblem(`${name.text} takes ${count}, not ${values.length}`, name.offset, length);
    }
    const text = this.text.slice(name.offset, name.offset + length);
    const call: IntrinsicCall = { kind: 'call', name: name.text, arguments: values, text, offset: name.offset, length };
    return placeholderProblem(call) ?? call;
  }

  private callArguments(depth: number): IntrinsicNode[] | SyntaxProblem {
    const values: IntrinsicNode[] = [];
    if (this.tokens[this.at]?.kind === 'close') {
      this.at += 1;
      return values;
    }
    for (;;) {
      const value = this.argument(depth);
      if (isSyntaxProblem(value)) return value;
      values.push(value);
      const token = this.tokens[this.at];
      if (token?.kind !== 'comma' && token?.kind !== 'close') return this.expected(`',' or ')'`);
      this.at += 1;
      if (token.kind === 'close') return values;
    }
  }

  private argument(depth: number): IntrinsicNode | SyntaxProblem {
    const token = this.tokens[this.at];
    if (token === undefined) return this.expected('an argument');
    if (token.kind === 'name') return this.call(depth + 1);
    const range = { offset: token.offset, length: token.text.length };
    this.at += 1;
    switch (token.kind) {
      case 'number':
        return { kind: 'literal', value: Number(token.text), ...range };
      case 'literal':
        return { kind: 'literal', value: token.text === 'null' ? null : token.text === 'true', ...range };
      case 'string':
        return stringNode(token);
      case 'path': {
        const path = compilePath(token.text);
        if (isSyntaxProblem(path)) return new SyntaxProblem(path.message, path.offset + token.offset, path.length);
        return { kind: 'path', path, ...range };
      }
      default:
        return problemAt(
          token,
          token.text.startsWith("'") ? 'The text has no closing quote' : `'${token.text}' is no argument`,
        );
    }
  }

  private expected(what: string): SyntaxProblem {
    const token = this.tokens[this.at];
    if (token !== undefined) return problemAt(token, `Expected ${what}, but found '${token.text}'`);
    return new SyntaxProblem(`Expected ${what}, but the expression ends here`, Math.max(0, this.text.length - 1));
  }
}

function stringNode(token: IntrinsicToken): IntrinsicString | SyntaxProblem {
  const raw = token.text.slice(1, -1);
  const value = unescapeLiteral(raw);
  if (typeof value === 'number') {
    const message = `The backslash must be followed by one of ' { } \\`;
    return new SyntaxProblem(message, token.offset + 1 + value, 2);
  }
  return { kind: 'string', value, pieces: templatePieces(raw), offset: token.offset, length: token.text.length };
}

function placeholderProblem(call: IntrinsicCall): SyntaxProblem | undefined {
  const template = call.arguments[0];
  if (call.name !== 'States.Format' || template?.kind !== 'string') return undefined;
  const placeholders = template.pieces.length - 1;
  const values = call.arguments.length - 1;
  if (placeholders === values) return undefined;
  const message = `The template has ${placeholders} placeholders {} for ${values} values`;
  return new SyntaxProblem(message, template.offset, template.length);
}

function argumentCount(minimum: number, maximum: number): string {
  if (minimum === maximum) return minimum === 1 ? '1 argument' : `${minimum} arguments`;
  return maximum === Number.POSITIVE_INFINITY ? `at least ${minimum} arguments` : `${minimum} to ${maximum} arguments`;
}

function problemAt(token: IntrinsicToken, message: string): SyntaxProblem {
  return new SyntaxProblem(message, token.offset, token.text.length);
}
