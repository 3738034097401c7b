import jsonata from 'jsonata';
import { SyntaxProblem } from '../problem.ts';
import { boundedFunction, type FunctionDefinition, TEXT_FUNCTION_NAMES } from './boundedFunctions.ts';
import { limitCalls, OPEN_CALLS, OpenCalls } from './callDepth.ts';
import { DEPTH_LIMIT, SEQUENCE_LIMIT, TIME_LIMIT } from './limits.ts';
import { BoundedRegexEngine } from './regexEngine.ts';
import { SERVICE_FUNCTIONS } from './serviceFunctions.ts';
import type { JsonataNode } from './syntax.ts';

const OPTIONS = {
  timeout: TIME_LIMIT,
  stack: DEPTH_LIMIT,
  sequence: SEQUENCE_LIMIT,
  RegexEngine: BoundedRegexEngine as unknown as RegExpConstructor,
};

/** An error as the package throws it. */
export interface JsonataError {
  readonly code?: string;
  readonly message?: string;
  readonly position?: number;
  readonly token?: unknown;
}

/** What parsing a text with the reference implementation gives. */
export interface PackageExpression {
  readonly root: JsonataNode;
  evaluate(bindings: Record<string, unknown>): Promise<unknown>;
}

/** Parses with the reference implementation, the `jsonata` package, bound as the service bounds its own. */
export function parseWithPackage(text: string): PackageExpression | SyntaxProblem {
  try {
    return new ParsedExpression(text, parse(text));
  } catch (error) {
    if (error instanceof RangeError) return new SyntaxProblem('The expression is nested too deeply', 0, text.length);
    return syntaxProblem(text);
  }
}

/** The package's parser alone: with an environment, which most expressions never need, each takes some 16 KB. */
const { parser: parse } = jsonata as unknown as { parser(text: string): JsonataNode };

class ParsedExpression implements PackageExpression {
  private expression: Promise<jsonata.Expression> | undefined;

  constructor(
    private readonly text: string,
    readonly root: JsonataNode,
  ) {}

  async evaluate(bindings: Record<string, unknown>): Promise<unknown> {
    this.expression ??= prepared(jsonata(this.text, OPTIONS));
    return (await this.expression).evaluate(undefined, { ...bindings, [OPEN_CALLS]: new OpenCalls() });
  }
}

/** Puts the functions of the service, and bounded ones of the library, in front of the package's own, and limits calls. */
async function prepared(expression: jsonata.Expression): Promise<jsonata.Expression> {
  definitions ??= functionDefinitions();
  for (const [name, definition] of await definitions) expression.assign(name, definition);
  expression.assign('eval', undefined);
  limitCalls(expression, expression.ast() as unknown as JsonataNode);
  return expression;
}

let definitions: Promise<readonly (readonly [string, unknown])[]> | undefined;

async function functionDefinitions(): Promise<readonly (readonly [string, unknown])[]> {
  const service = SERVICE_FUNCTIONS.map(([name, signature, implementation]) => {
    return [name, { _jsonata_function: true, implementation, signature: parsedSignature(signature) }] as const;
  });
  const library = (await jsonata(`[${TEXT_FUNCTION_NAMES.map((name) => `$${name}`).join()}]`).evaluate(
    undefined,
  )) as FunctionDefinition[];
  const bounded = TEXT_FUNCTION_NAMES.map((name, at) => [name, boundedFunction(name, library[at]!)] as const);
  return [...service, ...bounded];
}

/** The package parses signatures only where functions are written; doing so for each expression would cost as much as parsing it. */
function parsedSignature(signature: string): unknown {
  return (jsonata(`function($x)${signature}{0}`).ast() as unknown as { signature: unknown }).signature;
}

/** Only the full call words its errors. The package counts positions behind the token it complains about. */
function syntaxProblem(text: string): SyntaxProblem {
  const error = thrownBy(() => jsonata(text));
  const message = error.message ?? 'The expression cannot be parsed';
  const end = Math.min(error.position ?? text.length, text.length);
  const token = typeof error.token === 'string' ? error.token : '';
  if (token !== '' && text.startsWith(token, end - token.length)) {
    return new SyntaxProblem(message, end - token.length, token.length);
  }
  return new SyntaxProblem(message, Math.max(0, end - 1));
}

function thrownBy(action: () => unknown): JsonataError {
  try {
    action();
    return {};
  } catch (error) {
    return error as JsonataError;
  }
}
