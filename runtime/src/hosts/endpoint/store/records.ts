import type { Json } from '../../../asl/json.ts';
import type { EventRecord } from '../../../history/events.ts';
import type { MapRunSettings } from '../../../interpreter/mapRun.ts';

/**
 * Everything that ever changes the endpoint's state. The journal is a list of these; the state is what applying them in order gives, while the
 * server runs and after a restart alike. Times are milliseconds since the epoch.
 */
export type JournalRecord =
  | StateMachineRevised
  | { readonly type: 'stateMachineDeleted'; readonly arn: string }
  | VersionPublished
  | { readonly type: 'versionDeleted'; readonly arn: string }
  | AliasPut
  | { readonly type: 'aliasDeleted'; readonly arn: string }
  | ActivityCreated
  | { readonly type: 'activityDeleted'; readonly arn: string }
  | { readonly type: 'tagged'; readonly arn: string; readonly tags: readonly (readonly [string, string])[] }
  | { readonly type: 'untagged'; readonly arn: string; readonly keys: readonly string[] }
  | ExecutionStarted
  | ExecutionStimulus
  | ExecutionEnded;

export type StateMachineType = 'STANDARD' | 'EXPRESS';

/** Configuration that a machine carries along; the endpoint only gives it back. */
export interface MachineConfiguration {
  readonly loggingConfiguration?: LoggingSettings;
  readonly tracingConfiguration?: object;
  readonly encryptionConfiguration?: EncryptionSettings;
}

export interface LoggingSettings {
  readonly level?: string;
  readonly includeExecutionData?: boolean;
  readonly destinations?: readonly object[];
}

export interface EncryptionSettings {
  readonly type: string;
  readonly kmsKeyId?: string;
  readonly kmsDataKeyReusePeriodSeconds?: number;
}

export interface ActivityCreated {
  readonly type: 'activityCreated';
  readonly arn: string;
  readonly name: string;
  readonly encryptionConfiguration?: EncryptionSettings;
  readonly time: number;
}

/** A machine was created or updated. */
export interface StateMachineRevised {
  readonly type: 'stateMachineRevised';
  readonly arn: string;
  readonly name: string;
  readonly machineType: StateMachineType;
  readonly revisionId: string;
  readonly definition: string;
  readonly roleArn: string;
  readonly configuration: MachineConfiguration;
  readonly time: number;
}

export interface VersionPublished {
  readonly type: 'versionPublished';
  readonly arn: string;
  readonly machineArn: string;
  readonly number: number;
  readonly revisionId: string;
  readonly description?: string;
  readonly time: number;
}

export interface Route {
  readonly stateMachineVersionArn: string;
  readonly weight: number;
}

/** An alias was created or updated. */
export interface AliasPut {
  readonly type: 'aliasPut';
  readonly arn: string;
  readonly name: string;
  readonly machineArn: string;
  readonly description?: string;
  readonly routes: readonly Route[];
  readonly time: number;
}

/** An execution was promised to a client. */
export interface ExecutionStarted {
  readonly type: 'executionStarted';
  /** Number by which later records name the execution. */
  readonly id: number;
  readonly arn: string;
  readonly name: string;
  readonly machineArn: string;
  readonly machineType: StateMachineType;
  readonly revisionId: string;
  readonly input: Json;
  /** Where the execution's random numbers, UUIDs and task tokens come from. */
  readonly seed: string;
  readonly time: number;
  readonly versionArn?: string;
  readonly aliasArn?: string;
  readonly traceHeader?: string;
  /** Case of the mock file that answers its tasks. */
  readonly testCase?: string;
  /** The task of another execution that started this one. */
  readonly startedBy?: string;
}

/** Something that reached an execution from outside. Together with its start they determine all it ever does. */
export interface ExecutionStimulus {
  readonly type: 'stimulus';
  readonly id: number;
  readonly stimulus: Stimulus;
}

export type Stimulus =
  /** The execution's timer number `timer`, counted in the order in which they were set, went off. */
  | { readonly kind: 'timer'; readonly time: number; readonly timer: number }
  /** Call number `call` to the outside, counted in the order in which they were made, was answered. `atOnce`: inside the call itself. */
  | {
      readonly kind: 'answer';
      readonly time: number;
      readonly call: number;
      readonly value: Json;
      readonly atOnce?: true;
    }
  | { readonly kind: 'succeed'; readonly time: number; readonly token: string; readonly output: Json }
  | {
      readonly kind: 'fail';
      readonly time: number;
      readonly token: string;
      readonly error?: string;
      readonly cause?: string;
    }
  | { readonly kind: 'heartbeat'; readonly time: number; readonly token: string }
  /** An activity's worker took the task. */
  | { readonly kind: 'taken'; readonly time: number; readonly token: string; readonly workerName?: string }
  | {
      readonly kind: 'stop';
      readonly time: number;
      readonly error?: string;
      readonly cause?: string;
      /** Id of the newest event, where the execution stood in a debugger: it was stopped there, and is when it is run again. */
      readonly at?: number;
    }
  | { readonly kind: 'redrive'; readonly time: number; readonly clientToken?: string }
  | {
      readonly kind: 'updateMapRun';
      readonly time: number;
      readonly mapRunArn: string;
      readonly settings: Partial<MapRunSettings>;
    };

export type EndedStatus = 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

export interface ExecutionEnded {
  readonly type: 'executionEnded';
  readonly id: number;
  readonly status: EndedStatus;
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
  readonly time: number;
  /** The history, where what is recorded does not determine it: the execution was stopped while a debugger held it. */
  readonly events?: readonly EventRecord[];
  /** Task tokens that the execution has given out: whoever uses one of them later is told that it is late. */
  readonly tokens?: readonly string[];
}
