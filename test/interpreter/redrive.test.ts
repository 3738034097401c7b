import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../runtime/src/asl/json.ts';
import { startedExecution } from '../support/startedExecution.ts';

const task = (name: string) => ({ Type: 'Task', Resource: `arn:aws:lambda:us-east-1:123456789012:function:${name}` });

/** Starts a machine whose function `broken` fails until it is mended. */
function start(definition: JsonObject, input: JsonObject | number[]) {
  const calls: string[] = [];
  const state = { broken: true };
  const execution = startedExecution(definition, input, {
    handlers: {
      fine: (value) => {
        calls.push(`fine ${JSON.stringify(value)}`);
        return value;
      },
      broken: (value) => {
        calls.push(`broken ${JSON.stringify(value)}`);
        if (state.broken && (typeof value !== 'number' || value > 1)) throw new Error('broken');
        return value;
      },
    },
  });
  return { execution, calls, mend: () => (state.broken = false) };
}

describe('a redriven execution', () => {
  it('goes on with the state that failed and does not enter it again', () => {
    const { execution, calls, mend } = start(
      { StartAt: 'A', States: { A: { ...task('fine'), Next: 'B' }, B: { ...task('broken'), End: true } } },
      { n: 1 },
    );
    expect(execution.status).toBe('FAILED');
    mend();
    expect(execution.redrive()).toBe(true);
    expect(execution.status).toBe('SUCCEEDED');
    expect(calls).toEqual(['fine {"n":1}', 'broken {"n":1}', 'broken {"n":1}']);
    const types = execution.recorder.events.map(({ type }) => type);
    expect(types.slice(types.indexOf('ExecutionFailed'))).toEqual([
      'ExecutionFailed',
      'ExecutionRedriven',
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    expect(execution.contextMembers.Execution.RedriveCount).toBe(1);
  });

  it('runs no finished branch or iteration again', () => {
    const { execution, calls, mend } = start(
      {
        StartAt: 'P',
        States: {
          P: {
            Type: 'Parallel',
            Branches: [
              { StartAt: 'Fine', States: { Fine: { ...task('fine'), End: true } } },
              {
                StartAt: 'Each',
                States: {
                  Each: {
                    Type: 'Map',
                    MaxConcurrency: 1,
                    ItemProcessor: { StartAt: 'T', States: { T: { ...task('broken'), End: true } } },
                    End: true,
                  },
                },
              },
            ],
            End: true,
          },
        },
      },
      [0, 1, 2, 3],
    );
    expect(execution.status).toBe('FAILED');
    calls.length = 0;
    mend();
    expect(execution.redrive()).toBe(true);
    expect(execution.status).toBe('SUCCEEDED');
    expect(execution.output).toEqual([
      [0, 1, 2, 3],
      [0, 1, 2, 3],
    ]);
    expect(calls).toEqual(['broken 2', 'broken 3']);
  });

  it('may fail again and be redriven again, but not when it has succeeded', () => {
    const { execution, mend } = start({ StartAt: 'B', States: { B: { ...task('broken'), End: true } } }, { n: 1 });
    expect(execution.redrive()).toBe(true);
    expect(execution.status).toBe('FAILED');
    mend();
    expect(execution.redrive()).toBe(true);
    expect(execution.status).toBe('SUCCEEDED');
    expect(execution.redrive()).toBe(false);
  });

  it('fails again where nothing has changed', () => {
    const { execution } = start(
      {
        StartAt: 'T',
        States: { T: { ...task('ask'), Resource: 'arn:aws:states:us-east-1:123456789012:activity:none', End: true } },
      },
      { n: 1 },
    );
    expect(execution.cause).toContain('does not exist');
    expect(execution.redrive()).toBe(true);
    expect(execution.recorder.events.at(-1)).toMatchObject({ type: 'ExecutionFailed' });
  });
});
