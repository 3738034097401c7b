import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../runtime/src/asl/json.ts';
import { OPTIMIZED_INTEGRATIONS } from '../../runtime/src/asl/serviceData.ts';
import { runExecution } from '../../runtime/src/index.ts';
import { AwsClients } from '../../runtime/src/tasks/aws/awsClients.ts';
import { awsRunner } from '../../runtime/src/tasks/aws/awsRunner.ts';
import { INTEGRATIONS } from '../../runtime/src/tasks/aws/integrations.ts';
import { JOBS } from '../../runtime/src/tasks/aws/jobs.ts';
import { OWN_INTEGRATIONS } from '../../runtime/src/tasks/aws/ownIntegrations.ts';
import { upperFirst } from '../../runtime/src/tasks/aws/sdkSchema.ts';
import { definitionOf } from '../support/endpoint.ts';
import { temporaryFolder } from '../support/serveProcess.ts';

type Answer = object | { readonly error: string };
/** Calls that were made, as `action parameters`. */
type Calls = readonly (readonly [action: string, parameters: object])[];

const ACTIONS = [
  ...Object.keys(JOBS).map((name) => name.split(':')[1]!),
  ...Object.values(JOBS).flatMap(({ describe: action, cancel }) => [action, cancel?.action ?? action]),
  ...['ListInstanceFleets', 'ListInstanceGroups'],
  ...Object.entries(INTEGRATIONS).map(([name, { action }]) => action ?? name.split(':')[1]!),
].map(upperFirst);
let packages = 0;

/** A package in place of an AWS SDK's client: answers its calls in the order of the script, the last answer again and again. */
function clientsOf(name: string, answers: readonly Answer[]) {
  packages += 1;
  const folder = path.join(temporaryFolder(), String(packages));
  const home = path.join(folder, 'node_modules', '@aws-sdk', `client-${name}`);
  mkdirSync(home, { recursive: true });
  writeFileSync(path.join(home, 'package.json'), `{"name":"@aws-sdk/client-${name}","main":"index.js"}`);
  writeFileSync(
    path.join(home, 'index.js'),
    `const answers = ${JSON.stringify(answers)};
     const calls = globalThis.calls${packages} = [];
     class SomeClient {
       async send({ action, input }) {
         calls.push([action, input]);
         const { error, ...answer } = answers.length > 1 ? answers.shift() : answers[0];
         if (error) throw Object.assign(new Error(error), { name: error, $metadata: { httpStatusCode: 404 } });
         return { $metadata: { httpStatusCode: 200, requestId: 'r' }, ...answer };
       }
     }
     exports.SomeClient = SomeClient;
     const command = (action) => class { constructor(input) { this.input = input; this.action = action; } };
     ${ACTIONS.map((action) => `exports.${action}Command = command('${action}');`).join('\n')}`,
  );
  const clients = new AwsClients({ folder, region: 'us-east-1' }, () => {});
  const called = () => (globalThis as unknown as Record<string, Calls>)[`calls${packages}`] ?? [];
  return { clients, called };
}

async function task(resource: string, parameters: object, client: string, answers: readonly Answer[]) {
  const { clients, called } = clientsOf(client, answers);
  const tasks = [awsRunner({ clients, log: () => {}, pollSeconds: 0.001 })];
  const definition = definitionOf({
    // Parameters that come from the input are no matter for validation: the cases need only what they are about.
    Call: {
      ...{ Type: 'Task', QueryLanguage: 'JSONata', Resource: `arn:aws:states:::${resource}` },
      Arguments: '{% $states.input %}',
      End: true,
    },
  });
  const input = parameters as Json;
  const { status, output, error, cause } = await runExecution({ definition, tasks, input, clock: 'real' });
  const result = status === 'SUCCEEDED' ? { output: JSON.parse(output!) } : { error, cause };
  return { ...result, calls: called() };
}

test('every integration with .sync is known', () => {
  const missing = OPTIMIZED_INTEGRATIONS.filter(({ patterns }) => patterns.includes('.sync'))
    .map(({ service, action }) => `${service}:${action}`)
    .filter((name) => !(name in JOBS || name in OWN_INTEGRATIONS));
  expect(missing).toEqual([]);
});

