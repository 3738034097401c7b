import { type FunctionDefinition, likeOriginal } from './boundedFunctions.ts';
import { CALL_LIMIT } from './limits.ts';
import { below, isFunction, mayRecurse } from './recursion.ts';
import type { JsonataNode } from './syntax.ts';

/** The name under which an evaluation counts what it does. No expression can spell it. */
export const OPEN_CALLS = '\u0000openCalls';

/** What the `jsonata` package tells of every node that it evaluates; an evaluation that fails is not told the end of. */
interface Hookable {
  assign(name: string, value: unknown): void;
}

interface Frame {
  lookup(name: string): unknown;
}

/** Parts that the package has begun to evaluate at the same time: the first is being evaluated, the others wait. */
interface Turns {
  readonly waiting: (() => void)[];
  /** Until the package has begun all of them. */
  beginning: boolean;
}

class Nesting {
  private depth = 0;

  begin(): void {
    this.depth += 1;
    if (this.depth > CALL_LIMIT) throw { code: 'D1011' };
  }

  end(): void {
    this.depth -= 1;
  }
}

/** Calls of one evaluation that have begun and not ended, and whose turn it is. */
export class OpenCalls {
  /** Of functions of the expression. */
  readonly own = new Nesting();
  /** Of functions of the library that call others: own calls in tail position have ended when the package makes them, but these have not. */
  readonly callbacks = new Nesting();
  private readonly turns: Turns[] = [];

  /** Resolves when the part that is evaluated next to others may go on. The package begins all of them before any goes on. */
  takeTurn(): Promise<void> {
    const latest = this.turns.at(-1);
    if (latest?.beginning) return new Promise((resolve) => latest.waiting.push(resolve));
    const turns: Turns = { waiting: [], beginning: true };
    this.turns.push(turns);
    return Promise.resolve().then(() => {
      turns.beginning = false;
    });
  }

  /** Lets the next of the parts that are evaluated last go on. */
  giveTurn(): void {
    const next = this.turns.at(-1)?.waiting.shift();
    if (next) next();
    else this.turns.pop();
  }
}

/**
 * Ends an evaluation whose functions are nested in each other too deeply, as the service does. Only expressions with functions that may come to call
 * themselves are watched, for everybody else would pay for it. The package evaluates the parts of constructors side by side; here they take turns, so
 * that those calls that are open at the same time are nested in each other.
 */
export function limitCalls(expression: Hookable, root: JsonataNode, callbacks: readonly FunctionDefinition[]): void {
  if (!mayRecurse(root)) return;
  const nodes = below(root);
  const nested = new Set([...nodes.filter(isFunction).map(({ body }) => body!), ...nodes.flatMap(argumentsOfTailCall)]);
  const parts = new Set(nodes.flatMap(partsSideBySide));
  expression.assign(ENTRY as unknown as string, (node: JsonataNode, _input: unknown, frame: Frame) => {
    const calls = openCalls(frame);
    if (nested.has(node)) calls.own.begin();
    return parts.has(node) ? calls.takeTurn() : undefined;
  });
  expression.assign(EXIT as unknown as string, (node: JsonataNode, _input: unknown, frame: Frame) => {
    const calls = openCalls(frame);
    if (parts.has(node)) calls.giveTurn();
    if (nested.has(node)) calls.own.end();
  });
  for (const [at, name] of CALLBACK_FUNCTION_NAMES.entries()) expression.assign(name, counted(callbacks[at]!));
}

/** Functions of the library that call the function they are given for each item. */
export const CALLBACK_FUNCTION_NAMES = ['map', 'filter', 'each', 'sift', 'single', 'reduce'] as const;

const ENTRY = Symbol.for('jsonata.__evaluate_entry');
const EXIT = Symbol.for('jsonata.__evaluate_exit');

function openCalls(frame: Frame): OpenCalls {
  return frame.lookup(OPEN_CALLS) as OpenCalls;
}

function counted(definition: FunctionDefinition): FunctionDefinition {
  const original = definition.implementation;
  const implementation = async function (this: unknown, ...values: unknown[]): Promise<unknown> {
    const { callbacks } = openCalls((this as { environment: Frame }).environment);
    callbacks.begin();
    const result = await original.apply(this, values);
    callbacks.end();
    return result;
  };
  return likeOriginal(definition, implementation);
}

/** A function has ended before the arguments of its call in tail position are evaluated, so that these stand for it. */
function argumentsOfTailCall({ thunk, body }: JsonataNode): readonly JsonataNode[] {
  return thunk === true ? (body?.arguments ?? []) : [];
}

/** The parts of a node that the package evaluates at the same time: items of arrays, members of objects and groups. */
function partsSideBySide(node: JsonataNode): JsonataNode[] {
  const members = (node.group?.lhs ?? (node.type === 'unary' && node.value === '{' ? node.lhs : undefined)) as
    | readonly (readonly [JsonataNode, JsonataNode])[]
    | undefined;
  const items = node.type === 'unary' && node.value === '[' ? node.expressions : undefined;
  return [...(items ?? []), ...(members ?? []).map(([, value]) => value)];
}
