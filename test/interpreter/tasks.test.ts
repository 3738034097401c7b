import { describe, expect, it } from 'vitest';
import { runExecution, TaskTokens } from '../../runtime/src/index.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:work';
const machine = (task: object, more: object = {}) =>
  JSON.stringify({
    StartAt: 'Work',
    States: { Work: { Type: 'Task', Resource: FUNCTION, End: true, ...task }, ...more },
  });
const types = (events: readonly { type: string }[]) => events.map(({ type }) => type);
const secondsBetween = (events: readonly { type: string; timestamp: Date }[], type: string) => {
  const times = events.filter((event) => event.type === type).map(({ timestamp }) => timestamp.getTime() / 1000);
  return times.slice(1).map((time, index) => time - times[index]!);
};

describe('a task that nothing answers', () => {
  it('ends the execution and says which state, which resource and what helps', async () => {
    const { status, error, cause } = await runExecution({ definition: machine({}) });
    expect(status).toBe('FAILED');
    expect(error).toBe('States.Runtime');
    expect(cause).toContain("'Work'");
    expect(cause).toContain(FUNCTION);
    expect(cause).toMatch(/mock.*handler.*AWS/);
  });

  it('says which step a list of mocked responses lacks', async () => {
    const { cause } = await runExecution({
      definition: machine(
        { Next: 'More', End: undefined },
        {
          More: { Type: 'Choice', Choices: [{ Variable: '$', NumericEquals: 0, Next: 'End' }], Default: 'Work' },
          End: { Type: 'Succeed' },
        },
      ),
      mocks: { Work: { '0-1': { Return: 1 } } },
    });
    expect(cause).toContain('"2"');
  });
});

describe('retries', () => {
  const failing = { Work: { '*': { Throw: { Error: 'E', Cause: 'c' } } } };

  it('wait IntervalSeconds times BackoffRate to the power of the retries before, at most MaxDelaySeconds', async () => {
    const retry = { ErrorEquals: ['E'], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 4, MaxDelaySeconds: 20 };
    const { events } = await runExecution({ definition: machine({ Retry: [retry] }), mocks: failing });
    expect(secondsBetween(events, 'LambdaFunctionScheduled')).toEqual([2, 6, 18, 20]);
  });

  it('with full jitter wait between nothing and that', async () => {
    const retry = { ErrorEquals: ['E'], IntervalSeconds: 10, BackoffRate: 1, MaxAttempts: 20, JitterStrategy: 'FULL' };
    const { events } = await runExecution({ definition: machine({ Retry: [retry] }), mocks: failing });
    const waits = secondsBetween(events, 'LambdaFunctionScheduled');
    expect(waits).toHaveLength(20);
    expect(waits.every((wait) => wait >= 0 && wait <= 10)).toBe(true);
    expect(new Set(waits).size).toBeGreaterThan(10);
  });

  it('count per retrier; an exhausted one hands over to Catch', async () => {
    const errors = ['A', 'B', 'C', 'B'];
    const { events, output } = await runExecution({
      definition: machine(
        {
          Retry: [{ ErrorEquals: ['A', 'B'], MaxAttempts: 2 }, { ErrorEquals: ['C'] }],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
        },
        { Caught: { Type: 'Pass', End: true } },
      ),
      mocks: {
        Work: Object.fromEntries(errors.map((Error_, n) => [String(n), { Throw: { Error: Error_, Cause: '' } }])),
      },
    });
    expect(types(events).filter((type) => type === 'LambdaFunctionFailed')).toHaveLength(4);
    expect(JSON.parse(output!)).toEqual({ Error: 'B', Cause: '' });
  });
});

