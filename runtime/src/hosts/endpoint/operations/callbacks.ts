import type { Json } from '../../../asl/json.ts';
import type { Delivery } from '../../../interpreter/taskTokens.ts';
import { type Operation, operation } from '../api/operation.ts';
import { invalidToken, ServiceError } from '../api/serviceError.ts';
import { required } from '../api/shapes.ts';
import { SensitiveCause, SensitiveData, SensitiveError, TaskToken } from '../api/types.ts';
import { parseJsonText } from '../json.ts';

/** SendTaskSuccess, SendTaskFailure, SendTaskHeartbeat. */
export const callbackOperations: readonly Operation[] = [
  operation(
    'SendTaskSuccess',
    { taskToken: required(TaskToken), output: required(SensitiveData) },
    async (service, { taskToken: token, output }) => {
      requireToken(token);
      requireDelivered(
        await service.executions.deliverToToken({ kind: 'succeed', token, output: parseOutput(output) }),
      );
      return {};
    },
  ),

  operation(
    'SendTaskFailure',
    { taskToken: required(TaskToken), error: SensitiveError, cause: SensitiveCause },
    async (service, { taskToken: token, error, cause }) => {
      requireToken(token);
      requireDelivered(await service.executions.deliverToToken({ kind: 'fail', token, error, cause }));
      return {};
    },
  ),

  operation('SendTaskHeartbeat', { taskToken: required(TaskToken) }, async (service, { taskToken: token }) => {
    requireToken(token);
    requireDelivered(await service.executions.deliverToToken({ kind: 'heartbeat', token }));
    return {};
  }),
];

/** The interpreter's tokens are UUIDs; anything else was never one. */
const TOKEN = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function requireToken(token: string): void {
  if (!TOKEN.test(token)) throw invalidToken();
}

function requireDelivered(delivery: Delivery): void {
  if (delivery === 'TaskDoesNotExist') {
    throw new ServiceError(
      'TaskDoesNotExist',
      "Task does not exist: 'The task token belongs to no task of this server'",
    );
  }
  if (delivery === 'TaskTimedOut') {
    throw new ServiceError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
  }
}

function parseOutput(output: string): Json {
  try {
    return parseJsonText(output);
  } catch (error) {
    throw new ServiceError('InvalidOutput', `Invalid Output: '${(error as Error).message}'`);
  }
}
