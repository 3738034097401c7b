import type { JsonObject } from '../../../asl/json.ts';

/**
 * An error as a client of the service sees it. Operations throw it; the HTTP edge is the only place that turns it into a response.
 * Codes and statuses: API reference of AWS Step Functions, "Errors" of each operation.
 */
export class ServiceError extends Error {
  constructor(
    /** AWS error code: `StateMachineDoesNotExist`, `ValidationException` ... */
    readonly code: string,
    message: string,
    /** Further members of the error's structure: `reason`, `resourceName`. */
    readonly members: JsonObject = {},
  ) {
    super(message);
    this.name = code;
  }

  /** HTTP status: 400, except for the few that AWS documents otherwise and for faults of the service. */
  get status(): number {
    return STATUS[this.code] ?? 400;
  }
}

const STATUS: Readonly<Record<string, number>> = {
  ConflictException: 409,
  ServiceQuotaExceededException: 402,
  RequestEntityTooLarge: 413,
  AccessDeniedException: 403,
  InternalFailure: 500,
  ServiceUnavailable: 503,
};

export function invalidArn(detail: string): ServiceError {
  return new ServiceError('InvalidArn', `Invalid Arn: '${detail}'`);
}

export function invalidName(name: string): ServiceError {
  // Control characters show as blanks (recorded on AWS).
  return new ServiceError('InvalidName', `Invalid Name: '${name.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ')}'`);
}

export function invalidToken(): ServiceError {
  return new ServiceError('InvalidToken', "Invalid Token: 'Invalid token'");
}

export function stateMachineDoesNotExist(arn: string): ServiceError {
  return new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
}

export function executionDoesNotExist(arn: string): ServiceError {
  return new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
}

export function activityDoesNotExist(arn: string): ServiceError {
  return new ServiceError('ActivityDoesNotExist', `Activity Does Not Exist: '${arn}'`);
}

export function stateMachineTypeNotSupported(): ServiceError {
  return new ServiceError(
    'StateMachineTypeNotSupported',
    'This operation is not supported by this type of state machine',
  );
}

/** `resource` is named where AWS names it (tags); aliases and Map Runs only say that something is missing (recorded on AWS). */
export function resourceNotFound(resource?: string): ServiceError {
  if (resource === undefined) {
    return new ServiceError('ResourceNotFound', 'Request references a resource that does not exist.');
  }
  return new ServiceError('ResourceNotFound', `Resource not found: '${resource}'`, { resourceName: resource });
}

export function conflict(message: string): ServiceError {
  return new ServiceError('ConflictException', message);
}

export function validationException(message: string, reason?: string): ServiceError {
  return new ServiceError('ValidationException', message, reason === undefined ? {} : { reason });
}

export function tooManyTags(resource: string): ServiceError {
  return new ServiceError('TooManyTags', `A maximum of 50 tags is allowed on a resource: '${resource}'`, {
    resourceName: resource,
  });
}
