import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../runtime/src/asl/json.ts';
import type { MapRun } from '../../runtime/src/interpreter/mapRun.ts';
import { COUNTS, only, type Started, start, typesAfter } from '../support/distributedMap.ts';

describe('a redriven Map Run', () => {
  it('keeps the children that succeeded and lets failed Standard children go on with the state that failed', () => {
    const started = start({ ToleratedFailureCount: 1 }, [1, 2, 3, 4], { broken: [2, 4] });
    const { execution, calls, broken } = started;
    expect(execution.error).toBe('States.ExceedToleratedFailureThreshold');
    const failed = only(started).children.map((child) => child.executionArn);
    calls.length = 0;
    broken.clear();
    expect(execution.redrive()).toBe(true);
    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: [1, 2, 3, 4] });
    expect(calls).toEqual(['Second 2', 'Second 4']);
    expect(only(started).children.map((child) => child.executionArn)).toEqual(failed);
    expect(only(started).children.map((child) => child.redriveCount)).toEqual([0, 1, 0, 1]);
    expect(typesAfter(started, 'ExecutionRedriven')).toEqual([
      'ExecutionRedriven',
      'MapRunRedriven',
      'MapRunSucceeded',
      'MapStateSucceeded',
      'MapStateExited',
      'ExecutionSucceeded',
    ]);
    const redriven = execution.recorder.events.find((event) => event.type === 'MapRunRedriven');
    expect(redriven?.details).toEqual({ mapRunArn: only(started).arn, redriveCount: 1 });
    const childTypes = only(started).children[1]!.recorder.events.map((event) => event.type);
    expect(childTypes.slice(childTypes.indexOf('ExecutionFailed'))).toEqual([
      'ExecutionFailed',
      'ExecutionRedriven',
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
  });

  it('starts Express children anew, under the same name', () => {
    const started = start({}, [1, 2], { type: 'EXPRESS', broken: [2] });
    const before = only(started).children.map((child) => child.executionArn);
    started.calls.length = 0;
    started.broken.clear();
    started.execution.redrive();
    expect(started.execution).toMatchObject({ status: 'SUCCEEDED', output: [1, 2] });
    expect(started.calls).toEqual(['First 2', 'Second 2']);
    const after = only(started).children.map((child) => child.executionArn);
    expect(after[0]).toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
    expect(after[1]!.split(':')[7]).toBe(before[1]!.split(':')[7]);
  });

  it('starts children that were pending, and lets aborted ones go on', () => {
    const started = start({ MaxConcurrency: 2 }, [1, 2, 3, 4], { broken: [1], slow: [2] });
    expect(only(started)).toMatchObject({ status: 'FAILED', executionCounts: { failed: 1, aborted: 1, pending: 2 } });
    started.calls.length = 0;
    started.broken.clear();
    started.slow.clear();
    started.execution.redrive();
    expect(started.execution).toMatchObject({ status: 'SUCCEEDED', output: [1, 2, 3, 4] });
    expect(started.calls).toEqual(['Second 1', 'Second 2', ...['First 3', 'First 4', 'Second 3', 'Second 4']]);
  });

  it('goes on after StopExecution of the execution around it', () => {
    const started = start({}, [1, 2], { slow: [2] });
    started.execution.stop();
    expect(only(started)).toMatchObject({ status: 'ABORTED', stopTime: 0 });
    started.slow.clear();
    started.calls.length = 0;
    started.execution.redrive();
    expect(started.execution).toMatchObject({ status: 'SUCCEEDED', output: [1, 2] });
    expect(only(started)).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1, redriveTime: 0 });
    expect(started.calls).toEqual(['Second 2']);
  });

  it('counts failures anew and may fail and be redriven again', () => {
    const started = start({ ToleratedFailureCount: 1 }, [1, 2, 3], { broken: [1, 2] });
    expect(started.execution.status).toBe('FAILED');
    started.execution.redrive();
    expect(started.execution.error).toBe('States.ExceedToleratedFailureThreshold');
    expect(only(started)).toMatchObject({ status: 'FAILED', redriveCount: 1 });
    started.broken.delete(2);
    started.execution.redrive();
    expect(started.execution.status).toBe('SUCCEEDED');
    expect(only(started)).toMatchObject({ status: 'SUCCEEDED', redriveCount: 2 });
    expect(only(started).executionCounts).toEqual({ ...COUNTS, total: 3, succeeded: 2, failed: 1 });
  });

  it('shows what waits to be redriven', () => {
    const started = start(
      { MaxConcurrency: 1, ToleratedFailureCount: 2, ItemBatcher: { MaxItemsPerBatch: 2 } },
      [1, 2, 3, 4, 5, 6],
      {
        broken: ['1+2', '3+4'],
      },
    );
    expect(only(started)).toMatchObject({
      executionCounts: { failed: 2, pending: 1, total: 3 },
      itemCounts: { failed: 4, pending: 2, total: 6 },
    });
    started.slow.add('1+2');
    started.execution.redrive();
    expect(only(started)).toMatchObject({
      status: 'RUNNING',
      executionCounts: { ...COUNTS, running: 1, pendingRedrive: 1, pending: 1, total: 3 },
      itemCounts: { ...COUNTS, running: 2, pendingRedrive: 2, pending: 2, total: 6 },
    });
    started.execution.stop();
  });

  it('reads its items again when the reader had failed, as the same Map Run', () => {
    const started = start(
      { ItemReader: { Resource: 'arn:aws:states:::s3:getObject', Parameters: { Bucket: 'b', Key: 'k' } } },
      {},
    );
    expect(started.execution.error).toBe('States.ItemReaderFailed');
    started.files['s3://b/k'] = '[1,2]';
    started.execution.redrive();
    expect(started.execution).toMatchObject({ status: 'SUCCEEDED', output: [1, 2] });
    expect(only(started).redriveCount).toBe(1);
  });

  it('runs no child again when all had succeeded', () => {
    const started = start({ OutputPath: '$.missing' }, [1, 2]);
    expect(started.execution.error).toBe('States.Runtime');
    started.calls.length = 0;
    started.execution.redrive();
    expect(started.execution.error).toBe('States.Runtime');
    expect(started.calls).toEqual([]);
  });

  it('is another one for every attempt of a Retry', () => {
    const started = start({ Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }] }, [1, 2], { broken: [2] });
    const { execution } = started;
    expect(execution.mapRuns.map((run) => run.status)).toEqual(['FAILED', 'FAILED']);
    expect(new Set(execution.mapRuns.map((run) => run.arn)).size).toBe(2);
    started.broken.clear();
    started.calls.length = 0;
    execution.redrive();
    expect(started.calls).toEqual(['Second 2']);
    expect(execution.mapRuns.map((run) => run.status)).toEqual(['FAILED', 'SUCCEEDED']);
  });

  it('writes the results of all attempts', () => {
    const started = start(
      { ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'out' } } },
      [1, 2],
      { broken: [2] },
    );
    return started.execution.finished
      .then(() => {
        expect(started.execution.error).toBe('States.ExceedToleratedFailureThreshold');
        expect(manifestOf(started)).toMatchObject({ FAILED: [{}], PENDING: [], SUCCEEDED: [{}] });
        started.broken.clear();
        started.execution.redrive();
        return started.execution.finished;
      })
      .then(() => {
        expect(started.execution.status).toBe('SUCCEEDED');
        expect(only(started).executionCounts.resultsWritten).toBe(2);
        expect(manifestOf(started)).toMatchObject({ FAILED: [], PENDING: [], SUCCEEDED: [{}] });
      });
  });
});