describe('.sync', () => {
  interface Case {
    readonly resource: string;
    readonly client: string;
    readonly parameters: object;
    readonly answers: readonly Answer[];
    readonly calls: Calls;
    readonly output: object;
  }
  const application = { ApplicationId: 'a-1' };
  const cluster = { Id: 'j-1', Status: { State: 'WAITING' } };
  const cases: readonly Case[] = [
    {
      resource: 'bedrock:createModelCustomizationJob',
      client: 'bedrock',
      parameters: { JobName: 'j' },
      answers: [{ jobArn: 'arn' }, { status: 'InProgress' }, { status: 'Completed' }],
      calls: [
        ['CreateModelCustomizationJob', { JobName: 'j' }],
        ['GetModelCustomizationJob', { JobIdentifier: 'arn' }],
        ['GetModelCustomizationJob', { JobIdentifier: 'arn' }],
      ],
      output: { Status: 'Completed' },
    },
    {
      resource: 'codebuild:startBuildBatch',
      client: 'codebuild',
      parameters: { ProjectName: 'p' },
      answers: [{ buildBatch: { id: 'b-1' } }, { buildBatches: [{ id: 'b-1', buildBatchStatus: 'SUCCEEDED' }] }],
      calls: [
        ['StartBuildBatch', { ProjectName: 'p' }],
        ['BatchGetBuildBatches', { Ids: ['b-1'] }],
      ],
      output: { BuildBatch: { Id: 'b-1', BuildBatchStatus: 'SUCCEEDED' } },
    },
    {
      resource: 'databrew:startJobRun',
      client: 'databrew',
      parameters: { Name: 'job' },
      answers: [{ RunId: 'r-1' }, { State: 'RUNNING' }, { State: 'SUCCEEDED', RunId: 'r-1' }],
      calls: [
        ['StartJobRun', { Name: 'job' }],
        ['DescribeJobRun', { Name: 'job', RunId: 'r-1' }],
        ['DescribeJobRun', { Name: 'job', RunId: 'r-1' }],
      ],
      output: { State: 'SUCCEEDED', RunId: 'r-1' },
    },
    {
      resource: 'eks:createNodegroup',
      client: 'eks',
      parameters: { ClusterName: 'c', NodegroupName: 'n' },
      answers: [{ nodegroup: { status: 'CREATING' } }, { Nodegroup: { Status: 'ACTIVE' } }],
      calls: [
        ['CreateNodegroup', { ClusterName: 'c', NodegroupName: 'n' }],
        ['DescribeNodegroup', { ClusterName: 'c', NodegroupName: 'n' }],
      ],
      output: { Nodegroup: { Status: 'ACTIVE' } },
    },
    {
      resource: 'eks:deleteCluster',
      client: 'eks',
      parameters: { Name: 'c' },
      answers: [
        { Cluster: { Name: 'c', Status: 'DELETING' } },
        { Cluster: { Name: 'c', Status: 'DELETING' } },
        { error: 'ResourceNotFoundException' },
      ],
      calls: [
        ['DeleteCluster', { Name: 'c' }],
        ['DescribeCluster', { Name: 'c' }],
        ['DescribeCluster', { Name: 'c' }],
      ],
      output: { Cluster: { Name: 'c', Status: 'DELETING' } },
    },
    {
      resource: 'elasticmapreduce:createCluster',
      client: 'emr',
      parameters: { Name: 'c', Instances: {} },
      answers: [
        { JobFlowId: 'j-1', ClusterArn: 'arn' },
        { Cluster: { Status: { State: 'STARTING' } } },
        { Cluster: cluster },
      ],
      calls: [
        ['RunJobFlow', { Name: 'c', Instances: {} }],
        ['DescribeCluster', { ClusterId: 'j-1' }],
        ['DescribeCluster', { ClusterId: 'j-1' }],
      ],
      output: { ClusterId: 'j-1', Cluster: cluster },
    },
    {
      resource: 'elasticmapreduce:addStep',
      client: 'emr',
      parameters: { ClusterId: 'j-1', Step: { Name: 's' } },
      answers: [{ StepIds: ['s-1'] }, { Step: { Id: 's-1', Status: { State: 'COMPLETED' } } }],
      calls: [
        ['AddJobFlowSteps', { JobFlowId: 'j-1', Steps: [{ Name: 's' }] }],
        ['DescribeStep', { ClusterId: 'j-1', StepId: 's-1' }],
      ],
      output: { Step: { Id: 's-1', Status: { State: 'COMPLETED' } } },
    },
    {
      resource: 'elasticmapreduce:terminateCluster',
      client: 'emr',
      parameters: { ClusterId: 'j-1' },
      answers: [{}, { Cluster: { Status: { State: 'TERMINATED' } } }],
      calls: [
        ['TerminateJobFlows', { JobFlowIds: ['j-1'] }],
        ['DescribeCluster', { ClusterId: 'j-1' }],
      ],
      output: { Cluster: { Status: { State: 'TERMINATED' } } },
    },
    {
      resource: 'emr-containers:startJobRun',
      client: 'emr-containers',
      parameters: { VirtualClusterId: 'v' },
      answers: [{ id: 'r-1' }, { JobRun: { State: 'COMPLETED' } }],
      calls: [
        ['StartJobRun', { VirtualClusterId: 'v' }],
        ['DescribeJobRun', { VirtualClusterId: 'v', Id: 'r-1' }],
      ],
      output: { JobRun: { State: 'COMPLETED' } },
    },
    {
      resource: 'emr-serverless:startApplication',
      client: 'emr-serverless',
      parameters: application,
      answers: [{}, { Application: { State: 'STARTING' } }, { Application: { State: 'STARTED' } }],
      calls: [
        ['StartApplication', application],
        ['GetApplication', application],
        ['GetApplication', application],
      ],
      output: { Application: { State: 'STARTED' } },
    },
    {
      resource: 'emr-serverless:startJobRun',
      client: 'emr-serverless',
      parameters: application,
      answers: [{ jobRunId: 'r-1' }, { JobRun: { State: 'SUCCESS' } }],
      calls: [
        ['StartJobRun', application],
        ['GetJobRun', { ...application, JobRunId: 'r-1' }],
      ],
      output: { JobRun: { State: 'SUCCESS' } },
    },
    {
      resource: 'mediaconvert:createJob',
      client: 'mediaconvert',
      parameters: { Role: 'r', Settings: {} },
      answers: [{ Job: { Id: 'm-1' } }, { Job: { Id: 'm-1', Status: 'COMPLETE' } }],
      calls: [
        ['CreateJob', { Role: 'r', Settings: {} }],
        ['GetJob', { Id: 'm-1' }],
      ],
      output: { Job: { Id: 'm-1', Status: 'COMPLETE' } },
    },
    {
      resource: 'sagemaker:createHyperParameterTuningJob',
      client: 'sagemaker',
      parameters: { HyperParameterTuningJobName: 't' },
      answers: [{}, { HyperParameterTuningJobStatus: 'Completed' }],
      calls: [
        ['CreateHyperParameterTuningJob', { HyperParameterTuningJobName: 't' }],
        ['DescribeHyperParameterTuningJob', { HyperParameterTuningJobName: 't' }],
      ],
      output: { HyperParameterTuningJobStatus: 'Completed' },
    },
  ];

  test.each(cases)('$resource', async ({ resource, client, parameters, answers, calls, output }) => {
    expect(await task(`${resource}.sync`, parameters, client, answers)).toEqual({ output, calls });
  });

  test('a job that fails is States.TaskFailed with what describes it', async () => {
    const answers = [{ Job: { Id: 'm-1' } }, { Job: { Id: 'm-1', Status: 'ERROR' } }];
    const { error, cause } = await task('mediaconvert:createJob.sync', { Role: 'r' }, 'mediaconvert', answers);
    expect([error, JSON.parse(cause!)]).toEqual(['States.TaskFailed', { Job: { Id: 'm-1', Status: 'ERROR' } }]);
  });
});

