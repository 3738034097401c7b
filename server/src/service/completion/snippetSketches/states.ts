import type { QueryLanguage } from '../../../../../runtime/src/asl/fields.ts';
import type { AslFieldName } from '../position/fieldNames.ts';
import { choice, hole, type Sketch, text } from '../rendering/sketch.ts';

/** An object of the language; its names are checked against the language table. */
type Definition = { readonly [K in AslFieldName]?: Sketch };

/** A whole state, ready to be filled in. */
export interface StateSnippet {
  readonly label: string;
  readonly detail: string;
  /** Name the state gets until the user changes it. */
  readonly name: string;
  readonly state: Definition;
}

const NEXT: Definition = { Next: text(hole()) };
const LAMBDA_ERRORS = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
];

/** Snippets for states of a query language: one per state type, and tasks and maps that are often needed. */
export function stateSnippets(language: QueryLanguage): StateSnippet[] {
  return language === 'JSONata' ? [...COMMON, ...JSONATA] : [...COMMON, ...JSONPATH];
}

/** What Retry usually holds for calls of Lambda functions (developer guide, "Handle transient Lambda service exceptions"). */
export const LAMBDA_RETRY: Sketch = [
  {
    ErrorEquals: LAMBDA_ERRORS,
    IntervalSeconds: 1,
    MaxAttempts: 3,
    BackoffRate: 2,
    JitterStrategy: 'FULL',
  } satisfies Definition,
];

/** Retries everything with growing delays. */
export const RETRY_ALL: Sketch = [
  {
    ErrorEquals: [text(hole('States.ALL'))],
    IntervalSeconds: hole('1'),
    MaxAttempts: hole('3'),
    BackoffRate: hole('2'),
    JitterStrategy: 'FULL',
  } satisfies Definition,
];

/** Catches everything and keeps the error output. */
export function catchAll(language: QueryLanguage): Sketch {
  const keep: Definition =
    language === 'JSONata'
      ? { Output: '{% $merge([$states.input, {"error": $states.errorOutput}]) %}' }
      : { ResultPath: '$.error' };
  return [{ ErrorEquals: ['States.ALL'], ...keep, ...NEXT } satisfies Definition];
}

const INLINE: Definition = { ProcessorConfig: { Mode: 'INLINE' } satisfies Definition };
const PROCESSED: Definition = {
  StartAt: text(hole('Process item')),
  States: { 'Process item': { Type: 'Pass', End: true } satisfies Definition },
};

const COMMON: readonly StateSnippet[] = [
  { label: 'Succeed state', detail: 'ends successfully', name: 'Done', state: { Type: 'Succeed' } },
  {
    label: 'Fail state',
    detail: 'ends as failed',
    name: 'Failed',
    state: { Type: 'Fail', Error: text(hole('Error')), Cause: text(hole('What went wrong')) },
  },
  {
    label: 'Wait state',
    detail: 'waits for some seconds',
    name: 'Wait',
    state: { Type: 'Wait', Seconds: hole('60'), ...NEXT },
  },
  {
    label: 'Wait until state',
    detail: 'waits for a point in time',
    name: 'Wait until',
    state: { Type: 'Wait', Timestamp: text(hole('2030-01-31T08:00:00Z')), ...NEXT },
  },
  {
    label: 'Parallel state',
    detail: 'runs branches at the same time',
    name: 'Parallel',
    state: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'Left', States: { Left: { Type: 'Pass', End: true } } } satisfies Definition,
        { StartAt: 'Right', States: { Right: { Type: 'Pass', End: true } } } satisfies Definition,
      ],
      ...NEXT,
    },
  },
];

