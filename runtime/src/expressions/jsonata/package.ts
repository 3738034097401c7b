import jsonata from 'jsonata';
import { SyntaxProblem } from '../problem.ts';
import { boundedFunction, type FunctionDefinition, TEXT_FUNCTION_NAMES } from './boundedFunctions.ts';
import { CALLBACK_FUNCTION_NAMES, limitCalls, OPEN_CALLS, OpenCalls } from './callDepth.ts';
import { SEQUENCE_LIMIT, TIME_LIMIT } from './limits.ts';
import { ARRAY_MAKER_NAMES, countedMaker, MADE_ITEMS, MadeItems, replaceRanges, SPAN, span } from './madeItems.ts';
import { BoundedRegexEngine } from './regexEngine.ts';
import { SERVICE_FUNCTIONS } from './serviceFunctions.ts';
import type { JsonataNode } from './syntax.ts';

const OPTIONS = {
  timeout: TIME_LIMIT,
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
    return (await this.expression).evaluate(undefined, {
      ...bindings,
      [OPEN_CALLS]: new OpenCalls(),
      [MADE_ITEMS]: new MadeItems(),
    });
  }
}

/** Puts the functions of the service, and bounded ones of the library, in front of the package's own, and limits calls. */
async function prepared(expression: jsonata.Expression): Promise<jsonata.Expression> {
  functions ??= functionTable();
  const { definitions, callbacks } = await functions;
  for (const [name, definition] of definitions) expression.assign(name, definition);
  expression.assign('eval', undefined);
  const root = expression.ast() as unknown as JsonataNode;
  limitCalls(expression, root, callbacks);
  replaceRanges(root);
  return expression;
}

interface FunctionTable {
  readonly definitions: readonly (readonly [string, FunctionDefinition])[];
  /** The package's own functions of CALLBACK_FUNCTION_NAMES. */
  readonly callbacks: readonly FunctionDefinition[];
}

let functions: Promise<FunctionTable> | undefined;

async function functionTable(): Promise<FunctionTable> {
  const service = SERVICE_FUNCTIONS.map(([name, signature, implementation]) => {
    return [name, nativeFunction(implementation, parsedSignature(signature))] as const;
  });
  const [texts, makers, callbacks] = await Promise.all(
    [TEXT_FUNCTION_NAMES, ARRAY_MAKER_NAMES, CALLBACK_FUNCTION_NAMES].map(libraryFunctions),
  );
  const definitions = [
    ...service,
    ...TEXT_FUNCTION_NAMES.map((name, at) => [name, boundedFunction(name, texts![at]!)] as const),
    ...ARRAY_MAKER_NAMES.map((name, at) => [name, makers![at]!] as const),
    [SPAN, nativeFunction(span, undefined)] as const,
  ];
  return { definitions: definitions.map(([name, made]) => [name, countedMaker(made)]), callbacks: callbacks! };
}

function nativeFunction(implementation: unknown, signature: unknown): FunctionDefinition {
  return {
    _jsonata_function: true,
    implementation: implementation as FunctionDefinition['implementation'],
    signature,
  };
}

function libraryFunctions(names: readonly string[]): Promise<FunctionDefinition[]> {
  return jsonata(`[${names.map((name) => `$${name}`).join()}]`).evaluate(undefined) as Promise<FunctionDefinition[]>;
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
