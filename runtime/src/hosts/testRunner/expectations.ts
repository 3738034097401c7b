import type { Json } from '../../asl/json.ts';
import type { HistoryEvent } from '../../history/api.ts';
import type { SourceNode } from '../../source/document.ts';
import type { ExecutionTree } from '../executionTree/executionTree.ts';
import { type ConditionData, differences } from './partialMatch.ts';
import type { TestFailure } from './testEvents.ts';
import type { Expectations, TestCase, TestFile, VisitedParts } from './testFile.ts';

/** How an execution ended, with its history as a tree. */
export interface Outcome {
  readonly status: string;
  /** JSON text. */
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly events: readonly HistoryEvent[];
  readonly tree: ExecutionTree;
}

/** Every expectation of the case that the outcome does not meet. */
export async function failuresOf(testFile: TestFile, testCase: TestCase, outcome: Outcome): Promise<TestFailure[]> {
  const checker = new Checker(testFile, testCase, outcome);
  for (const check of CHECKS) await check(checker, testCase.expect);
  return checker.failures;
}

type Check = (checker: Checker, expect: Expectations) => void | Promise<void>;

/** One check for each key of `expect`; a status nobody asked about is checked with the error. */
const CHECKS: readonly Check[] = [
  (checker, { status }) => {
    const { outcome } = checker;
    if (status === undefined || status === outcome.status) return;
    const reason = [outcome.error, outcome.cause].filter(Boolean).join(': ');
    checker.fail(
      ['status'],
      `The execution ended ${outcome.status} instead of ${status}${reason ? ` (${reason})` : ''}.`,
      {
        expected: status,
        actual: outcome.status,
        state: checker.lastState,
      },
    );
  },
  async (checker, { output }) => {
    if (output !== undefined) await checker.match(['output'], output, checker.output);
  },
  async (checker, { error }) => {
    if (error !== undefined) await checker.match(['error'], error, checker.outcome.error);
  },
  async (checker, { cause }) => {
    if (cause !== undefined) await checker.match(['cause'], cause, checker.outcome.cause);
  },
  (checker, { visited }) => {
    if (visited === undefined) return;
    if (isList(visited)) checkWholePath(checker, visited);
    else checkParts(checker, visited);
  },
  (checker, { retries }) => {
    for (const [state, expected] of Object.entries(retries ?? {})) {
      const visits = checker.outcome.tree.visits.filter((visit) => visit.name === state);
      const actual = visits.reduce((sum, visit) => sum + Math.max(0, visit.attempts.length - 1), 0);
      if (actual !== expected)
        checker.fail(['retries', state], `"${state}" was retried ${times(actual)} instead of ${times(expected)}.`, {
          expected,
          actual,
          state,
        });
    }
  },
  (checker, { events }) => {
    for (const [type, expected] of Object.entries(events ?? {})) {
      const actual = checker.outcome.events.filter((event) => event.type === type).length;
      if (actual !== expected)
        checker.fail(['events', type], `The history has ${actual} ${type} events instead of ${expected}.`, {
          expected,
          actual,
        });
    }
  },
  async (checker, { variables }) => {
    for (const [name, expected] of Object.entries(variables ?? {}))
      await checker.match(['variables', name], expected, checker.variables[name]);
  },
  (checker, { duration }) => {
    const { tree } = checker.outcome;
    const actual = (tree.endedAt - tree.startedAt) / 1000;
    if (duration !== undefined && actual !== duration)
      checker.fail(['duration'], `The execution took ${actual} s instead of ${duration} s.`, {
        expected: duration,
        actual,
      });
  },
];

function checkWholePath(checker: Checker, expected: readonly string[]): void {
  const actual = checker.visitedNames;
  const at = expected.findIndex((name, i) => actual[i] !== name);
  const first = at < 0 ? expected.length : at;
  if (at < 0 && expected.length === actual.length) return;
  const before = first === 0 ? 'first' : `after "${expected[first - 1]}"`;
  const message = `Expected ${first < expected.length ? `"${expected[first]}"` : 'no more states'} ${before}, got ${first < actual.length ? `"${actual[first]}"` : 'the end'}.`;
  checker.fail(at < 0 ? ['visited'] : ['visited', at], message, {
    expected: [...expected],
    actual,
    state: actual[first],
  });
}