describe('time-outs on the virtual clock', () => {
  it('end a task that takes longer than TimeoutSeconds', async () => {
    const { status, error, events } = await runExecution({
      definition: machine({ TimeoutSeconds: 10 }),
      mocks: { Work: { '0': { Return: 1, DurationSeconds: 11 } } },
    });
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'States.Timeout' });
    expect(types(events)).toContain('LambdaFunctionTimedOut');
    expect(events.at(-1)!.timestamp.getTime() - events[0]!.timestamp.getTime()).toBe(10_000);
  });

  it('are not States.TaskFailed, and a missed heartbeat answers to its own name', async () => {
    const token = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';
    const caught = (name: string) => ({ ErrorEquals: [name], Next: name === 'States.TaskFailed' ? 'Wrong' : 'Right' });
    const { output } = await runExecution({
      definition: machine(
        {
          Resource: token,
          Parameters: { QueueUrl: 'q', 'MessageBody.$': '$$.Task.Token' },
          HeartbeatSeconds: 5,
          Catch: [caught('States.TaskFailed'), caught('States.HeartbeatTimeout')],
        },
        { Wrong: { Type: 'Pass', Result: 'wrong', End: true }, Right: { Type: 'Pass', Result: 'right', End: true } },
      ),
      mocks: { Work: { '0': { Submitted: {}, TimesOut: true } } },
    });
    expect(output).toBe('"right"');
  });

  it('of the machine end the execution as TIMED_OUT, with no error to see', async () => {
    const { status, error, cause, events } = await runExecution({
      definition: JSON.stringify({
        StartAt: 'W',
        TimeoutSeconds: 5,
        States: { W: { Type: 'Wait', Seconds: 6, End: true } },
      }),
    });
    expect({ status, error, cause }).toEqual({ status: 'TIMED_OUT', error: undefined, cause: undefined });
    expect(events.at(-1)!.type).toBe('ExecutionTimedOut');
  });
});

describe('handlers', () => {
  it('may answer later, and their throw is the error of the task', async () => {
    class Declined extends Error {
      override readonly name = 'Declined';
    }
    const { error, cause } = await runExecution({
      definition: machine({}),
      handlers: { work: async () => Promise.reject(new Declined('no money')) },
    });
    expect(error).toBe('Declined');
    expect(JSON.parse(cause!)).toMatchObject({ errorType: 'Declined', errorMessage: 'no money' });
  });

  it('of lambda:invoke get the payload and answer like the API', async () => {
    const { output } = await runExecution({
      definition: machine({
        Resource: 'arn:aws:states:::lambda:invoke',
        Parameters: { FunctionName: `${FUNCTION}:live`, Payload: '{"n": 4}' },
      }),
      handlers: { work: (payload) => (payload as { n: number }).n + 1 },
    });
    expect(JSON.parse(output!)).toMatchObject({ Payload: 5, StatusCode: 200, ExecutedVersion: '$LATEST' });
  });

  it('are told to stop when a sibling branch has failed', async () => {
    let stopped = false;
    const definition = JSON.stringify({
      StartAt: 'Both',
      States: {
        Both: {
          Type: 'Parallel',
          Branches: [
            { StartAt: 'Slow', States: { Slow: { Type: 'Task', Resource: FUNCTION, End: true } } },
            { StartAt: 'Bad', States: { Bad: { Type: 'Fail', Error: 'Bad' } } },
          ],
          Catch: [{ ErrorEquals: ['Bad'], Next: 'After' }],
          End: true,
        },
        After: { Type: 'Wait', Seconds: 60, End: true },
      },
    });
    const { status, events } = await runExecution({
      definition,
      handlers: {
        work: (_payload, { signal }) =>
          new Promise(() => {
            signal.addEventListener('abort', () => {
              stopped = true;
            });
          }),
      },
    });
    expect(status).toBe('SUCCEEDED');
    expect(stopped).toBe(true);
    expect(types(events)).toContain('TaskStateAborted');
  });
});

describe('a task token', () => {
  const definition = JSON.stringify({
    StartAt: 'Ask',
    States: {
      Ask: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        Parameters: { FunctionName: 'ask', 'Payload.$': '$$.Task.Token' },
        Retry: [{ ErrorEquals: ['Again'], IntervalSeconds: 1 }],
        End: true,
      },
    },
  });

  it('is fresh for every attempt and answered through the registry', async () => {
    const tokens = new TaskTokens();
    const seen: string[] = [];
    const { output, events } = await runExecution({
      definition,
      tokens,
      handlers: {
        ask: (_payload, { taskToken }) => {
          seen.push(taskToken!);
          const first = seen.length === 1;
          queueMicrotask(() =>
            first ? tokens.fail(taskToken!, 'Again', 'once more') : tokens.succeed(taskToken!, { yes: true }),
          );
          return {};
        },
      },
    });
    expect(output).toBe('{"yes":true}');
    expect(new Set(seen).size).toBe(2);
    expect(types(events).filter((type) => type === 'TaskSubmitted')).toHaveLength(2);
    expect(tokens.succeed(seen[0]!, 1)).toBe('TaskTimedOut');
    expect(tokens.heartbeat('unknown')).toBe('TaskDoesNotExist');
  });
});
