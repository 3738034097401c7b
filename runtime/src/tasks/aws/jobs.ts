import { isObject, type JsonObject } from '../../asl/json.ts';
import { asked, listOf, type Parameters, type Path, started, text } from './parameters.ts';

/** How a `.sync` integration finds out that its job has ended. */
export interface Job {
  /** API action that tells how the job stands, and its parameters. */
  readonly describe: string;
  readonly parameters: Parameters;
  /** The part of the description that is the task's result; all of it by default. */
  readonly result?: Path;
  /** The result is this part under the name, as in the answer of the start. */
  readonly named?: { readonly name: string; readonly path: Path };
  /** Status within the description. */
  readonly status: Path;
  readonly succeeded: readonly string[];
  readonly failed: readonly string[];
  /** A job that has ended may have failed all the same. */
  readonly hasFailed?: (result: JsonObject) => boolean;
  /** Error of the description that says that the job has succeeded: what was to be deleted is gone. */
  readonly goneBy?: string;
  /** Members of the start's answer that the result has, too. */
  readonly keeps?: readonly string[];
  /** Call that ends the job when the execution is stopped. */
  readonly cancel?: { readonly action: string; readonly parameters: Parameters };
}

const STOPPED = text('The execution was stopped');
const GONE = 'ResourceNotFoundException';

