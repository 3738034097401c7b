/** Error names the service itself uses, and how `Retry` and `Catch` treat them. */

export interface ErrorFact {
  readonly name: string;
  readonly doc: string;
  /** State types (or `execution`) that raise it; empty for the wildcard. */
  readonly raisedBy: readonly string[];
  /** A retrier or catcher of the failing state can handle it when it names it. */
  readonly handled: boolean;
  /** `States.ALL` matches it. */
  readonly matchedByAll: boolean;
  /** `States.TaskFailed` in `ErrorEquals` matches it. */
  readonly matchedByTaskFailed: boolean;
}

export const ALL_ERRORS = 'States.ALL';
export const TASK_FAILED = 'States.TaskFailed';
export const TIMEOUT = 'States.Timeout';
export const HEARTBEAT_TIMEOUT = 'States.HeartbeatTimeout';
export const RUNTIME_ERROR = 'States.Runtime';
export const DATA_LIMIT_EXCEEDED = 'States.DataLimitExceeded';

const ordinary = { handled: true, matchedByAll: true, matchedByTaskFailed: true } as const;

/** Reserved names. `States.Http.StatusCode.` stands for the names that end in a status code. */
export const RESERVED_ERRORS: readonly ErrorFact[] = [
  {
    name: ALL_ERRORS,
    doc: 'Matches nearly every error. It must stand alone in its `ErrorEquals`, in the last retrier or catcher. It does not match `States.Runtime`.',
    raisedBy: [],
    handled: true,
    matchedByAll: true,
    matchedByTaskFailed: false,
  },
  {
    name: TASK_FAILED,
    doc: 'A task failed. In `ErrorEquals` it matches every error of a task except `States.Timeout`.',
    raisedBy: ['Task'],
    ...ordinary,
  },
  {
    name: TIMEOUT,
    doc: 'A task ran longer than `TimeoutSeconds` or missed its heartbeat. (The time limit of the whole machine cannot be caught.)',
    raisedBy: ['Task', 'execution'],
    ...ordinary,
    matchedByTaskFailed: false,
  },
  {
    name: HEARTBEAT_TIMEOUT,
    doc: 'No heartbeat came within `HeartbeatSeconds`. The history shows `States.Timeout`, which also matches.',
    raisedBy: ['Task'],
    ...ordinary,
    matchedByTaskFailed: false,
  },
  {
    name: 'States.Permissions',
    doc: 'The role of the execution may not do what the task asked for.',
    raisedBy: ['Task'],
    ...ordinary,
  },
  {
    name: 'States.BranchFailed',
    doc: 'A branch of a Parallel state failed. In practice the state reports the error of the branch itself.',
    raisedBy: ['Parallel'],
    ...ordinary,
  },
  {
    name: 'States.NoChoiceMatched',
    doc: 'No rule of a Choice state was true and it has no `Default`. Only an enclosing Parallel or Map state can handle it.',
    raisedBy: ['Choice'],
    ...ordinary,
  },
  {
    name: 'States.IntrinsicFailure',
    doc: 'An intrinsic function could not be evaluated, for instance because an argument had the wrong type.',
    raisedBy: ['Task', 'Parallel', 'Map', 'Pass'],
    ...ordinary,
  },
  {
    name: 'States.ParameterPathFailure',
    doc: 'A path in a payload template found nothing.',
    raisedBy: ['Task', 'Parallel', 'Map', 'Pass'],
    ...ordinary,
  },
  {
    name: 'States.ResultPathMatchFailure',
    doc: '`ResultPath` could not be applied to the state input.',
    raisedBy: ['Task', 'Parallel', 'Map', 'Pass'],
    ...ordinary,
  },
  {
    name: 'States.QueryEvaluationError',
    doc: 'A JSONata expression failed: it threw, gave nothing, or gave a value of the wrong type.',
    raisedBy: ['Task', 'Parallel', 'Map', 'Pass', 'Wait', 'Choice', 'Succeed', 'Fail'],
    ...ordinary,
  },
  {
    name: 'States.ExceedToleratedFailureThreshold',
    doc: 'More items of a Map state failed than its `ToleratedFailure…` fields allow.',
    raisedBy: ['Map'],
    ...ordinary,
  },
  {
    name: 'States.ItemReaderFailed',
    doc: 'The source of a distributed Map could not be read or holds the wrong kind of data.',
    raisedBy: ['Map'],
    ...ordinary,
  },
  {
    name: 'States.ResultWriterFailed',
    doc: 'The results of a distributed Map could not be written.',
    raisedBy: ['Map'],
    ...ordinary,
  },
  {
    name: DATA_LIMIT_EXCEEDED,
    doc: 'A payload is larger than 256 KiB. Only results of tasks can be handled.',
    raisedBy: ['Task', 'Parallel', 'Map', 'Pass'],
    handled: true,
    matchedByAll: true,
    matchedByTaskFailed: false,
  },
  {
    name: RUNTIME_ERROR,
    doc: 'The engine cannot go on, for instance because a path found nothing. It is never retried nor caught, not even by its name.',
    raisedBy: ['Task', 'Parallel', 'Map', 'Pass', 'Wait', 'Choice', 'Succeed', 'Fail'],
    handled: false,
    matchedByAll: false,
    matchedByTaskFailed: false,
  },
  {
    name: 'States.Http.Socket',
    doc: 'An HTTP task got no response within 60 seconds, or the connection broke.',
    raisedBy: ['Task'],
    ...ordinary,
  },
  {
    name: 'States.Http.StatusCode.',
    doc: 'An HTTP task got a status outside 2xx: `States.Http.StatusCode.404`.',
    raisedBy: ['Task'],
    ...ordinary,
  },
];