describe('rules of optimized integrations', () => {
  test('events: details become text, the execution is among the resources, a failed entry fails the task', async () => {
    const answers = [{ FailedEntryCount: 1, Entries: [{ ErrorCode: 'MalformedDetail' }] }];
    const entry = { Source: 's', DetailType: 't', Detail: { a: 1 }, Resources: ['mine'] };
    const { error, cause, calls } = await task('events:putEvents', { Entries: [entry] }, 'eventbridge', answers);
    expect(error).toBe('EventBridge.FailedEntry');
    expect(JSON.parse(cause!)).toMatchObject({ FailedEntryCount: 1 });
    const [sent] = (calls[0]![1] as { Entries: (typeof entry)[] }).Entries;
    expect(sent).toMatchObject({ Detail: '{"a":1}' });
    expect(sent!.Resources).toEqual([
      'mine',
      expect.stringContaining(':execution:'),
      expect.stringMatching(/:stateMachine:/),
    ]);
  });

  test('ecs: a task that could not be placed fails; .sync says who started it', async () => {
    const answers = [{ Tasks: [], Failures: [{ Reason: 'RESOURCE:CPU' }] }];
    const { error, calls } = await task('ecs:runTask.sync', { TaskDefinition: 't' }, 'ecs', answers);
    expect(error).toBe('AmazonECS.Unknown');
    expect(calls).toEqual([['RunTask', { TaskDefinition: 't', StartedBy: 'AWS Step Functions' }]]);
  });

  test('batch: .sync tells the container who manages it, without losing its environment', async () => {
    const answers = [{ JobId: 'j' }, { Jobs: [{ Status: 'SUCCEEDED' }] }];
    const parameters = { JobName: 'n', ContainerOverrides: { Environment: [{ Name: 'A', Value: 'b' }] } };
    const { calls } = await task('batch:submitJob.sync', parameters, 'batch', answers);
    expect(calls[0]![1]).toMatchObject({
      ContainerOverrides: {
        Environment: [
          { Name: 'A', Value: 'b' },
          { Name: 'MANAGED_BY_AWS', Value: 'STARTED_BY_STEP_FUNCTIONS' },
        ],
      },
    });
  });

  test('glue: the name of the job is in the answer', async () => {
    const { output } = await task('glue:startJobRun', { JobName: 'j' }, 'glue', [{ JobRunId: 'r' }]);
    expect(output).toEqual({ JobName: 'j', JobRunId: 'r' });
  });

  test('elasticmapreduce: a fleet that the task names is looked for on every page of the list', async () => {
    const answers = [
      { InstanceFleets: [{ Id: 'f-1', Name: 'core' }], Marker: 'next' },
      { InstanceFleets: [{ Id: 'f-2', Name: 'spot' }] },
      {},
    ];
    const parameters = { ClusterId: 'c', InstanceFleetName: 'spot', InstanceFleet: { TargetSpotCapacity: 2 } };
    const { output, calls } = await task('elasticmapreduce:modifyInstanceFleetByName', parameters, 'emr', answers);
    expect(output).toEqual({});
    expect(calls).toEqual([
      ['ListInstanceFleets', { ClusterId: 'c' }],
      ['ListInstanceFleets', { ClusterId: 'c', Marker: 'next' }],
      ['ModifyInstanceFleet', { ClusterId: 'c', InstanceFleet: { TargetSpotCapacity: 2, InstanceFleetId: 'f-2' } }],
    ]);
  });

  test('elasticmapreduce: a group that the task names is modified; one that is not there fails the task', async () => {
    const answers = [{ InstanceGroups: [{ Id: 'g-1', Name: 'task' }] }, {}];
    const parameters = { ClusterId: 'c', InstanceGroupName: 'task', InstanceGroup: { InstanceCount: 3 } };
    const { calls } = await task('elasticmapreduce:modifyInstanceGroupByName', parameters, 'emr', answers);
    expect(calls.at(-1)).toEqual([
      'ModifyInstanceGroups',
      { ClusterId: 'c', InstanceGroups: [{ InstanceCount: 3, InstanceGroupId: 'g-1' }] },
    ]);
    const other = { ...parameters, InstanceGroupName: 'core' };
    const { error, cause } = await task('elasticmapreduce:modifyInstanceGroupByName', other, 'emr', answers);
    expect(error).toBe('ElasticMapReduce.InvalidRequestException');
    expect(cause).toContain('The cluster c has no InstanceGroup with the name core.');
  });

  test('a service whose name leads out of the SDK is none', async () => {
    const { error, cause } = await task('aws-sdk:../../evil:run', {}, 'evil', [{}]);
    expect(error).toBe('States.Runtime');
    expect(cause).not.toContain('npm install');
  });
});