describe('a Map Run that was stopped while it read its items', () => {
  const map = { ItemReader: { Resource: 'arn:aws:states:::s3:getObject', Parameters: { Bucket: 'b', Key: 'k' } } };

  it('does not go on with what it read before, but with what the redrive reads', async () => {
    const answers: ((text: string) => void)[] = [];
    const started = start(map, {}, { get: () => new Promise((resolve) => answers.push(resolve)) });
    started.execution.stop();
    started.execution.redrive();
    expect(answers).toHaveLength(2);
    answers[0]!('[1]');
    answers[1]!('[2,3]');
    await started.execution.finished;
    expect(started.execution).toMatchObject({ status: 'SUCCEEDED', output: [2, 3] });
    expect(started.calls.filter((call) => call.startsWith('First'))).toEqual(['First 2', 'First 3']);
  });

  it('lets time pass for others, though the answer never comes', () => {
    const { execution } = start(map, {}, { get: () => new Promise(() => {}) });
    expect(execution.scheduler.awaited).toBe(1);
    execution.stop();
    expect(execution.scheduler.awaited).toBe(0);
  });
});

describe('whatever fails or is stopped', () => {
  const attempt = fc.record({
    broken: fc.uniqueArray(fc.nat(7)),
    slow: fc.uniqueArray(fc.nat(7), { maxLength: 2 }),
  });
  const setting = fc.record({
    items: fc.nat(8),
    type: fc.constantFrom('STANDARD' as const, 'EXPRESS' as const),
    concurrency: fc.nat(3),
    tolerated: fc.nat(3),
    attempts: fc.array(attempt, { maxLength: 4 }),
  });

  it('redrives add up: every item succeeds once, none is lost, and the counts are complete', () => {
    fc.assert(
      fc.property(setting, ({ items, type, concurrency, tolerated, attempts }) => {
        const input = Array.from({ length: items }, (_, index) => index);
        const [first = { broken: [], slow: [] }, ...rest] = attempts;
        const map = { MaxConcurrency: concurrency, ToleratedFailureCount: tolerated };
        const started = start(map, input, { type, ...first });
        const { execution, broken, slow } = started;
        const succeeded = new Set<string>();
        for (const next of [...rest, { broken: [], slow: [] }]) {
          // Whoever waits for an answer that never comes is stopped.
          execution.stop();
          if (execution.status === 'SUCCEEDED') break;
          const run = only(started);
          expect(run.status).not.toBe('RUNNING');
          expect(completeCounts(run)).toBe(items);
          for (const child of run.children) if (child.status === 'SUCCEEDED') succeeded.add(`Second ${child.input}`);
          started.calls.length = 0;
          for (const [set, values] of [[broken, next.broken] as const, [slow, next.slow] as const]) {
            set.clear();
            for (const value of values) set.add(value);
          }
          expect(execution.redrive()).toBe(true);
          expect(started.calls.filter((call) => succeeded.has(call))).toEqual([]);
        }
        expect(execution.status).toBe('SUCCEEDED');
        expect((execution.output as Json[]).length).toBe(items);
        const run = only(started);
        expect(completeCounts(run)).toBe(items);
        expect(run.executionCounts.failed).toBeLessThanOrEqual(tolerated);
        run.children.forEach((child, index) => {
          if (child.status === 'SUCCEEDED') expect((execution.output as Json[])[index]).toBe(index);
        });
      }),
      { numRuns: 300 },
    );
  });
});

/** The sum of the counts that say how items stand. */
function completeCounts({ itemCounts: counts }: MapRun): number {
  const { pending, running, succeeded, failed, timedOut, aborted, pendingRedrive, total } = counts;
  expect(pending + running + succeeded + failed + timedOut + aborted + pendingRedrive).toBe(total);
  return total;
}

function manifestOf({ files }: Started) {
  const [key] = Object.keys(files).filter((name) => name.endsWith('manifest.json'));
  return JSON.parse(files[key!]!).ResultFiles;
}
