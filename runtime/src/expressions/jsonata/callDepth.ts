import { CALL_LIMIT } from './limits.ts';
import { children, type JsonataNode } from './syntax.ts';

/** The name under which an evaluation counts its calls. No expression can spell it. */
export const OPEN_CALLS = '\u0000openCalls';

/** What the `jsonata` package tells of every node that it evaluates; an evaluation that fails is not told the end of. */
interface Hookable {
  assign(name: string, value: unknown): void;
}

interface Frame {
  lookup(name: string): unknown;
}

/** Calls of one evaluation that have begun and not ended. */
export class OpenCalls {
  count = 0;
}

/**
 * Ends an evaluation whose functions are nested in each other too deeply, as the service does. Only expressions with functions that may come to call
 * themselves are watched, for everybody else would pay for it; and only where calls follow each other, because those that constructors evaluate side
 * by side cannot be told from nested ones.
 */
export function limitCalls(expression: Hookable, root: JsonataNode): void {
  const bodies = recursiveBodies(root);
  if (bodies.size === 0) return;
  expression.assign(ENTRY as unknown as string, (node: JsonataNode, _input: unknown, frame: Frame) => {
    if (!bodies.has(node)) return;
    const calls = frame.lookup(OPEN_CALLS) as OpenCalls;
    calls.count += 1;
    if (calls.count > CALL_LIMIT) throw { code: 'D1011' };
  });
  expression.assign(EXIT as unknown as string, (node: JsonataNode, _input: unknown, frame: Frame) => {
    if (bodies.has(node)) (frame.lookup(OPEN_CALLS) as OpenCalls).count -= 1;
  });
}

const ENTRY = Symbol.for('jsonata.__evaluate_entry');
const EXIT = Symbol.for('jsonata.__evaluate_exit');

/** Bodies of functions that may come to call themselves; none where calls may be evaluated side by side. */
function recursiveBodies(root: JsonataNode): ReadonlySet<JsonataNode> {
  const nodes = below(root);
  const functions = nodes.filter((node) => node.type === 'lambda' && node.thunk !== true);
  const isCalledByName = calledByName(nodes, functions);
  if (!functions.some(({ body }) => below(body!).some(isCalledByName))) return NONE;
  const sideBySide = nodes.some((node) => sideBySideParts(node).some((part) => below(part).some(isCalledByName)));
  return sideBySide ? NONE : new Set(functions.map(({ body }) => body!));
}

const NONE: ReadonlySet<JsonataNode> = new Set();

/** Says of a node whether it names a function of the expression, or calls what a function was given. */
function calledByName(nodes: readonly JsonataNode[], functions: readonly JsonataNode[]) {
  const given = new Set(functions.flatMap((lambda) => lambda.arguments?.map((argument) => argument.value) ?? []));
  const bound = new Set(
    nodes
      .filter((node) => node.type === 'bind' && (node.rhs as JsonataNode).type === 'lambda')
      .map((node) => (node.lhs as JsonataNode).value),
  );
  return (node: JsonataNode): boolean =>
    (node.type === 'variable' && bound.has(node.value)) ||
    (node.procedure?.type === 'variable' && given.has(node.procedure.value));
}

/** The parts of a node that the package evaluates at the same time: items of arrays, members of objects, groups. */
function sideBySideParts(node: JsonataNode): JsonataNode[] {
  const isConstructor = node.type === 'unary' && (node.value === '[' || node.value === '{');
  const items = node.value === '[' && node.expressions?.length === 1 ? [] : isConstructor ? children(node) : [];
  return [...items, ...((node.group?.lhs.flat() ?? []) as JsonataNode[])];
}

/** A node and everything below it. */
function below(root: JsonataNode): JsonataNode[] {
  const found = [root];
  for (let at = 0; at < found.length; at++) found.push(...children(found[at]!));
  return found;
}