/** `.sync` integrations by `service:action`. Statuses: API references of the services. */
export const JOBS: Readonly<Record<string, Job>> = {
  'athena:startQueryExecution': {
    describe: 'getQueryExecution',
    parameters: { QueryExecutionId: started('QueryExecutionId') },
    status: ['QueryExecution', 'Status', 'State'],
    succeeded: ['SUCCEEDED'],
    failed: ['FAILED', 'CANCELLED'],
    cancel: { action: 'stopQueryExecution', parameters: { QueryExecutionId: started('QueryExecutionId') } },
  },
  'batch:submitJob': {
    describe: 'describeJobs',
    parameters: { Jobs: listOf(started('JobId')) },
    result: ['Jobs', 0],
    status: ['Jobs', 0, 'Status'],
    succeeded: ['SUCCEEDED'],
    failed: ['FAILED'],
    cancel: { action: 'terminateJob', parameters: { JobId: started('JobId'), Reason: STOPPED } },
  },
  'bedrock:createModelCustomizationJob': {
    describe: 'getModelCustomizationJob',
    parameters: { JobIdentifier: started('JobArn') },
    status: ['Status'],
    succeeded: ['Completed'],
    failed: ['Failed', 'Stopped'],
    cancel: { action: 'stopModelCustomizationJob', parameters: { JobIdentifier: started('JobArn') } },
  },
  'codebuild:startBuild': codeBuildJob('Build', 'batchGetBuilds', 'stopBuild'),
  'codebuild:startBuildBatch': codeBuildJob('BuildBatch', 'batchGetBuildBatches', 'stopBuildBatch'),
  'codebuild:retryBuildBatch': codeBuildJob('BuildBatch', 'batchGetBuildBatches', 'stopBuildBatch'),
  'databrew:startJobRun': {
    describe: 'describeJobRun',
    parameters: { Name: asked('Name'), RunId: started('RunId') },
    status: ['State'],
    succeeded: ['SUCCEEDED'],
    failed: ['FAILED', 'TIMEOUT', 'STOPPED'],
    cancel: { action: 'stopJobRun', parameters: { Name: asked('Name'), RunId: started('RunId') } },
  },
  'ecs:runTask': {
    describe: 'describeTasks',
    parameters: { Cluster: asked('Cluster'), Tasks: listOf(started('Tasks', 0, 'TaskArn')) },
    result: ['Tasks', 0],
    status: ['Tasks', 0, 'LastStatus'],
    succeeded: ['STOPPED'],
    failed: [],
    hasFailed: ({ Containers: containers }) =>
      !Array.isArray(containers) ||
      containers.some((container) => isObject(container) && container.Essential !== false && container.ExitCode !== 0),
    cancel: {
      action: 'stopTask',
      parameters: { Cluster: asked('Cluster'), Task: started('Tasks', 0, 'TaskArn'), Reason: STOPPED },
    },
  },
  'eks:createCluster': eksJob('Cluster', { Name: asked('Name') }, 'ACTIVE', ['FAILED']),
  'eks:deleteCluster': eksJob('Cluster', { Name: asked('Name') }, GONE, ['FAILED']),
  'eks:createFargateProfile': eksJob('FargateProfile', ofEksCluster('FargateProfileName'), 'ACTIVE', ['CREATE_FAILED']),
  'eks:deleteFargateProfile': eksJob('FargateProfile', ofEksCluster('FargateProfileName'), GONE, ['DELETE_FAILED']),
  'eks:createNodegroup': eksJob('Nodegroup', ofEksCluster('NodegroupName'), 'ACTIVE', ['CREATE_FAILED', 'DEGRADED']),
  'eks:deleteNodegroup': eksJob('Nodegroup', ofEksCluster('NodegroupName'), GONE, ['DELETE_FAILED']),
  'elasticmapreduce:createCluster': {
    describe: 'describeCluster',
    parameters: { ClusterId: started('ClusterId') },
    status: ['Cluster', 'Status', 'State'],
    succeeded: ['RUNNING', 'WAITING'],
    failed: ['TERMINATING', 'TERMINATED', 'TERMINATED_WITH_ERRORS'],
    keeps: ['ClusterId'],
    cancel: { action: 'terminateJobFlows', parameters: { JobFlowIds: listOf(started('ClusterId')) } },
  },
  'elasticmapreduce:terminateCluster': {
    describe: 'describeCluster',
    parameters: { ClusterId: asked('ClusterId') },
    status: ['Cluster', 'Status', 'State'],
    succeeded: ['TERMINATED', 'TERMINATED_WITH_ERRORS'],
    failed: [],
  },
  'elasticmapreduce:addStep': {
    describe: 'describeStep',
    parameters: { ClusterId: asked('ClusterId'), StepId: started('StepId') },
    status: ['Step', 'Status', 'State'],
    succeeded: ['COMPLETED'],
    failed: ['FAILED', 'CANCELLED', 'INTERRUPTED'],
    cancel: {
      action: 'cancelSteps',
      parameters: { ClusterId: asked('ClusterId'), StepIds: listOf(started('StepId')) },
    },
  },
  'emr-containers:startJobRun': {
    describe: 'describeJobRun',
    parameters: { VirtualClusterId: asked('VirtualClusterId'), Id: started('Id') },
    status: ['JobRun', 'State'],
    succeeded: ['COMPLETED'],
    failed: ['FAILED', 'CANCELLED'],
    cancel: {
      action: 'cancelJobRun',
      parameters: { VirtualClusterId: asked('VirtualClusterId'), Id: started('Id') },
    },
  },
  'emr-containers:deleteVirtualCluster': {
    describe: 'describeVirtualCluster',
    parameters: { Id: asked('Id') },
    status: ['VirtualCluster', 'State'],
    succeeded: ['TERMINATED'],
    failed: ['ARRESTED'],
  },
  'emr-serverless:createApplication': emrApplication(started('ApplicationId'), ['CREATED', 'STARTED'], ['TERMINATED']),
  'emr-serverless:startApplication': emrApplication(asked('ApplicationId'), ['STARTED'], ['STOPPED', 'TERMINATED']),
  'emr-serverless:stopApplication': emrApplication(asked('ApplicationId'), ['STOPPED', 'CREATED'], ['TERMINATED']),
  'emr-serverless:deleteApplication': emrApplication(asked('ApplicationId'), ['TERMINATED'], []),
  'emr-serverless:startJobRun': {
    ...emrServerlessRun(started('JobRunId'), ['SUCCESS'], ['FAILED', 'CANCELLED']),
    cancel: {
      action: 'cancelJobRun',
      parameters: { ApplicationId: asked('ApplicationId'), JobRunId: started('JobRunId') },
    },
  },
  // A run that has ended otherwise runs no more either.
  'emr-serverless:cancelJobRun': emrServerlessRun(asked('JobRunId'), ['CANCELLED', 'SUCCESS', 'FAILED'], []),
  'glue:startJobRun': {
    describe: 'getJobRun',
    parameters: { JobName: asked('JobName'), RunId: started('JobRunId') },
    result: ['JobRun'],
    status: ['JobRun', 'JobRunState'],
    succeeded: ['SUCCEEDED'],
    failed: ['FAILED', 'ERROR', 'TIMEOUT', 'STOPPED', 'EXPIRED'],
    cancel: {
      action: 'batchStopJobRun',
      parameters: { JobName: asked('JobName'), JobRunIds: listOf(started('JobRunId')) },
    },
  },
  'mediaconvert:createJob': {
    describe: 'getJob',
    parameters: { Id: started('Job', 'Id') },
    status: ['Job', 'Status'],
    succeeded: ['COMPLETE'],
    failed: ['ERROR', 'CANCELED'],
    cancel: { action: 'cancelJob', parameters: { Id: started('Job', 'Id') } },
  },
  'sagemaker:createTrainingJob': sageMakerJob('TrainingJob'),
  'sagemaker:createTransformJob': sageMakerJob('TransformJob'),
  'sagemaker:createProcessingJob': sageMakerJob('ProcessingJob'),
  'sagemaker:createLabelingJob': sageMakerJob('LabelingJob'),
  'sagemaker:createHyperParameterTuningJob': sageMakerJob('HyperParameterTuningJob'),
  'states:startExecution': {
    describe: 'describeExecution',
    parameters: { ExecutionArn: started('ExecutionArn') },
    status: ['Status'],
    succeeded: ['SUCCEEDED'],
    failed: ['FAILED', 'TIMED_OUT', 'ABORTED'],
    cancel: { action: 'stopExecution', parameters: { ExecutionArn: started('ExecutionArn') } },
  },
};

