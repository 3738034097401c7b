import path from 'node:path';
import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  DescribeStateMachineForExecutionCommand,
  GetActivityTaskCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  RedriveExecutionCommand,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
  UpdateMapRunCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, expect, test } from 'vitest';
import { type Endpoint, startEndpoint } from '../../runtime/src/hosts/endpoint/endpoint.ts';
import { memoryObjects } from '../../runtime/src/tasks/memoryObjects.ts';
import { clientOf, definitionOf, ROLE } from '../support/endpoint.ts';
import { temporaryFolder } from '../support/serveProcess.ts';

const dataFolder = path.join(temporaryFolder(), 'data');
let running: { readonly endpoint: Endpoint; readonly client: SFNClient } | undefined;

/** Starts the endpoint, or stops it and starts it again on the same journal. */
async function restart(): Promise<SFNClient> {
  running?.client.destroy();
  await running?.endpoint.close();
  const endpoint = await startEndpoint({ port: 0, dataFolder, objects: memoryObjects({}) });
  running = { endpoint, client: clientOf(endpoint.url) };
  return running.client;
}
afterAll(() => running?.endpoint.close());

/** Starts a distributed Map over four items, each of which is work for the activity. */
async function startMap(client: SFNClient, name: string, settings: object) {
  const { activityArn } = await client.send(new CreateActivityCommand({ name }));
  const map = {
    ...{ Type: 'Map', Label: 'Items', ...settings, End: true },
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'Work',
      States: { Work: { Type: 'Task', Resource: activityArn, End: true } },
    },
  };
  const definition = definitionOf({ Map: map });
  const { stateMachineArn } = await client.send(new CreateStateMachineCommand({ name, definition, roleArn: ROLE }));
  const started = await client.send(new StartExecutionCommand({ stateMachineArn, input: '[1,2,3,4]' }));
  const executionArn = started.executionArn!;
  /** What the activity's next worker gets. */
  const take = async (): Promise<{ token: string; input: string }> => {
    const { taskToken, input } = await running!.client.send(new GetActivityTaskCommand({ activityArn }));
    return { token: taskToken!, input: input! };
  };
  return { executionArn, take };
}

async function mapRunOf(executionArn: string): Promise<string> {
  const { mapRuns } = await running!.client.send(new ListMapRunsCommand({ executionArn }));
  expect(mapRuns).toHaveLength(1);
  return mapRuns![0]!.mapRunArn!;
}

const describe = (mapRunArn: string) => running!.client.send(new DescribeMapRunCommand({ mapRunArn }));
const succeed = (taskToken: string) =>
  running!.client.send(new SendTaskSuccessCommand({ taskToken, output: '"done"' }));

async function ended(executionArn: string) {
  const { service } = running!.endpoint;
  await service.executions.ended(service.store.executions.get(executionArn)!);
  return running!.client.send(new DescribeExecutionCommand({ executionArn }));
}

test('UpdateMapRun changes MaxConcurrency of a Map Run that goes on, and a restart keeps it', async () => {
  const client = await restart();
  const { executionArn, take } = await startMap(client, 'wider', { MaxConcurrency: 1 });
  const first = await take();
  const mapRunArn = await mapRunOf(executionArn);
  expect(await describe(mapRunArn)).toMatchObject({
    maxConcurrency: 1,
    itemCounts: { total: 4, running: 1, pending: 3 },
    executionCounts: { running: 1 },
  });
  await client.send(new UpdateMapRunCommand({ mapRunArn, maxConcurrency: 3 }));
  const more = [await take(), await take()];
  expect(await describe(mapRunArn)).toMatchObject({
    maxConcurrency: 3,
    itemCounts: { total: 4, running: 3, pending: 1 },
  });
  await restart();
  expect(await describe(mapRunArn)).toMatchObject({ maxConcurrency: 3, itemCounts: { running: 3, pending: 1 } });
  for (const { token } of [first, ...more]) await succeed(token);
  await succeed((await take()).token);
  expect(await ended(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '["done","done","done","done"]' });
  expect(await describe(mapRunArn)).toMatchObject({ status: 'SUCCEEDED', itemCounts: { succeeded: 4, pending: 0 } });
  const late = running!.client.send(new UpdateMapRunCommand({ mapRunArn, maxConcurrency: 2 }));
  await expect(late).rejects.toMatchObject({ name: 'ValidationException', reason: 'CANNOT_UPDATE_COMPLETED_MAP_RUN' });
});

