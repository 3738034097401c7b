import { describe, expect, it } from 'vitest';
import { runExecution } from '../../runtime/src/index.ts';

const LOOP = JSON.stringify({
  StartAt: 'Again',
  States: {
    Again: { Type: 'Choice', Choices: [{ Variable: '$.stop', BooleanEquals: true, Next: 'Done' }], Default: 'Turn' },
    Turn: { Type: 'Pass', Next: 'Again' },
    Done: { Type: 'Succeed' },
  },
});
const input = { stop: false };

describe('an endless loop', () => {
  it('ends at the 25,000th event of a Standard history', async () => {
    const { status, error, cause, events } = await runExecution({ definition: LOOP, input });
    expect({ status, error, cause }).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: 'The execution reached the maximum number of history events (25000).',
    });
    expect(events).toHaveLength(25_000);
    expect(events.at(-1)).toMatchObject({ id: 25_000, previousEventId: 24_999, type: 'ExecutionFailed' });
  });

  it('times out in an Express machine', async () => {
    const { status } = await runExecution({ definition: LOOP, input, type: 'EXPRESS' });
    expect(status).toBe('TIMED_OUT');
  });

  it('can be stopped from outside when the quotas are off', async () => {
    const stop = new AbortController();
    const running = runExecution({ definition: LOOP, input, limits: false, signal: stop.signal });
    setImmediate(() => stop.abort('enough'));
    const { status, cause, events } = await running;
    expect({ status, cause }).toEqual({ status: 'ABORTED', cause: 'enough' });
    expect(events.at(-1)).toMatchObject({ type: 'ExecutionAborted', previousEventId: 0 });
  });
});

describe('the payload quota', () => {
  const definition = JSON.stringify({
    StartAt: 'Grow',
    States: { Grow: { Type: 'Pass', Parameters: { 'a.$': '$', 'b.$': '$' }, End: true } },
  });

  it('counts bytes of UTF-8, and names the state', async () => {
    const { error, cause } = await runExecution({ definition, input: 'é'.repeat(70_000) });
    expect(error).toBe('States.DataLimitExceeded');
    expect(cause).toBe(
      "The state/task 'Grow' returned a result with a size exceeding the maximum number of bytes service limit.",
    );
  });

  it('is exact for values of any make: few long texts, many short ones, escapes, numbers', async () => {
    const sizes = [
      [{ long: 'e'.repeat(262_133) }, { long: 'e'.repeat(262_134) }],
      [Array.from({ length: 131_071 }, () => 1), Array.from({ length: 131_072 }, () => 1)],
      ['"'.repeat(131_071), `${'"'.repeat(131_071)}e`],
      [
        { k: '\u0001'.repeat(43_688), n: 1 },
        { k: '\u0001'.repeat(43_688), n: 12345678 },
      ],
    ] as const;
    const pass = JSON.stringify({ StartAt: 'P', States: { P: { Type: 'Pass', End: true } } });
    for (const [fits, exceeds] of sizes) {
      expect(new TextEncoder().encode(JSON.stringify(fits)).length).toBeLessThanOrEqual(262_144);
      expect(new TextEncoder().encode(JSON.stringify(exceeds)).length).toBeGreaterThan(262_144);
      expect((await runExecution({ definition: pass, input: fits as never })).status).toBe('SUCCEEDED');
      expect((await runExecution({ definition: pass, input: exceeds as never })).error).toBe(
        'States.DataLimitExceeded',
      );
    }
  });

  it('lets pass what fits, and everything when it is off', async () => {
    expect((await runExecution({ definition, input: 'e'.repeat(130_000) })).status).toBe('SUCCEEDED');
    expect((await runExecution({ definition, input: 'é'.repeat(70_000), limits: false })).status).toBe('SUCCEEDED');
  });

  it('is not put up with by States.ALL where a state as a whole exceeds it, only by its own name', async () => {
    const big = 'e'.repeat(140_000);
    const run = (error: string) =>
      runExecution({
        definition: JSON.stringify({
          StartAt: 'Both',
          States: {
            Both: {
              Type: 'Parallel',
              Branches: [
                { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } },
                { StartAt: 'B', States: { B: { Type: 'Pass', End: true } } },
              ],
              Catch: [{ ErrorEquals: [error], ResultPath: null, Next: 'Caught' }],
              End: true,
            },
            Caught: { Type: 'Pass', Result: 'caught', End: true },
          },
        }),
        input: big,
      });
    expect((await run('States.ALL')).error).toBe('States.DataLimitExceeded');
    expect((await run('States.DataLimitExceeded')).output).toBe('"caught"');
  });

  it('holds for what Parameters or Arguments make of the input, before anything is started', async () => {
    const states = (work: object) => ({
      StartAt: 'Grow',
      States: { Grow: { ...work, Parameters: { FunctionName: 'f', Payload: { 'a.$': '$', 'b.$': '$' } }, End: true } },
    });
    for (const work of [
      { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke' },
      { Type: 'Parallel', Branches: [{ StartAt: 'P', States: { P: { Type: 'Pass', Result: 1, End: true } } }] },
    ]) {
      const { error, events } = await runExecution({
        definition: JSON.stringify(states(work)),
        input: 'e'.repeat(140_000),
        mocks: { Grow: { '*': { Return: {} } } },
      });
      expect(error).toBe('States.DataLimitExceeded');
      expect(events.map(({ type }) => type)).not.toContain('TaskScheduled');
    }
  });

  it('bounds all variables of an execution to 10 MiB', async () => {
    const assign = (turns: number) =>
      runExecution({
        definition: JSON.stringify({
          QueryLanguage: 'JSONata',
          StartAt: 'Set0',
          States: Object.fromEntries(
            Array.from({ length: turns }, (_, turn) => [
              `Set${turn}`,
              {
                Type: 'Pass',
                Assign: { [`v${turn}`]: '{% $states.input %}' },
                ...(turn + 1 === turns ? { Output: 'done', End: true } : { Next: `Set${turn + 1}` }),
              },
            ]),
          ),
        }),
        input: 'e'.repeat(255_000),
      });
    expect((await assign(41)).output).toBe('"done"');
    expect((await assign(42)).error).toBe('States.DataLimitExceeded');
  });

  it('measures values that are nested deeper than a stack', async () => {
    let nested: unknown = 1;
    for (let depth = 0; depth < 50_000; depth++) nested = [nested];
    const pass = JSON.stringify({
      StartAt: 'P',
      States: { P: { Type: 'Pass', Parameters: { k: 1, 'all.$': '$' }, End: true } },
    });
    const { status, output } = await runExecution({ definition: pass, input: nested as never });
    expect(status).toBe('SUCCEEDED');
    expect(output).toBe(`{"k":1,"all":${'['.repeat(50_000)}1${']'.repeat(50_000)}}`);
  });
});

describe('an error and its cause', () => {
  it('are cut at what the service keeps', async () => {
    const definition = JSON.stringify({
      StartAt: 'Fails',
      States: { Fails: { Type: 'Fail', ErrorPath: '$.error', CausePath: '$.cause' } },
    });
    const { error, cause } = await runExecution({
      definition,
      input: { error: 'e'.repeat(300), cause: 'c'.repeat(40_000) },
    });
    expect([error, cause]).toEqual(['e'.repeat(256), 'c'.repeat(32_768)]);
  });
});