function codeBuildJob(kind: 'Build' | 'BuildBatch', describe: string, stop: string): Job {
  return {
    describe,
    parameters: { Ids: listOf(started(kind, 'Id')) },
    named: { name: kind, path: [`${kind}${kind === 'Build' ? 's' : 'es'}`, 0] },
    status: [`${kind}${kind === 'Build' ? 's' : 'es'}`, 0, `${kind}Status`],
    succeeded: ['SUCCEEDED'],
    failed: ['FAILED', 'FAULT', 'STOPPED', 'TIMED_OUT'],
    cancel: { action: stop, parameters: { Id: started(kind, 'Id') } },
  };
}

function ofEksCluster(name: string): Parameters {
  return { ClusterName: asked('ClusterName'), [name]: asked(name) };
}

/** Waits for a status, or until what is to be deleted is not found any more. */
function eksJob(kind: string, parameters: Parameters, end: string, failed: readonly string[]): Job {
  const isDeletion = end === GONE;
  return {
    describe: `describe${kind}`,
    parameters,
    status: [kind, 'Status'],
    succeeded: isDeletion ? [] : [end],
    failed,
    ...(isDeletion ? { goneBy: GONE } : {}),
  };
}

function emrApplication(id: Parameters[string], succeeded: readonly string[], failed: readonly string[]): Job {
  const status = ['Application', 'State'];
  return { describe: 'getApplication', parameters: { ApplicationId: id }, status, succeeded, failed };
}

function emrServerlessRun(id: Parameters[string], succeeded: readonly string[], failed: readonly string[]): Job {
  const parameters = { ApplicationId: asked('ApplicationId'), JobRunId: id };
  return { describe: 'getJobRun', parameters, status: ['JobRun', 'State'], succeeded, failed };
}

function sageMakerJob(kind: string): Job {
  const name = { [`${kind}Name`]: asked(`${kind}Name`) };
  return {
    describe: `describe${kind}`,
    parameters: name,
    status: [`${kind}Status`],
    succeeded: ['Completed'],
    failed: ['Failed', 'Stopped'],
    cancel: { action: `stop${kind}`, parameters: name },
  };
}
