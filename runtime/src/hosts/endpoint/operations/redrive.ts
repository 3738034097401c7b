import type { Execution } from '../../../interpreter/execution.ts';
import { AWS_LIMITS } from '../../../interpreter/limits.ts';
import { ServiceError } from '../api/serviceError.ts';
import type { Service } from '../service.ts';
import type { ExecutionEntry } from '../store/model.ts';

export interface RedriveStatus {
  readonly redriveStatus: 'REDRIVABLE' | 'NOT_REDRIVABLE' | 'REDRIVABLE_BY_MAP_RUN';
  readonly redriveStatusReason?: string;
}

/** An execution can be redriven for 14 days after its end, at most 1,000 times (Developer Guide, "Redriving executions"). */
const WINDOW = 14 * 24 * 60 * 60 * 1000;
const MOST_REDRIVES = 1000;
const TOKEN_LIFE = 15 * 60 * 1000;
/** The longest that an execution may take, redrives included. */
const LONGEST_EXECUTION = 365 * 24 * 60 * 60 * 1000;

/** Whether an execution that was started through the API can be redriven. The reasons are those of DescribeExecution's reference. */
export function redriveStatus(service: Service, entry: ExecutionEntry): RedriveStatus {
  const reason = obstacle(service, entry);
  if (reason === undefined) return { redriveStatus: 'REDRIVABLE' };
  return { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: reason };
}

/** The execution of an item or batch is redriven by its Map Run, with the execution around it. */
export function childRedriveStatus({ status, type, isRedrivable }: Execution): RedriveStatus {
  if (status === 'RUNNING' || status === 'SUCCEEDED')
    return { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: cannot(status) };
  if (type === 'EXPRESS' || isRedrivable) return { redriveStatus: 'REDRIVABLE_BY_MAP_RUN' };
  return { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: HISTORY_LIMIT };
}

/** When the execution was redriven with this token a short while ago: asking once more then changes nothing (API reference, clientToken). */
export function redriveOfToken(service: Service, entry: ExecutionEntry, token: string | undefined): number | undefined {
  if (token === undefined) return undefined;
  const known = entry.redriveTokens?.find((redrive) => redrive.token === token);
  return known && service.now() - known.time <= TOKEN_LIFE ? known.time : undefined;
}

/** Throws ExecutionNotRedrivable unless the execution can be redriven. */
export async function requireRedrivable(service: Service, entry: ExecutionEntry): Promise<void> {
  const reason = obstacle(service, entry);
  if (reason !== undefined) throw notRedrivable(reason);
  const history = await service.executions.historyOf(entry);
  // Its last event is needed for its end.
  if (history.length >= AWS_LIMITS.historyEvents - 1) throw notRedrivable(HISTORY_LIMIT);
}

export function notRedrivable(reason: string): ServiceError {
  return new ServiceError('ExecutionNotRedrivable', reason);
}

/** What ListExecutions' redriveFilter asks for. */
export function redriveFilterOf({ redriveCount }: { readonly redriveCount: number }): 'REDRIVEN' | 'NOT_REDRIVEN' {
  return redriveCount > 0 ? 'REDRIVEN' : 'NOT_REDRIVEN';
}

const HISTORY_LIMIT = 'Execution history event limit exceeded';

function obstacle(service: Service, { ended, startTime, redriveCount }: ExecutionEntry): string | undefined {
  if (!ended || ended.status === 'SUCCEEDED') return cannot(ended?.status ?? 'RUNNING');
  if (service.now() - ended.time > WINDOW) return 'Execution redrivable period exceeded';
  if (service.now() - startTime > LONGEST_EXECUTION) return 'Execution has exceeded the max execution time';
  return redriveCount >= MOST_REDRIVES ? 'Execution has exceeded the max redrive count' : undefined;
}

function cannot(status: string): string {
  return `Execution is ${status} and cannot be redriven`;
}
