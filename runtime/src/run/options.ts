import type { Json } from '../asl/json.ts';
import type { Clock, Limits, ObjectStore, Observer, TaskRunner } from '../interpreter/environment.ts';
import type { StateMachineType } from '../interpreter/execution.ts';
import type { CompiledMachine } from '../interpreter/machine.ts';
import type { TaskTokens } from '../interpreter/taskTokens.ts';
import type { Handlers } from '../tasks/handlers.ts';
import type { Files } from '../tasks/memoryObjects.ts';
import type { Mocks, MocksByInput } from '../tasks/mocked.ts';

/** A compiled definition: compile once, run thousands of times at once. */
export interface StateMachine {
  readonly compiled: CompiledMachine;
}

export interface RunOptions {
  /** Text of a definition, or a machine that was compiled before. */
  readonly definition?: string;
  readonly machine?: StateMachine;
  /** The input as a JSON value (a string is that string); `{}` by default. */
  readonly input?: Json;
  readonly type?: StateMachineType;
  /** Started by StartSyncExecution. By default an EXPRESS execution that nobody named is. */
  readonly synchronous?: boolean;
  readonly mocks?: Mocks;
  readonly mocksByInput?: MocksByInput;
  readonly handlers?: Handlers;
  /** Runners that are asked after mocks and handlers. */
  readonly tasks?: readonly TaskRunner[];
  /** Objects for ItemReader and ResultWriter: `s3://bucket/key` to text or bytes. What is written is added. */
  readonly files?: Files;
  /** A store of objects instead of `files`: a folder, S3. */
  readonly objects?: ObjectStore;
  readonly clock?: 'virtual' | 'real' | Clock;
  /** Seed of random numbers, UUIDs and tokens. The same seed gives the same history, byte by byte. */
  readonly seed?: string | number;
  /** Quotas; `false` switches them off. */
  readonly limits?: false | Partial<Limits>;
  readonly observers?: readonly Observer[];
  readonly tokens?: TaskTokens;
  /** Aborting it is StopExecution. */
  readonly signal?: AbortSignal;
  readonly stateMachineArn?: string;
  readonly executionArn?: string;
  readonly roleArn?: string;
}
