import type { Operation } from '../api/operation.ts';
import { activityOperations } from './activities.ts';
import { aliasOperations } from './aliases.ts';
import { callbackOperations } from './callbacks.ts';
import { definitionOperations } from './definitions.ts';
import { executionOperations } from './executions.ts';
import { listOperations } from './lists.ts';
import { mapRunOperations } from './mapRuns.ts';
import { stateMachineOperations } from './stateMachines.ts';
import { syncExecutionOperations } from './syncExecutions.ts';
import { tagOperations } from './tags.ts';
import { versionOperations } from './versions.ts';

/** Every operation of the service, by its name on the wire. */
export const OPERATIONS: ReadonlyMap<string, Operation> = new Map(
  [
    stateMachineOperations,
    versionOperations,
    aliasOperations,
    tagOperations,
    executionOperations,
    syncExecutionOperations,
    listOperations,
    mapRunOperations,
    activityOperations,
    callbackOperations,
    definitionOperations,
  ].flatMap((family) => family.map((operation) => [operation.name, operation] as const)),
);
