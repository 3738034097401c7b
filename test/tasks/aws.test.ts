import { mkdirSync, writeFileSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import path from 'node:path';
import { CreateStateMachineCommand } from '@aws-sdk/client-sfn';
import dynalite from 'dynalite';
import S3rver from 's3rver';
import { afterAll, describe, expect, test } from 'vitest';
import { runExecution } from '../../runtime/src/index.ts';
import { AwsClients } from '../../runtime/src/tasks/aws/awsClients.ts';
import { awsRunner } from '../../runtime/src/tasks/aws/awsRunner.ts';
import { s3Objects } from '../../runtime/src/tasks/aws/s3Objects.ts';
import { definitionOf, ROLE, testEndpoint } from '../support/endpoint.ts';
import { temporaryFolder } from '../support/serveProcess.ts';

const dynamo = await listening(dynalite({ createTableMs: 0 }));
const s3 = new S3rver({
  port: 0,
  silent: true,
  directory: temporaryFolder(),
  configureBuckets: [{ name: 'data', configs: [] }],
});
const s3Address = await s3.run();
afterAll(() => s3.close());
const { client: sfn, endpoint } = await testEndpoint();

const log: string[] = [];
const clients = new AwsClients(
  {
    folder: import.meta.dirname,
    endpoints: {
      dynamodb: `http://127.0.0.1:${dynamo}`,
      s3: `http://127.0.0.1:${s3Address.port}`,
      sfn: endpoint.url,
      sqs: 'http://127.0.0.1:1',
    },
    region: 'us-east-1',
  },
  (line) => log.push(line),
);
afterAll(() => clients.close());
process.env.AWS_ACCESS_KEY_ID = 'S3RVER';
process.env.AWS_SECRET_ACCESS_KEY = 'S3RVER';
const tasks = [awsRunner({ clients, log: (line) => log.push(line), pollSeconds: 0.01 })];

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** Runs one Task and answers its result, or its error and cause. */
async function task(resource: string, parameters: object, fields: object = {}) {
  const definition = definitionOf({
    Call: { Type: 'Task', Resource: `arn:aws:states:::${resource}`, Parameters: parameters, ...fields, End: true },
  });
  const { status, output, error, cause } = await runExecution({ definition, tasks, clock: 'real' });
  return status === 'SUCCEEDED' ? { output: JSON.parse(output!) } : { error, cause };
}

describe('DynamoDB', () => {
  const Item = { id: { S: 'a' }, n: { N: '1' } };

  test('SDK and optimized integrations read what the other wrote', async () => {
    await task('aws-sdk:dynamodb:createTable', {
      TableName: 'orders',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    });
    await expect
      .poll(
        async () => (await task('aws-sdk:dynamodb:describeTable', { TableName: 'orders' })).output?.Table.TableStatus,
      )
      .toBe('ACTIVE');
    const put = await task('dynamodb:putItem', { TableName: 'orders', Item });
    expect(put.output).toMatchObject({ SdkHttpMetadata: { HttpStatusCode: 200 } });
    expect(await task('aws-sdk:dynamodb:getItem', { TableName: 'orders', Key: { id: { S: 'a' } } })).toEqual({
      output: { Item },
    });
    expect(log).toContain(`AWS call: dynamodb:putItem at http://127.0.0.1:${dynamo}`);
  });

  test('times are text', async () => {
    const { output } = await task('aws-sdk:dynamodb:describeTable', { TableName: 'orders' });
    expect(output.Table.CreationDateTime).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  test('errors are named and worded as AWS does, by kind of integration', async () => {
    const parameters = { TableName: 'none', Key: { id: { S: 'a' } } };
    expect(await task('dynamodb:getItem', parameters)).toEqual({
      error: 'DynamoDB.ResourceNotFoundException',
      cause: expect.stringMatching(
        /^Requested resource not found \(Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ResourceNotFoundException; Request ID: \w+; Proxy: null\)$/,
      ),
    });
    expect(await task('aws-sdk:dynamodb:getItem', parameters)).toEqual({
      error: 'DynamoDb.ResourceNotFoundException',
      cause: expect.stringMatching(
        /^Requested resource not found \(Service: DynamoDb, Status Code: 400, Request ID: \w+\) \(SDK Attempt Count: 1\)$/,
      ),
    });
  });

  test('errors that the API does not model have the general name', async () => {
    const parameters = { TableName: 'orders', Key: { other: { S: 'a' } } };
    expect((await task('dynamodb:getItem', parameters)).error).toBe('DynamoDB.AmazonDynamoDBException');
    expect((await task('aws-sdk:dynamodb:getItem', parameters)).error).toBe('DynamoDb.DynamoDbException');
  });

  test('a failed condition is caught by its name', async () => {
    const failing = { TableName: 'orders', Item, ConditionExpression: 'attribute_not_exists(id)' };
    expect((await task('dynamodb:putItem', failing)).error).toBe('DynamoDB.ConditionalCheckFailedException');
  });
});

describe('S3', () => {
  test('objects are text; JSON given as a body becomes text', async () => {
    await task('aws-sdk:s3:putObject', { Bucket: 'data', Key: 'a.json', Body: { a: 1 } });
    const { output } = await task('aws-sdk:s3:getObject', { Bucket: 'data', Key: 'a.json' });
    expect(output).toMatchObject({ Body: '{"a":1}', ContentLength: 7 });
  });

  test('a missing object is NoSuchKeyException', async () => {
    expect(await task('aws-sdk:s3:getObject', { Bucket: 'data', Key: 'none' })).toMatchObject({
      error: 'S3.NoSuchKeyException',
      cause: expect.stringMatching(/\(Service: S3, Status Code: 404, Request ID: /),
    });
  });

  test('a distributed Map reads its items from S3 and writes its results there', async () => {
    await task('aws-sdk:s3:putObject', { Bucket: 'data', Key: 'items.csv', Body: 'id,n\na,1\nb,2\n' });
    const definition = definitionOf({
      Each: {
        Type: 'Map',
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
          Parameters: { Bucket: 'data', Key: 'items.csv' },
        },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'Pass',
          States: { Pass: { Type: 'Pass', End: true } },
        },
        ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'data', Prefix: 'out' } },
        End: true,
      },
    });
    const { endpoint: server, client } = await testEndpoint({ objects: s3Objects(clients) });
    const { stateMachineArn } = await client.send(
      new CreateStateMachineCommand({ name: 'map', definition, roleArn: ROLE }),
    );
    const run = await endOf(server, stateMachineArn!);
    expect(run.cause).toBeUndefined();
    const { ResultWriterDetails } = run.output as { ResultWriterDetails: { Bucket: string; Key: string } };
    const manifest = await task('aws-sdk:s3:getObject', ResultWriterDetails);
    const [file] = JSON.parse(manifest.output.Body).ResultFiles.SUCCEEDED;
    const results = await task('aws-sdk:s3:getObject', { Bucket: 'data', Key: file.Key });
    const outputs = JSON.parse(results.output.Body).map((result: { Output: string }) => JSON.parse(result.Output));
    expect(outputs).toEqual([
      { id: 'a', n: '1' },
      { id: 'b', n: '2' },
    ]);
  });
});