function checkParts(checker: Checker, visited: VisitedParts): void {
  const names = checker.visitedNames;
  const fail = (part: keyof VisitedParts, index: number, name: string, problem: string) =>
    checker.fail(['visited', part, index], `"${name}" ${problem}. Visited: ${pathText(names)}.`, { state: name });
  for (const [i, name] of (visited.includes ?? []).entries()) {
    if (!names.includes(name)) fail('includes', i, name, 'was never entered');
  }
  for (const [i, name] of (visited.excludes ?? []).entries()) {
    if (names.includes(name)) fail('excludes', i, name, 'was entered');
  }
  let from = 0;
  for (const [i, name] of (visited.inOrder ?? []).entries()) {
    const found = names.indexOf(name, from);
    if (found < 0) {
      fail('inOrder', i, name, i === 0 ? 'was never entered' : `was not entered after "${visited.inOrder![i - 1]}"`);
      return;
    }
    from = found + 1;
  }
}

/** Names of states joined by arrows; the middle of a long path is left out. */
function pathText(names: readonly string[]): string {
  const shown = names.length > 20 ? [...names.slice(0, 10), '…', ...names.slice(-10)] : names;
  return shown.join(' → ') || 'nothing';
}

class Checker {
  readonly failures: TestFailure[] = [];
  readonly #testFile: TestFile;
  readonly #testCase: TestCase;

  constructor(
    testFile: TestFile,
    testCase: TestCase,
    readonly outcome: Outcome,
  ) {
    this.#testFile = testFile;
    this.#testCase = testCase;
  }

  get output(): Json | undefined {
    return this.outcome.output === undefined ? undefined : (JSON.parse(this.outcome.output) as Json);
  }

  get visitedNames(): string[] {
    return this.outcome.tree.visits.map((visit) => visit.name);
  }

  get lastState(): string | undefined {
    return this.outcome.tree.visits.at(-1)?.name;
  }

  /** The last value that was assigned to each variable. */
  get variables(): Record<string, Json> {
    const values: Record<string, Json> = {};
    for (const visit of this.outcome.tree.visits) {
      for (const [name, text] of Object.entries(visit.assigned ?? {})) values[name] = JSON.parse(text) as Json;
    }
    return values;
  }

  async match(path: readonly string[], expected: Json, actual: Json | undefined): Promise<void> {
    const data: ConditionData = { input: this.#testCase.input, variables: this.variables };
    for (const difference of await differences(expected, actual, data)) {
      const whole = [...path, ...difference.path];
      this.fail(whole, `${whole.join('.')} ${difference.message}.`, difference);
    }
  }

  fail(
    path: readonly (string | number)[],
    message: string,
    values: { expected?: Json; actual?: Json; state?: string },
  ): void {
    const { document, file } = this.#testFile;
    const { line, character } = document.lines.positionAt(deepestNode(this.#testCase.expectNode, path).start);
    this.failures.push({
      message,
      expected: pretty(values.expected),
      actual: pretty(values.actual),
      state: values.state,
      file,
      line: line + 1,
      column: character + 1,
    });
  }
}

/** The node at the path, or the nearest one around it that is written. */
function deepestNode(root: SourceNode, path: readonly (string | number)[]): SourceNode {
  let node = root;
  for (const step of path) {
    const next = typeof step === 'number' ? node.items?.[step] : node.get(step);
    if (!next) break;
    node = next;
  }
  return node;
}

function isList(visited: readonly string[] | VisitedParts): visited is readonly string[] {
  return Array.isArray(visited);
}

function pretty(value: Json | undefined): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value, null, 2);
}

function times(number: number): string {
  return number === 1 ? 'once' : `${number} times`;
}
