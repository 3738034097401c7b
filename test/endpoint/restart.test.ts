import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetActivityTaskCommand,
  GetExecutionHistoryCommand,
  ListStateMachineVersionsCommand,
  ListTagsForResourceCommand,
  PublishStateMachineVersionCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
  TagResourceCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, describe, expect, test } from 'vitest';
import { type Endpoint, startEndpoint } from '../../runtime/src/hosts/endpoint/endpoint.ts';
import { lambdaRunner } from '../../runtime/src/tasks/lambda/lambdaRunner.ts';
import { objectFolder } from '../../runtime/src/tasks/objectFolder.ts';
import { clientOf, definitionOf, ROLE } from '../support/endpoint.ts';
import { temporaryFolder } from '../support/serveProcess.ts';

const folder = temporaryFolder();
const calls: string[] = [];
mkdirSync(path.join(folder, 's3', 'bucket'), { recursive: true });
writeFileSync(path.join(folder, 's3', 'bucket', 'items.json'), '[1,2,3]');
writeFileSync(
  path.join(folder, 'app.js'),
  'exports.handler = async (event) => ({ at: process.hrtime.bigint().toString(), event });',
);

const lambda = lambdaRunner({
  functionNamed: (name) =>
    name === 'handler' ? { name, runtime: 'nodejs22.x', codeUri: folder, handler: 'app.handler' } : undefined,
  output: () => {},
});
afterAll(() => lambda.close());

interface Server {
  readonly endpoint: Endpoint;
  readonly client: SFNClient;
}

/** Starts the endpoint on one journal, as many times as it is asked for; the one before is stopped first. */
let running: Server | undefined;
async function restart(): Promise<Server> {
  running?.client.destroy();
  await running?.endpoint.close();
  const endpoint = await startEndpoint({
    port: 0,
    dataFolder: path.join(folder, 'data'),
    objects: objectFolder(path.join(folder, 's3')),
    clock: { mode: 'real', scale: 100 },
    tasks: () => [
      {
        run: (call) => {
          calls.push(call.state);
          return call.state === 'Never' ? new Promise(() => {}) : lambda.run(call);
        },
      },
    ],
  });
  running = { endpoint, client: clientOf(endpoint.url) };
  return running;
}
afterAll(() => running?.endpoint.close());

async function start({ client }: Server, name: string, definition: string, input: unknown = {}) {
  const { stateMachineArn } = await client.send(new CreateStateMachineCommand({ name, definition, roleArn: ROLE }));
  const started = await client.send(
    new StartExecutionCommand({ stateMachineArn, name: 'run', input: JSON.stringify(input) }),
  );
  return started.executionArn!;
}

async function end({ endpoint, client }: Server, executionArn: string) {
  await endpoint.service.executions.ended(endpoint.service.store.executions.get(executionArn)!);
  return client.send(new DescribeExecutionCommand({ executionArn }));
}

const history = async ({ client }: Server, executionArn: string) =>
  (await client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }))).events;

const LAMBDA = 'arn:aws:lambda:us-east-1:123456789012:function:handler';