async function endOf(server: typeof endpoint, stateMachineArn: string) {
  const { startExecution } = await import('../../runtime/src/hosts/endpoint/operations/executions.ts');
  const machine = server.service.store.machines.get(stateMachineArn)!;
  const entry = startExecution(server.service, {
    machine,
    route: { revision: machine.revision },
    name: server.service.newId(),
    input: {},
  });
  await server.service.executions.ended(entry);
  return server.service.executions.dataOf(entry);
}

describe('nested executions through the SDK', () => {
  const child = definitionOf({ A: { Type: 'Pass', Result: { done: true }, End: true } });

  test('.sync waits for the end and shows text, .sync:2 shows JSON', async () => {
    const { stateMachineArn } = await sfn.send(
      new CreateStateMachineCommand({ name: 'child', definition: child, roleArn: ROLE }),
    );
    const parameters = { StateMachineArn: stateMachineArn, Input: { n: 1 } };
    expect((await task('states:startExecution', parameters)).output).toMatchObject({
      ExecutionArn: expect.stringContaining(':execution:child:'),
      SdkHttpMetadata: { HttpStatusCode: 200 },
    });
    expect((await task('states:startExecution.sync', parameters)).output).toMatchObject({
      Status: 'SUCCEEDED',
      Input: '{"n":1}',
      Output: '{"done":true}',
    });
    expect((await task('states:startExecution.sync:2', parameters)).output.Output).toEqual({ done: true });
  });

  test('a failed child is States.TaskFailed with its description as cause', async () => {
    const definition = definitionOf({ A: { Type: 'Fail', Error: 'Bad', Cause: 'luck' } });
    const { stateMachineArn } = await sfn.send(
      new CreateStateMachineCommand({ name: 'bad-child', definition, roleArn: ROLE }),
    );
    const { error, cause } = await task('states:startExecution.sync:2', { StateMachineArn: stateMachineArn });
    expect([error, JSON.parse(cause!)]).toEqual([
      'States.TaskFailed',
      expect.objectContaining({ Status: 'FAILED', Error: 'Bad', Cause: 'luck' }),
    ]);
  });
});

