/** A run as a case of a test file. No editor. */
import type { Json } from '../runs/jsonDiff.ts';
import type { Run } from '../runs/run.ts';

export interface TestCase {
  name: string;
  input?: Json;
  inputFile?: string;
  mocks?: unknown;
  testCase?: string;
  seed?: number;
  expect: Record<string, unknown>;
}

/** Expectations are the end, its output or error, and the states in the order they were visited. */
export function caseOfRun(run: Run, name: string, configuration: Record<string, unknown>): TestCase {
  const first = run.visits.get(run.roots[0] ?? -1);
  const end = run.end!;
  const last = run.visits.get(run.roots.at(-1) ?? -1);
  const output = end.output ?? last?.output;
  const input = end.input ?? first?.input ?? (configuration.input as Json | undefined);
  return {
    name,
    ...(input === undefined ? {} : { input }),
    ...(run.mocks && Object.keys(run.mocks).length > 0 ? { mocks: run.mocks } : {}),
    expect: {
      status: end.status,
      ...(end.status === 'SUCCEEDED' && output !== undefined ? { output } : {}),
      ...(end.error === undefined ? {} : { error: end.error }),
      visited: run.roots.map((visit) => run.visits.get(visit)!.name),
    },
  };
}

/** Text of the test file with the case added; undefined when the text there is no test file. */
export function addCase(
  text: string | undefined,
  definition: string,
  added: TestCase,
  stateMachine?: string,
): string | undefined {
  if (text === undefined) return write({ definition, ...(stateMachine ? { stateMachine } : {}), cases: [added] });
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof file !== 'object' || file === null || !('cases' in file) || !Array.isArray(file.cases)) return undefined;
  const names = new Set(file.cases.map((existing: { name?: unknown }) => existing?.name));
  let name = added.name;
  for (let number = 2; names.has(name); number++) name = `${added.name} ${number}`;
  return write({ ...file, cases: [...file.cases, { ...added, name }] });
}

function write(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
