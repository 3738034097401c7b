import { describe, expect, it } from 'vitest';
import { compile, runExecution } from '../../runtime/src/index.ts';

/** Uses chance, time, tokens and concurrency. */
const BUSY = JSON.stringify({
  StartAt: 'Numbers',
  States: {
    Numbers: {
      Type: 'Pass',
      Parameters: {
        'id.$': 'States.UUID()',
        'n.$': 'States.MathRandom(1, 1000000)',
        'items.$': 'States.ArrayRange(1, 20, 1)',
      },
      Next: 'Each',
    },
    Each: {
      Type: 'Map',
      ItemsPath: '$.items',
      MaxConcurrency: 7,
      ItemProcessor: {
        StartAt: 'Ask',
        States: {
          Ask: {
            Type: 'Task',
            Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
            Parameters: { 'MessageBody.$': '$$.Task.Token', QueueUrl: 'q' },
            Retry: [{ ErrorEquals: ['States.ALL'], JitterStrategy: 'FULL', MaxAttempts: 5 }],
            Next: 'Rest',
          },
          Rest: { Type: 'Wait', Seconds: 3, End: true },
        },
      },
      End: true,
    },
  },
});
const mocks = {
  Ask: {
    '0-9': { Throw: { Error: 'Busy', Cause: 'later' }, DurationSeconds: 2 },
    '*': { Return: { ok: true }, DurationSeconds: 5 },
  },
};

describe('an execution', () => {
  it('leaves the same history, byte for byte, when it is run twice', async () => {
    const [first, second] = await Promise.all([
      runExecution({ definition: BUSY, mocks, seed: 'a' }),
      runExecution({ definition: BUSY, mocks, seed: 'a' }),
    ]);
    expect(first.status).toBe('SUCCEEDED');
    expect(JSON.stringify(second.events)).toBe(JSON.stringify(first.events));
  });

  it('draws other numbers from another seed', async () => {
    const first = await runExecution({ definition: BUSY, mocks, seed: 'a' });
    const second = await runExecution({ definition: BUSY, mocks, seed: 'b' });
    expect(JSON.stringify(second.events)).not.toBe(JSON.stringify(first.events));
  });

  it('runs a thousand times at once, each with its own input', async () => {
    const machine = compile(
      JSON.stringify({
        StartAt: 'Sleep',
        States: {
          Sleep: { Type: 'Wait', SecondsPath: '$.seconds', Next: 'Answer' },
          Answer: {
            Type: 'Task',
            Resource: 'arn:aws:lambda:us-east-1:123456789012:function:double',
            InputPath: '$.n',
            End: true,
          },
        },
      }),
    );
    const results = await Promise.all(
      Array.from({ length: 1000 }, (_, n) =>
        runExecution({
          machine,
          input: { n, seconds: 1000 - n },
          handlers: { double: async (value) => (value as number) * 2 },
        }),
      ),
    );
    expect(results.map(({ output }) => Number(output))).toEqual(Array.from({ length: 1000 }, (_, n) => n * 2));
  });

  it('waits a year on the virtual clock without waiting', async () => {
    const definition = JSON.stringify({
      StartAt: 'Wait',
      States: { Wait: { Type: 'Wait', Seconds: 31_536_000, End: true } },
    });
    const { status, events } = await runExecution({ definition });
    expect(status).toBe('SUCCEEDED');
    const [entered, exited] = [events[1]!, events[2]!];
    expect(exited.timestamp.getTime() - entered.timestamp.getTime()).toBe(31_536_000_000);
  });

  it('is run from a definition with comments, which AWS would refuse', async () => {
    const definition = '{"StartAt": "P", /* why */ "States": {"P": {"Type": "Pass", "End": true}}} // done';
    expect((await runExecution({ definition, input: 1 })).output).toBe('1');
  });

  it('gives a result that can be copied', async () => {
    const definition = JSON.stringify({ StartAt: 'P', States: { P: { Type: 'Pass', Result: { a: 1 }, End: true } } });
    const copy = { ...(await runExecution({ definition })) };
    expect(copy).toMatchObject({ status: 'SUCCEEDED', output: '{"a":1}' });
  });

  it('shares what it does not change and changes nothing it was given', async () => {
    const big = Object.freeze({ deep: Object.freeze({ list: Object.freeze([1, 2, 3]) }) });
    let seen: unknown;
    const definition = JSON.stringify({
      StartAt: 'Mark',
      States: {
        Mark: { Type: 'Pass', Result: 1, ResultPath: '$.mark', Next: 'Look' },
        Look: { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:look', End: true },
      },
    });
    const look = (value: unknown) => {
      seen = (value as { big: unknown }).big;
      return null;
    };
    const { status } = await runExecution({ definition, input: Object.freeze({ big }), handlers: { look } });
    expect(status).toBe('SUCCEEDED');
    expect(seen).toBe(big);
  });
});
