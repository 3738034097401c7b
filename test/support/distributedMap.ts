import { expect } from 'vitest';
import { isObject, type Json, type JsonObject } from '../../runtime/src/asl/json.ts';
import type { TaskCall } from '../../runtime/src/interpreter/environment.ts';
import type { Execution } from '../../runtime/src/interpreter/execution.ts';
import type { MapRun } from '../../runtime/src/interpreter/mapRun.ts';
import { memoryObjects } from '../../runtime/src/tasks/memoryObjects.ts';
import { startedExecution } from './startedExecution.ts';

export const task = (name: string, fields: JsonObject = { End: true }): JsonObject => ({
  Type: 'Task',
  Resource: `arn:aws:lambda:us-east-1:123456789012:function:${name}`,
  ...fields,
});

/** `First` answers its input; `Second` fails for the items that are named in `broken`, and never answers those in `slow`. */
const STEPS: JsonObject = { First: task('f', { Next: 'Second' }), Second: task('f') };

export interface Started {
  readonly execution: Execution;
  /** `State item` of every task that was started, in order. */
  readonly calls: string[];
  readonly broken: Set<Json>;
  readonly slow: Set<Json>;
  readonly files: Record<string, string>;
}

export function start(map: JsonObject, input: Json, options: StartOptions = {}): Started {
  const { type = 'STANDARD' } = options;
  return startMachine({ StartAt: 'Each', States: { Each: mapState(map, type) } }, input, options);
}

export function mapState(fields: JsonObject, type: string): JsonObject {
  return {
    Type: 'Map',
    Label: 'Kids',
    ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: type }, StartAt: 'First', States: STEPS },
    End: true,
    ...fields,
  };
}

export function startMachine(definition: JsonObject, input: Json, sets: StartOptions): Started {
  const calls: string[] = [];
  const broken = new Set<Json>(sets.broken);
  const slow = new Set<Json>(sets.slow);
  const files: Record<string, string> = { ...sets.files };
  const execution = startedExecution(definition, input, {
    objects: Object.assign(memoryObjects(files), sets.get && { get: sets.get }),
    tasks: [{ run: (call) => answer(call, { calls, broken, slow }) }],
  });
  return { execution, calls, broken, slow, files };
}

export interface StartOptions {
  readonly type?: 'STANDARD' | 'EXPRESS';
  readonly broken?: Json[];
  readonly slow?: Json[];
  readonly files?: Record<string, string>;
  /** Reads objects instead of looking into `files`. */
  readonly get?: () => Promise<string>;
}

function answer(
  { state, input, signal }: TaskCall,
  { calls, broken, slow }: Pick<Started, 'calls' | 'broken' | 'slow'>,
) {
  const item = nameOf(input);
  calls.push(`${state} ${item}`);
  if (state.startsWith('Second') && slow.has(item))
    return new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
  if (state.startsWith('Second') && broken.has(item))
    return { type: 'failure', error: 'Broken', cause: `${item}` } as const;
  return { type: 'success', output: input } as const;
}

/** What a call was about: an item, a batch of items, or all of them. */
function nameOf(input: Json): Json {
  if (!isObject(input)) return input;
  return Array.isArray(input.Items) ? input.Items.join('+') : 'all';
}

export const typesAfter = ({ execution }: Started, type: string) => {
  const types = execution.recorder.events.map((event) => event.type);
  return types.slice(types.lastIndexOf(type));
};

/** The one Map Run that the execution has started. */
export const only = ({ execution }: Started): MapRun => {
  expect(execution.mapRuns).toHaveLength(1);
  return execution.mapRuns[0]!;
};

export const COUNTS = {
  pending: 0,
  running: 0,
  succeeded: 0,
  failed: 0,
  timedOut: 0,
  aborted: 0,
  total: 0,
  resultsWritten: 0,
  failuresNotRedrivable: 0,
  pendingRedrive: 0,
};