const JSONPATH: readonly StateSnippet[] = [
  {
    label: 'Task state',
    detail: 'does one piece of work',
    name: 'Task',
    state: { Type: 'Task', Resource: text(hole()), Parameters: {}, ...NEXT },
  },
  {
    label: 'Lambda task',
    detail: 'invokes a Lambda function, with retries',
    name: 'Invoke function',
    state: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: text(hole('function')), 'Payload.$': '$' },
      ResultSelector: { 'payload.$': '$.Payload' },
      Retry: LAMBDA_RETRY,
      ...NEXT,
    },
  },
  {
    label: 'Callback task',
    detail: 'waits until somebody reports with the task token',
    name: 'Wait for callback',
    state: {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      Parameters: {
        QueueUrl: text(hole('queue URL')),
        MessageBody: { 'TaskToken.$': '$$.Task.Token', 'Input.$': '$' },
      },
      TimeoutSeconds: hole('3600'),
      ...NEXT,
    },
  },
  {
    label: 'Pass state',
    detail: 'reshapes its input',
    name: 'Pass',
    state: { Type: 'Pass', Parameters: {}, ...NEXT },
  },
  {
    label: 'Choice state',
    detail: 'branches',
    name: 'Choice',
    state: {
      Type: 'Choice',
      Choices: [{ Variable: text('$.', hole('value')), StringEquals: text(hole()), ...NEXT } satisfies Definition],
      Default: text(hole()),
    },
  },
  {
    label: 'Map state',
    detail: 'runs once per item, inside the execution',
    name: 'Map',
    state: { Type: 'Map', ItemsPath: text('$.', hole('items')), ItemProcessor: { ...INLINE, ...PROCESSED }, ...NEXT },
  },
  {
    label: 'Distributed Map state',
    detail: 'reads items from S3 and runs child executions',
    name: 'Distributed Map',
    state: {
      Type: 'Map',
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        ReaderConfig: { InputType: text(choice(['JSON', 'JSONL', 'CSV', 'PARQUET'])) } satisfies Definition,
        Parameters: { Bucket: text(hole('bucket')), Key: text(hole('key')) },
      } satisfies Definition,
      ItemProcessor: {
        ProcessorConfig: {
          Mode: 'DISTRIBUTED',
          ExecutionType: text(choice(['STANDARD', 'EXPRESS'])),
        } satisfies Definition,
        ...PROCESSED,
      },
      MaxConcurrency: hole('1000'),
      ...NEXT,
    },
  },
];

const JSONATA: readonly StateSnippet[] = [
  {
    label: 'Task state',
    detail: 'does one piece of work',
    name: 'Task',
    state: {
      Type: 'Task',
      Resource: text(hole()),
      Arguments: {},
      Output: text('{% ', hole('$states.result'), ' %}'),
      ...NEXT,
    },
  },
  {
    label: 'Lambda task',
    detail: 'invokes a Lambda function, with retries',
    name: 'Invoke function',
    state: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: text(hole('function')), Payload: '{% $states.input %}' },
      Output: '{% $states.result.Payload %}',
      Retry: LAMBDA_RETRY,
      ...NEXT,
    },
  },
  {
    label: 'Callback task',
    detail: 'waits until somebody reports with the task token',
    name: 'Wait for callback',
    state: {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      Arguments: {
        QueueUrl: text(hole('queue URL')),
        MessageBody: { TaskToken: '{% $states.context.Task.Token %}', Input: '{% $states.input %}' },
      },
      TimeoutSeconds: hole('3600'),
      ...NEXT,
    },
  },
  { label: 'Pass state', detail: 'reshapes its input', name: 'Pass', state: { Type: 'Pass', Output: {}, ...NEXT } },
  {
    label: 'Choice state',
    detail: 'branches',
    name: 'Choice',
    state: {
      Type: 'Choice',
      Choices: [{ Condition: text('{% ', hole('$states.input.value = true'), ' %}'), ...NEXT } satisfies Definition],
      Default: text(hole()),
    },
  },
  {
    label: 'Map state',
    detail: 'runs once per item, inside the execution',
    name: 'Map',
    state: {
      Type: 'Map',
      Items: text('{% $states.input.', hole('items'), ' %}'),
      ItemProcessor: { ...INLINE, ...PROCESSED },
      ...NEXT,
    },
  },
  {
    label: 'Distributed Map state',
    detail: 'reads items from S3 and runs child executions',
    name: 'Distributed Map',
    state: {
      Type: 'Map',
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        ReaderConfig: { InputType: text(choice(['JSON', 'JSONL', 'CSV', 'PARQUET'])) } satisfies Definition,
        Arguments: { Bucket: text(hole('bucket')), Key: text(hole('key')) },
      } satisfies Definition,
      ItemProcessor: {
        ProcessorConfig: {
          Mode: 'DISTRIBUTED',
          ExecutionType: text(choice(['STANDARD', 'EXPRESS'])),
        } satisfies Definition,
        ...PROCESSED,
      },
      MaxConcurrency: hole('1000'),
      ...NEXT,
    },
  },
];
