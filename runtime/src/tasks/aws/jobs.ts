import { isObject, type Json, type JsonObject } from '../../asl/json.ts';

/** How a `.sync` integration finds out that its job has ended. Paths are member names and list indexes from the response. */
export interface Job {
  /** Asks for the job: API action, and its parameters from the response of the start and the parameters of the task. */
  readonly describe: string;
  readonly parameters: (started: JsonObject, asked: JsonObject) => JsonObject;
  /** The part of the description that is the task's result. */
  readonly result: readonly (string | number)[];
  /** Status within that part. */
  readonly status: readonly (string | number)[];
  readonly succeeded: readonly string[];
  readonly failed: readonly string[];
  /** A job that has ended may have failed all the same. */
  readonly hasFailed?: (result: JsonObject) => boolean;
  /** Call that ends the job when the execution is stopped. */
  readonly cancel?: { readonly action: string; readonly parameters: Job['parameters'] };
}

const GLUE_FAILED = ['FAILED', 'ERROR', 'TIMEOUT', 'STOPPED', 'EXPIRED'];

/** `.sync` integrations by `service:action`. Statuses: API references of the services. */
export const JOBS: Readonly<Record<string, Job>> = {
  'athena:startQueryExecution': {
    describe: 'getQueryExecution',
    parameters: (started) => pick(started, 'QueryExecutionId'),
    result: [],
    status: ['QueryExecution', 'Status', 'State'],
    succeeded: ['SUCCEEDED'],
    failed: ['FAILED', 'CANCELLED'],
    cancel: { action: 'stopQueryExecution', parameters: (started) => pick(started, 'QueryExecutionId') },
  },
  'batch:submitJob': {
    describe: 'describeJobs',
    parameters: (started) => ({ Jobs: [started.JobId ?? null] }),
    result: ['Jobs', 0],
    status: ['Status'],
    succeeded: ['SUCCEEDED'],
    failed: ['FAILED'],
    cancel: {
      action: 'terminateJob',
      parameters: (started) => ({ JobId: started.JobId ?? null, Reason: 'The execution was stopped' }),
    },
  },
  'codebuild:startBuild': {
    describe: 'batchGetBuilds',
    parameters: (started) => ({ Ids: [at(started, ['Build', 'Id']) ?? null] }),
    result: [],
    status: ['Builds', 0, 'BuildStatus'],
    succeeded: ['SUCCEEDED'],
    failed: ['FAILED', 'FAULT', 'STOPPED', 'TIMED_OUT'],
    cancel: { action: 'stopBuild', parameters: (started) => ({ Id: at(started, ['Build', 'Id']) ?? null }) },
  },
  'ecs:runTask': {
    describe: 'describeTasks',
    parameters: (started, asked) => ({
      ...pick(asked, 'Cluster'),
      Tasks: [at(started, ['Tasks', 0, 'TaskArn']) ?? null],
    }),
    result: ['Tasks', 0],
    status: ['LastStatus'],
    succeeded: ['STOPPED'],
    failed: [],
    hasFailed: (task) =>
      !Array.isArray(task.Containers) ||
      task.Containers.some((container) => isObject(container) && container.ExitCode !== 0),
    cancel: {
      action: 'stopTask',
      parameters: (started, asked) => ({
        ...pick(asked, 'Cluster'),
        Task: at(started, ['Tasks', 0, 'TaskArn']) ?? null,
        Reason: 'The execution was stopped',
      }),
    },
  },
  'glue:startJobRun': {
    describe: 'getJobRun',
    parameters: (started, asked) => ({ ...pick(asked, 'JobName'), RunId: started.JobRunId ?? null }),
    result: ['JobRun'],
    status: ['JobRunState'],
    succeeded: ['SUCCEEDED'],
    failed: GLUE_FAILED,
    cancel: {
      action: 'batchStopJobRun',
      parameters: (started, asked) => ({ ...pick(asked, 'JobName'), JobRunIds: [started.JobRunId ?? null] }),
    },
  },
  'sagemaker:createTrainingJob': sageMakerJob('TrainingJob'),
  'sagemaker:createTransformJob': sageMakerJob('TransformJob'),
  'sagemaker:createProcessingJob': sageMakerJob('ProcessingJob'),
  'sagemaker:createLabelingJob': sageMakerJob('LabelingJob'),
  'states:startExecution': {
    describe: 'describeExecution',
    parameters: (started) => pick(started, 'ExecutionArn'),
    result: [],
    status: ['Status'],
    succeeded: ['SUCCEEDED'],
    failed: ['FAILED', 'TIMED_OUT', 'ABORTED'],
    cancel: { action: 'stopExecution', parameters: (started) => pick(started, 'ExecutionArn') },
  },
};

function sageMakerJob(kind: string): Job {
  return {
    describe: `describe${kind}`,
    parameters: (_started, asked) => pick(asked, `${kind}Name`),
    result: [],
    status: [`${kind}Status`],
    succeeded: ['Completed'],
    failed: ['Failed', 'Stopped'],
    cancel: { action: `stop${kind}`, parameters: (_started, asked) => pick(asked, `${kind}Name`) },
  };
}

/** A member somewhere inside a value. */
export function at(value: Json | undefined, path: readonly (string | number)[]): Json | undefined {
  let current = value;
  for (const step of path) {
    if (Array.isArray(current)) current = current[Number(step)];
    else if (isObject(current)) current = current[step];
    else return undefined;
  }
  return current;
}

function pick(value: JsonObject, name: string): JsonObject {
  const member = value[name];
  return member === undefined ? {} : { [name]: member };
}