describe('after a restart', () => {
  test('machines, versions and tags are there', async () => {
    const { client } = await restart();
    const definition = definitionOf({ A: { Type: 'Succeed' } });
    const { stateMachineArn } = await client.send(
      new CreateStateMachineCommand({ name: 'kept', definition, roleArn: ROLE }),
    );
    await client.send(new PublishStateMachineVersionCommand({ stateMachineArn }));
    await client.send(new TagResourceCommand({ resourceArn: stateMachineArn, tags: [{ key: 'a', value: 'b' }] }));
    const again = (await restart()).client;
    const versions = await again.send(new ListStateMachineVersionsCommand({ stateMachineArn }));
    expect(versions.stateMachineVersions!.map((version) => version.stateMachineVersionArn)).toEqual([
      `${stateMachineArn}:1`,
    ]);
    const { tags } = await again.send(new ListTagsForResourceCommand({ resourceArn: stateMachineArn }));
    expect(tags).toEqual([{ key: 'a', value: 'b' }]);
  });

  test('a token of an execution that has ended is too late, not unknown', async () => {
    const first = await restart();
    const { activityArn } = await first.client.send(new CreateActivityCommand({ name: 'slow' }));
    const definition = definitionOf({ Work: { Type: 'Task', Resource: activityArn!, TimeoutSeconds: 60, End: true } });
    const executionArn = await start(first, 'late', definition);
    const { taskToken } = await first.client.send(new GetActivityTaskCommand({ activityArn }));
    expect((await end(first, executionArn)).error).toBe('States.Timeout');
    const answer = () => running!.client.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));
    await expect(answer()).rejects.toMatchObject({ name: 'TaskTimedOut' });
    await restart();
    await expect(answer()).rejects.toMatchObject({ name: 'TaskTimedOut' });
    running!.endpoint.service.store.compact();
    await restart();
    await expect(answer()).rejects.toMatchObject({ name: 'TaskTimedOut' });
    const unknown = new SendTaskSuccessCommand({ taskToken: '00000000-0000-4000-8000-000000000000', output: '{}' });
    await expect(running!.client.send(unknown)).rejects.toMatchObject({ name: 'TaskDoesNotExist' });
  });

  test('an execution that has ended answers the same, history and all, and calls nobody again', async () => {
    const first = await restart();
    const definition = definitionOf({
      Random: {
        Type: 'Pass',
        Parameters: { 'id.$': 'States.UUID()', 'n.$': 'States.MathRandom(1, 1000)' },
        Next: 'Both',
      },
      Both: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 2, End: true } } },
          { StartAt: 'Call', States: { Call: { Type: 'Task', Resource: LAMBDA, End: true } } },
        ],
        Next: 'Items',
      },
      Items: {
        Type: 'Map',
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          ReaderConfig: { InputType: 'JSON' },
          Parameters: { Bucket: 'bucket', Key: 'items.json' },
        },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'Each',
          States: { Each: { Type: 'Task', Resource: LAMBDA, End: true } },
        },
        ResultPath: '$',
        End: true,
      },
    });
    const executionArn = await start(first, 'whole', definition);
    const described = await end(first, executionArn);
    expect(described.status).toBe('SUCCEEDED');
    const before = await history(first, executionArn);
    const called = calls.length;
    writeFileSync(path.join(folder, 's3', 'bucket', 'items.json'), '[9]');
    const second = await restart();
    const { $metadata: _, ...sameDescription } = described;
    expect(await end(second, executionArn)).toMatchObject(sameDescription);
    expect(await history(second, executionArn)).toEqual(before);
    expect(calls.length).toBe(called);
  });

  test('a task that was under way is started again', async () => {
    const first = await restart();
    const definition = definitionOf({
      Before: { Type: 'Pass', Parameters: { 'id.$': 'States.UUID()' }, ResultPath: '$.before', Next: 'Never' },
      Never: {
        Type: 'Task',
        Resource: LAMBDA,
        TimeoutSeconds: 300,
        Catch: [{ ErrorEquals: ['States.Timeout'], ResultPath: null, Next: 'Done' }],
        End: true,
      },
      Done: { Type: 'Succeed' },
    });
    const executionArn = await start(first, 'interrupted', definition);
    await expect.poll(() => calls.filter((state) => state === 'Never')).toHaveLength(1);
    const before = await history(first, executionArn);
    const second = await restart();
    await expect.poll(() => calls.filter((state) => state === 'Never')).toHaveLength(2);
    expect((await history(second, executionArn))!.slice(0, before!.length)).toEqual(before);
    expect((await end(second, executionArn)).status).toBe('SUCCEEDED');
  });

  test('tokens that workers hold are still good, tasks that none has taken still wait', async () => {
    const first = await restart();
    const { activityArn } = await first.client.send(new CreateActivityCommand({ name: 'desk' }));
    const definition = definitionOf({ Work: { Type: 'Task', Resource: activityArn, End: true } });
    const held = await start(first, 'held', definition, 'held');
    const { taskToken } = await first.client.send(new GetActivityTaskCommand({ activityArn, workerName: 'w' }));
    const open = await start(first, 'open', definition, 'open');
    const second = await restart();
    await second.client.send(new SendTaskSuccessCommand({ taskToken, output: '1' }));
    expect(await end(second, held)).toMatchObject({ status: 'SUCCEEDED', output: '1' });
    const task = await second.client.send(new GetActivityTaskCommand({ activityArn }));
    expect(task.input).toBe('"open"');
    await second.client.send(new SendTaskSuccessCommand({ taskToken: task.taskToken, output: '2' }));
    expect(await end(second, open)).toMatchObject({ status: 'SUCCEEDED', output: '2' });
  });

  test('a parent gets the child back that it has started', async () => {
    const first = await restart();
    const waits = definitionOf({ A: { Type: 'Wait', Seconds: 30, End: true } });
    const { stateMachineArn } = await first.client.send(
      new CreateStateMachineCommand({ name: 'child', definition: waits, roleArn: ROLE }),
    );
    const definition = definitionOf({
      Start: {
        Type: 'Task',
        Resource: 'arn:aws:states:::states:startExecution.sync:2',
        Parameters: { StateMachineArn: stateMachineArn, Input: { n: 1 } },
        End: true,
      },
    });
    const executionArn = await start(first, 'parent', definition);
    await expect.poll(() => first.endpoint.service.store.executionsOf(stateMachineArn!)).toHaveLength(1);
    const second = await restart();
    const ended = await end(second, executionArn);
    expect(JSON.parse(ended.output!)).toMatchObject({ Status: 'SUCCEEDED', Output: { n: 1 } });
    expect(second.endpoint.service.store.executionsOf(stateMachineArn!)).toHaveLength(1);
  });
});

describe('the journal', () => {
  test('belongs to one server at a time', async () => {
    await restart();
    writeFileSync(path.join(folder, 'data', 'lock'), String(process.ppid));
    await expect(
      startEndpoint({ port: 0, dataFolder: path.join(folder, 'data'), objects: objectFolder(folder) }),
    ).rejects.toThrow(`is in use by process ${process.ppid}`);
  });
});
