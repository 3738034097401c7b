import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../runtime/src/asl/json.ts';
import { COUNTS, mapState, only, start, startMachine, task } from '../support/distributedMap.ts';

describe('a running Map Run', () => {
  it('shows its settings and counts', () => {
    const started = start(
      { MaxConcurrency: 2, ToleratedFailureCount: 3, ToleratedFailurePercentage: 75.5 },
      [1, 2, 3, 4],
      { broken: [1], slow: [2, 3] },
    );
    const run = only(started);
    expect(run.arn).toMatch(/^arn:aws:states:us-east-1:123456789012:mapRun:M\/Kids:[0-9a-f-]{36}$/);
    expect(run).toMatchObject({ status: 'RUNNING', startTime: 0, stopTime: undefined, redriveCount: 0 });
    expect(run.settings).toEqual({ maxConcurrency: 2, toleratedFailureCount: 3, toleratedFailurePercentage: 75.5 });
    const counts = { ...COUNTS, total: 4, failed: 1, running: 2, pending: 1 };
    expect(run.itemCounts).toEqual(counts);
    expect(run.executionCounts).toEqual(counts);
    started.execution.stop();
    expect(run.status).toBe('ABORTED');
  });

  it('starts more children as soon as its concurrency is raised, and all of them without limit', () => {
    const started = start({ MaxConcurrency: 1 }, [1, 2, 3, 4, 5], { slow: [1, 2, 3, 4, 5] });
    const run = only(started);
    expect(run.executionCounts).toMatchObject({ running: 1, pending: 4 });
    expect(run.update({ maxConcurrency: 3 })).toBe(true);
    expect(run.executionCounts).toMatchObject({ running: 3, pending: 2 });
    expect(run.update({ maxConcurrency: 1 })).toBe(true);
    expect(run.executionCounts).toMatchObject({ running: 3, pending: 2 });
    expect(run.update({ maxConcurrency: 0 })).toBe(true);
    expect(run.executionCounts).toMatchObject({ running: 5, pending: 0 });
    expect(run.settings).toEqual({ maxConcurrency: 0, toleratedFailureCount: 0, toleratedFailurePercentage: 0 });
    started.execution.stop();
    expect(run.update({ maxConcurrency: 9 })).toBe(false);
    expect(run.settings.maxConcurrency).toBe(0);
  });

  it('puts up with more failures once it is told to', () => {
    const started = start({ MaxConcurrency: 1, ToleratedFailureCount: 1 }, [1, 2, 3], { broken: [1], slow: [2] });
    const run = only(started);
    expect(run.status).toBe('RUNNING');
    run.update({ toleratedFailureCount: 0 });
    expect(run.status).toBe('FAILED');
    expect(started.execution.error).toBe('States.ExceedToleratedFailureThreshold');
  });

  it('ends aborted when a sibling of its Parallel fails, and goes on when that is redriven', () => {
    // The other branch takes its time, for an answer that never comes stops the clock.
    const turns = Object.fromEntries(
      Array.from({ length: 9 }, (_, turn) => [
        `Turn ${turn}`,
        { Type: 'Pass', Next: turn < 8 ? `Turn ${turn + 1}` : 'Second of all' },
      ]),
    );
    const both: JsonObject = {
      StartAt: 'Both',
      States: {
        Both: {
          Type: 'Parallel',
          Branches: [
            { StartAt: 'Each', States: { Each: mapState({ ItemsPath: '$.items' }, 'STANDARD') } },
            { StartAt: 'Turn 0', States: { ...turns, 'Second of all': task('f') } },
          ],
          End: true,
        },
      },
    };
    const started = startMachine(both, { items: [1, 2, 3] }, { slow: [2], broken: ['all'] });
    const { execution } = started;
    expect(execution.status).toBe('FAILED');
    const run = only(started);
    expect(run).toMatchObject({ status: 'ABORTED', stopTime: 0, executionCounts: { succeeded: 2, aborted: 1 } });
    const types = execution.recorder.events.map((event) => event.type);
    expect(types.slice(types.indexOf('MapRunAborted'))).toEqual([
      'MapRunAborted',
      'MapStateAborted',
      'ParallelStateFailed',
      'ExecutionFailed',
    ]);
    started.slow.clear();
    started.broken.clear();
    started.calls.length = 0;
    execution.redrive();
    expect(started.calls.toSorted()).toEqual(['Second 2', 'Second of all all']);
    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: [[1, 2, 3], { items: [1, 2, 3] }] });
    expect(run).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
  });
});