describe('what does not answer', () => {
  test('a service that nobody serves', async () => {
    expect(await task('sqs:sendMessage', { QueueUrl: 'http://127.0.0.1:1/q', MessageBody: 'm' })).toEqual({
      error: 'SQS.SdkClientException',
      cause: expect.stringMatching(/^Unable to execute HTTP request: /),
    });
  });

  test('a client that is not installed says what to install', async () => {
    const { error, cause } = await task('aws-sdk:accessanalyzer:listAnalyzers', {});
    expect([error, cause]).toEqual(['States.Runtime', expect.stringContaining('npm install')]);
  });
});

describe('jobs', () => {
  /** A package in place of the AWS SDK's client of Glue: a job that runs for a while. */
  const folder = temporaryFolder();
  const home = path.join(folder, 'node_modules', '@aws-sdk', 'client-glue');
  mkdirSync(home, { recursive: true });
  writeFileSync(path.join(home, 'package.json'), '{"name":"@aws-sdk/client-glue","main":"index.js"}');
  writeFileSync(
    path.join(home, 'index.js'),
    `const $metadata = { httpStatusCode: 200, requestId: 'r' };
     const asked = new Map();
     class Command { constructor(input) { this.input = input; } }
     exports.StartJobRunCommand = class extends Command {};
     exports.GetJobRunCommand = class extends Command {};
     exports.GlueClient = class {
       async send({ input }) {
         if (!input.RunId) return { $metadata, JobRunId: input.JobName };
         const times = (asked.get(input.RunId) ?? 0) + 1;
         asked.set(input.RunId, times);
         const end = input.RunId === 'bad' ? 'FAILED' : 'SUCCEEDED';
         return { $metadata, JobRun: { Id: input.RunId, JobRunState: times < 3 ? 'RUNNING' : end } };
       }
     };`,
  );
  const glue = new AwsClients({ folder, region: 'us-east-1' }, () => {});
  const glueTasks = [awsRunner({ clients: glue, log: () => {}, pollSeconds: 0.01 })];

  function job(name: string) {
    const definition = definitionOf({
      Job: {
        Type: 'Task',
        Resource: 'arn:aws:states:::glue:startJobRun.sync',
        Parameters: { JobName: name },
        End: true,
      },
    });
    return runExecution({ definition, tasks: glueTasks, clock: 'real' });
  }

  test('.sync asks until the job has ended; its description is the result', async () => {
    const { output, events } = await job('good');
    expect(JSON.parse(output!)).toEqual({ Id: 'good', JobRunState: 'SUCCEEDED' });
    expect(events.map((event) => event.type)).toContain('TaskSubmitted');
  });

  test('a failed job is States.TaskFailed', async () => {
    const { error, cause } = await job('bad');
    expect([error, JSON.parse(cause!)]).toEqual(['States.TaskFailed', { Id: 'bad', JobRunState: 'FAILED' }]);
  });
});
