import { flag, float, integer, list, oneOf, required, structure, text } from './shapes.ts';

/** Shapes of the service's API model that requests are made of, under AWS's names, with AWS's constraints. */
export const Arn = text({ min: 1, max: 256 });
/** Map Runs and versions that are to be deleted. */
export const LongArn = text({ min: 1, max: 2000 });
export const Name = text({ min: 1, max: 80 });
export const StateName = text({ min: 1, max: 80, isSensitive: true });
export const AliasName = text({ min: 1, max: 80, pattern: /^(?=.*[a-zA-Z_\-.])[a-zA-Z0-9_\-.]+$/ });
export const Definition = text({ min: 1, max: 1_048_576, isSensitive: true });
export const SensitiveData = text({ max: 262_144, isSensitive: true });
export const SensitiveError = text({ max: 256, isSensitive: true });
export const SensitiveCause = text({ max: 32_768, isSensitive: true });
export const TaskToken = text({ min: 1, max: 2048 });
export const ClientToken = text({ min: 1, max: 64, pattern: /^[!-~]+$/ });
export const PageSize = integer(0, 1000);
export const PageToken = text({ min: 1, max: 1024 });
export const ListExecutionsPageToken = text({ min: 1, max: 3096 });
export const TraceHeader = text({ max: 256, pattern: /^\p{ASCII}*$/u });
export const Description = text({ max: 256, isSensitive: true });
export const RevisionId = text();
export const Flag = flag();

export const StateMachineType = oneOf('STANDARD', 'EXPRESS');
export const ExecutionStatus = oneOf('RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE');
export const ExecutionRedriveFilter = oneOf('REDRIVEN', 'NOT_REDRIVEN');
export const IncludedData = oneOf('ALL_DATA', 'METADATA_ONLY');
export const InspectionLevel = oneOf('INFO', 'DEBUG', 'TRACE');
export const ValidationSeverity = oneOf('ERROR', 'WARNING');
export const ValidationMaxResults = integer(0, 100);

export const MaxConcurrency = integer(0);
export const ToleratedFailureCount = integer(0);
export const ToleratedFailurePercentage = float(0, 100);

export const TagKey = text({ min: 1, max: 128 });
export const TagKeyList = list(TagKey);
export const TagList = list(structure({ key: TagKey, value: text({ max: 256 }) }));

export const RoutingConfigurationList = list(
  structure({ stateMachineVersionArn: required(Arn), weight: required(integer(0, 100)) }),
  1,
  2,
);

export const LoggingConfiguration = structure({
  level: oneOf('ALL', 'ERROR', 'FATAL', 'OFF'),
  includeExecutionData: flag(),
  destinations: list(structure({ cloudWatchLogsLogGroup: structure({ logGroupArn: Arn }) })),
});
export const TracingConfiguration = structure({ enabled: flag() });
export const EncryptionConfiguration = structure({
  kmsKeyId: text({ min: 1, max: 2048 }),
  kmsDataKeyReusePeriodSeconds: integer(60, 900),
  type: required(oneOf('AWS_OWNED_KEY', 'CUSTOMER_MANAGED_KMS_KEY')),
});

export const MockInput = structure({
  result: SensitiveData,
  errorOutput: structure({ error: SensitiveError, cause: SensitiveCause }),
  fieldValidationMode: oneOf('STRICT', 'PRESENT', 'NONE'),
});
export const TestStateConfiguration = structure({
  retrierRetryCount: integer(0),
  errorCausedByState: Name,
  mapIterationFailureCount: integer(0),
  mapItemReaderData: SensitiveData,
});