test('a failure that is tolerated since UpdateMapRun does not end the Map Run', async () => {
  const client = await restart();
  const { executionArn, take } = await startMap(client, 'tolerant', {});
  const work = [await take(), await take(), await take(), await take()];
  const mapRunArn = await mapRunOf(executionArn);
  await client.send(new UpdateMapRunCommand({ mapRunArn, toleratedFailurePercentage: 50 }));
  const fail = ({ token: taskToken }: { token: string }) =>
    client.send(new SendTaskFailureCommand({ taskToken, error: 'Broken' }));
  await fail(work[0]!);
  await succeed(work[1]!.token);
  await fail(work[2]!);
  await succeed(work[3]!.token);
  expect((await ended(executionArn)).status).toBe('SUCCEEDED');
  expect(await describe(mapRunArn)).toMatchObject({
    toleratedFailurePercentage: 50,
    itemCounts: { failed: 2, succeeded: 2, total: 4 },
  });
});

test('a redriven Map Run is the same one, and only its failed items run again', async () => {
  const client = await restart();
  const { executionArn, take } = await startMap(client, 'again', { MaxConcurrency: 1 });
  await succeed((await take()).token);
  const broken = await take();
  await client.send(new SendTaskFailureCommand({ taskToken: broken.token, error: 'Broken' }));
  expect((await ended(executionArn)).status).toBe('FAILED');
  const mapRunArn = await mapRunOf(executionArn);
  await client.send(new RedriveExecutionCommand({ executionArn }));
  for (const expected of ['2', '3', '4']) {
    const { input, token } = await take();
    expect(input).toBe(expected);
    await succeed(token);
  }
  expect((await ended(executionArn)).status).toBe('SUCCEEDED');
  expect(await mapRunOf(executionArn)).toBe(mapRunArn);
  expect(await describe(mapRunArn)).toMatchObject({ redriveCount: 1, status: 'SUCCEEDED' });
  const { executions } = await client.send(new ListExecutionsCommand({ mapRunArn }));
  const childArn = executions!.find(({ redriveCount }) => redriveCount === 1)!.executionArn;
  const child = await client.send(new DescribeExecutionCommand({ executionArn: childArn }));
  expect(child).toMatchObject({ mapRunArn, status: 'SUCCEEDED', input: '2', output: '"done"', redriveCount: 1 });
  const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn: childArn }));
  expect(events!.map(({ type }) => type)).toEqual(expect.arrayContaining(['ActivityFailed', 'ExecutionRedriven']));
  const machine = await client.send(new DescribeStateMachineForExecutionCommand({ executionArn: childArn }));
  expect(machine).toMatchObject({ mapRunArn, label: 'Items', definition: expect.stringContaining('"Work"') });
  expect(executions!.map(({ redriveCount }) => redriveCount).sort()).toEqual([0, 0, 0, 1]);
});

test('an item whose turn in the redrive has not come is PENDING_REDRIVE', async () => {
  const client = await restart();
  const { executionArn, take } = await startMap(client, 'pending', { MaxConcurrency: 2 });
  const first = await take();
  await take();
  const mapRunArn = await mapRunOf(executionArn);
  await client.send(new UpdateMapRunCommand({ mapRunArn, maxConcurrency: 1 }));
  await client.send(new SendTaskFailureCommand({ taskToken: first.token, error: 'Broken' }));
  expect((await ended(executionArn)).status).toBe('FAILED');
  const list = async (filter: object) =>
    (await client.send(new ListExecutionsCommand({ mapRunArn, ...filter }))).executions!;
  const failed = await list({ statusFilter: 'FAILED' });
  expect(await list({ statusFilter: 'PENDING_REDRIVE' })).toEqual([]);
  const describeChild = (child: string) => client.send(new DescribeExecutionCommand({ executionArn: child }));
  expect(await describeChild(failed[0]!.executionArn!)).toMatchObject({ redriveStatus: 'REDRIVABLE_BY_MAP_RUN' });

  await client.send(new RedriveExecutionCommand({ executionArn }));
  await take();
  const [pending, ...others] = await list({ statusFilter: 'PENDING_REDRIVE' });
  expect(others).toEqual([]);
  expect(pending).toMatchObject({ status: 'PENDING_REDRIVE', redriveCount: 0 });
  expect(await describeChild(pending!.executionArn!)).toMatchObject({ status: 'PENDING_REDRIVE' });
  expect(await list({ statusFilter: 'RUNNING', redriveFilter: 'REDRIVEN' })).toHaveLength(1);
  expect(await list({ redriveFilter: 'NOT_REDRIVEN' })).toEqual([pending]);
  expect(await describe(mapRunArn)).toMatchObject({ itemCounts: { running: 1, pendingRedrive: 1, pending: 2 } });
});