/** Error names of Lambda functions and older connectors that definitions commonly handle, by the service part of the ARN. */
export const SERVICE_ERRORS: Readonly<Record<string, readonly string[]>> = {
  lambda: [
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.TooManyRequestsException',
    'Lambda.ClientExecutionTimeoutException',
    'Lambda.ResourceNotFoundException',
    'Lambda.ResourceNotReadyException',
    'Lambda.TimeoutException',
    'Lambda.CodeStorageExceededException',
    'Lambda.Unknown',
  ],
  dynamodb: [
    'DynamoDB.AmazonDynamoDBException',
    'DynamoDB.ConditionalCheckFailedException',
    'DynamoDB.ProvisionedThroughputExceededException',
    'DynamoDB.ResourceNotFoundException',
    'DynamoDB.InternalServerErrorException',
    'DynamoDB.ThrottlingException',
  ],
  sqs: ['SQS.AmazonSQSException', 'SQS.SdkClientException', 'SQS.QueueDoesNotExistException'],
  sns: [
    'SNS.NotFoundException',
    'SNS.InvalidParameterException',
    'SNS.AuthorizationErrorException',
    'SNS.KMSAccessDeniedException',
  ],
  states: [
    'StepFunctions.StateMachineDoesNotExistException',
    'StepFunctions.ExecutionAlreadyExistsException',
    'StepFunctions.ExecutionLimitExceededException',
    'StepFunctions.InvalidExecutionInputException',
  ],
  ecs: ['ECS.AmazonECSException', 'AmazonECS.Unknown', 'ECS.ClusterNotFoundException'],
  events: ['EventBridge.FailedEntry'],
  http: [
    'Events.ConnectionResource.InvalidConnectionState',
    'Events.ConnectionResource.InvalidAuthorizationConfiguration',
    'Events.ConnectionResource.AccessDenied',
    'Events.ConnectionResource.ResourceNotFound',
  ],
  apigateway: ['ApiGateway.404', 'ApiGateway.403', 'ApiGateway.500'],
  eks: ['EKS.404', 'EKS.403', 'EKS.500'],
};

/** The facts of a reserved error name; undefined for names of functions, services and users. */
export function reservedError(name: string): ErrorFact | undefined {
  return RESERVED_ERRORS.find((fact) => fact.name === name || (fact.name.endsWith('.') && name.startsWith(fact.name)));
}

/**
 * Whether `ErrorEquals` handles an error: names are compared whole and case-sensitively, `States.ALL` and `States.TaskFailed` are
 * wildcards, `States.HeartbeatTimeout` is also matched by `States.Timeout`, `States.Runtime` never matches.
 */
export function matchesError(errorEquals: readonly string[], error: string): boolean {
  const fact = reservedError(error);
  if (fact && !fact.handled) return false;
  return errorEquals.some(
    (name) =>
      name === error ||
      name === ALL_ERRORS ||
      (name === TASK_FAILED && (fact?.matchedByTaskFailed ?? true)) ||
      (name === TIMEOUT && error === HEARTBEAT_TIMEOUT),
  );
}

/** Codes of the diagnostics of ValidateStateMachineDefinition. */
export type ValidationCode =
  | 'INVALID_JSON_DESCRIPTION'
  | 'MISSING_DESCRIPTION'
  | 'SCHEMA_VALIDATION_FAILED'
  | 'INVALID_RESOURCE'
  | 'MISSING_END_STATE'
  | 'DUPLICATE_STATE_NAME'
  | 'INVALID_STATE_NAME'
  | 'MISSING_TRANSITION_TARGET'
  | 'TOO_DEEPLY_NESTED'
  | 'DUPLICATE_LABEL_NAME'
  | 'INVALID_LABEL_NAME'
  | 'INVALID_JSONATA_EXPRESSION'
  | 'UNSUPPORTED_JSONATA_EXPRESSION'
  | 'DUPLICATE_VARIABLE_NAME'
  | 'NO_DOLLAR'
  | 'NO_PATH'
  | 'PASS_RESULT_IS_STATIC'
  | 'POSSIBLY_UNDEFINED_VARIABLE';
