import type { Position } from './journal.ts';
import type { EncryptionSettings, EndedStatus, MachineConfiguration, Route, StateMachineType } from './records.ts';

/** A state of a machine's definition and configuration. Executions keep the one that they were started with. */
export interface Revision {
  readonly id: string;
  readonly machineArn: string;
  readonly machineName: string;
  readonly machineType: StateMachineType;
  readonly definition: string;
  readonly roleArn: string;
  readonly configuration: MachineConfiguration;
  readonly time: number;
}

export interface StateMachine {
  readonly arn: string;
  readonly name: string;
  readonly type: StateMachineType;
  readonly creationTime: number;
  /** Whether it was ever updated: until then AWS shows no revision id. */
  readonly updated: boolean;
  readonly revision: Revision;
  /** By number, oldest first. */
  readonly versions: ReadonlyMap<number, Version>;
  /** Highest number that was ever given out. */
  readonly lastVersion: number;
  readonly aliases: ReadonlyMap<string, Alias>;
}

export interface Version {
  readonly arn: string;
  readonly number: number;
  readonly revision: Revision;
  readonly description: string | undefined;
  readonly creationTime: number;
}

export interface Alias {
  readonly arn: string;
  readonly name: string;
  readonly machineArn: string;
  readonly description: string | undefined;
  readonly routes: readonly Route[];
  readonly creationTime: number;
  readonly updateTime: number;
}

export interface Activity {
  readonly arn: string;
  readonly name: string;
  readonly encryptionConfiguration: EncryptionSettings | undefined;
  readonly creationTime: number;
}

/** What is kept in memory of every execution; its input, output and stimuli stand in the journal. */
export interface ExecutionEntry {
  readonly id: number;
  readonly arn: string;
  readonly name: string;
  readonly revision: Revision;
  readonly startTime: number;
  readonly versionArn: string | undefined;
  readonly aliasArn: string | undefined;
  readonly traceHeader: string | undefined;
  started: Position;
  stimuli: Position[];
  ended: { readonly status: EndedStatus; readonly time: number; readonly position: Position } | undefined;
  redriveCount: number;
  redriveTime: number | undefined;
  /** The newest tokens that clients have redriven it with, and when. */
  redriveTokens?: readonly { readonly token: string; readonly time: number }[];
}
