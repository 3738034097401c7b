import { isObject, type Json, type JsonObject } from '../../../asl/json.ts';
import type { Branch } from '../../branch.ts';
import { isoTime } from '../../context.ts';
import type { ObjectStore } from '../../environment.ts';
import type { Execution } from '../../execution.ts';
import { Failure } from '../../failure.ts';
import { requestField } from '../../fields.ts';
import type { Evaluated } from '../../phases.ts';
import type { MapRunNames } from './mapRunNames.ts';

/** What a Map Run has come to. */
export interface MapRunResult {
  /** Child executions in item order. */
  readonly children: readonly Execution[];
  /** Inputs of the children that were not started. */
  readonly pending: readonly Json[];
  readonly names: MapRunNames;
  readonly objects: ObjectStore;
}

/** Makes the result of a distributed Map: the children's outputs, or files and where they stand. */
export interface ResultWriter {
  /** Where to write; absent when nothing is exported. */
  readonly arguments: ((branch: Branch) => Evaluated) | undefined;
  write(run: MapRunResult, request: JsonObject | undefined): Json | Failure | Promise<Json | Failure>;
}

/** ResultWriter and WriterConfig: AWS Step Functions Developer Guide, "ResultWriter (Map)". */
export function resultWriter(owner: JsonObject | undefined, queryLanguage: string): ResultWriter {
  const config = owner && isObject(owner.WriterConfig) ? owner.WriterConfig : {};
  const exports_ = owner?.Resource !== undefined;
  const transformation = String(config.Transformation ?? (exports_ ? 'NONE' : 'COMPACT'));
  const lines = config.OutputType === 'JSONL';
  return {
    arguments: owner && exports_ ? requestField(owner, 'ResultWriter', queryLanguage) : undefined,
    write: (run, request) =>
      request ? exportFiles(run, request, transformation, lines) : stateOutput(run, transformation, lines),
  };
}

function stateOutput(run: MapRunResult, transformation: string, lines: boolean): Json {
  const results = transformed(run.children, transformation);
  return lines ? results.map((result) => JSON.stringify(result)).join('\n') : results;
}

function transformed(children: readonly Execution[], transformation: string): Json[] {
  const results = children.map((child) =>
    transformation === 'NONE' || child.status !== 'SUCCEEDED' ? entry(child) : (child.output ?? null),
  );
  return transformation === 'FLATTEN'
    ? results.flatMap((result) => (Array.isArray(result) ? result : [result]))
    : results;
}

/** Writes `<Prefix>/<map run uuid>/{manifest,SUCCEEDED_0,FAILED_0,PENDING_0}.json`. */
async function exportFiles(
  run: MapRunResult,
  request: JsonObject,
  transformation: string,
  lines: boolean,
): Promise<Json | Failure> {
  const bucket = String(request.Bucket ?? '');
  const prefix =
    typeof request.Prefix === 'string' && request.Prefix !== '' ? `${request.Prefix.replace(/\/$/, '')}/` : '';
  const folder = `${prefix}${run.names.uuid}`;
  const written: Record<string, Json> = {};
  try {
    for (const [group, results] of groups(run, transformation)) {
      written[group] = [];
      if (results.length === 0) continue;
      const text = lines ? results.map((result) => JSON.stringify(result)).join('\n') : JSON.stringify(results);
      const key = `${folder}/${group}_0.${lines ? 'jsonl' : 'json'}`;
      await run.objects.put(bucket, key, text);
      written[group] = [{ Key: key, Size: new TextEncoder().encode(text).length }];
    }
    const manifest = { DestinationBucket: bucket, MapRunArn: run.names.mapRunArn, ResultFiles: written };
    await run.objects.put(bucket, `${folder}/manifest.json`, JSON.stringify(manifest));
  } catch (error) {
    return new Failure('States.ResultWriterFailed', (error as Error).message);
  }
  return {
    MapRunArn: run.names.mapRunArn,
    ResultWriterDetails: { Bucket: bucket, Key: `${folder}/manifest.json` },
  };
}

/** What each kind of file contains. Failed ones are those that timed out or were aborted, too. */
function groups({ children, pending, names }: MapRunResult, transformation: string): [string, Json[]][] {
  const failed = children.filter((child) => child.status !== 'SUCCEEDED');
  const succeeded = children.filter((child) => child.status === 'SUCCEEDED');
  return [
    ['FAILED', transformed(failed, transformation)],
    ['PENDING', pending.map((input) => pendingEntry(input, names))],
    ['SUCCEEDED', transformed(succeeded, transformation)],
  ];
}

function pendingEntry(input: Json, names: MapRunNames): JsonObject {
  return {
    Input: JSON.stringify(input),
    InputDetails: { Included: true },
    StateMachineArn: names.stateMachineArn,
    Status: 'PENDING',
  };
}

/** A child in the form with its metadata. */
function entry(child: Execution): JsonObject {
  const described: Record<string, Json> = {
    ExecutionArn: child.executionArn,
    Input: JSON.stringify(child.input),
    InputDetails: { Included: true },
    Name: String(child.contextMembers.Execution.Name),
  };
  if (child.output !== undefined) {
    described.Output = JSON.stringify(child.output);
    described.OutputDetails = { Included: true };
  }
  if (child.error !== undefined) described.Error = child.error;
  if (child.cause !== undefined) described.Cause = child.cause;
  return {
    ...described,
    RedriveCount: child.redriveCount,
    RedriveStatus: child.status === 'SUCCEEDED' ? 'NOT_REDRIVABLE' : 'REDRIVABLE_BY_MAP_RUN',
    RedriveStatusReason:
      child.status === 'SUCCEEDED'
        ? 'Execution is SUCCEEDED and cannot be redriven'
        : 'Execution is a child of a Map Run',
    StartDate: isoTime(child.startTime),
    StateMachineArn: child.stateMachineArn,
    Status: child.status,
    StopDate: isoTime(child.stopTime ?? child.startTime),
  };
}
