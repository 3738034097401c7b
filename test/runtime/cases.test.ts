import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type RunOptions, type RunResult, runExecution } from '../../runtime/src/index.ts';

/** See test/cases/README.md. */
interface Case extends Pick<RunOptions, 'input' | 'type' | 'mocks' | 'files'> {
  readonly name: string;
  readonly definition: object;
  readonly expect: {
    readonly status?: string;
    readonly output?: unknown;
    readonly error?: string;
    readonly cause?: string;
    readonly events?: readonly string[];
    readonly types?: readonly string[];
    readonly entered?: Readonly<Record<string, readonly number[]>>;
    readonly seconds?: number;
  };
}

const folder = path.resolve(import.meta.dirname, '../cases');

/** How each expectation is read from a result. */
const actual: {
  readonly [K in keyof Required<Case['expect']>]: (result: RunResult, expected: Case['expect']) => unknown;
} = {
  status: ({ status }) => status,
  output: ({ output }) => (output === undefined ? undefined : JSON.parse(output)),
  error: ({ error }) => error,
  cause: ({ cause }) => cause,
  events: ({ events }) => events.map(({ id, previousEventId, type }) => `${id}<${previousEventId} ${type}`),
  types: ({ events }) => events.map(({ type }) => type),
  entered: (result, { entered = {} }) =>
    Object.fromEntries(Object.keys(entered).map((name) => [name, secondsEntered(result, name)])),
  seconds: ({ events }) => secondsBetween(events[0]!, events.at(-1)!),
};

for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const cases = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Case[];
  describe(file.replace('.json', ''), () => {
    test.each(cases)('$name', async ({ definition, expect: expected, input, type, mocks, files }) => {
      const result = await runExecution({ definition: JSON.stringify(definition), input, type, mocks, files });
      const keys = Object.keys(expected) as (keyof Case['expect'])[];
      expect(keys.length).toBeGreaterThan(0);
      expect(Object.fromEntries(keys.map((key) => [key, actual[key](result, expected)]))).toEqual(expected);
    });
  });
}

function secondsEntered({ events }: RunResult, name: string): number[] {
  return events
    .filter((event) => (event.stateEnteredEventDetails as { name?: string } | undefined)?.name === name)
    .map((event) => secondsBetween(events[0]!, event));
}

function secondsBetween(first: { timestamp: Date }, second: { timestamp: Date }): number {
  return (second.timestamp.getTime() - first.timestamp.getTime()) / 1000;
}
