import path from 'node:path';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  RedriveExecutionCommand,
  type SFNClient,
  StartExecutionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, expect, test } from 'vitest';
import { type Endpoint, startEndpoint } from '../../runtime/src/hosts/endpoint/endpoint.ts';
import { memoryObjects } from '../../runtime/src/tasks/memoryObjects.ts';
import { clientOf, definitionOf, ROLE } from '../support/endpoint.ts';
import { temporaryFolder } from '../support/serveProcess.ts';

const dataFolder = path.join(temporaryFolder(), 'data');
const calls: string[] = [];
/** The task fails until somebody repairs it. */
let repaired = false;
/** Milliseconds that the wall clock goes before. */
let ahead = 0;
let endpoint: Endpoint;
let client: SFNClient;

async function restart(): Promise<void> {
  await endpoint?.close();
  endpoint = await startEndpoint({
    port: 0,
    dataFolder,
    objects: memoryObjects({}),
    clock: { mode: 'virtual' },
    now: () => Date.now() + ahead,
    tasks: () => [
      {
        run: ({ state }) => {
          calls.push(state);
          if (state === 'Breaks' && !repaired) return { type: 'failure', error: 'Broken', cause: 'down' };
          return { type: 'success', output: `${state} done` };
        },
      },
    ],
  });
  client = clientOf(endpoint.url);
}
await restart();
afterAll(() => endpoint.close());

const task = (fields: object = { End: true }) => ({
  Type: 'Task',
  Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f',
  ...fields,
});
const DEFINITION = definitionOf({
  First: task({ Next: 'Both' }),
  Both: {
    Type: 'Parallel',
    Branches: [
      { StartAt: 'Works', States: { Works: task() } },
      { StartAt: 'Breaks', States: { Breaks: task() } },
    ],
    End: true,
  },
});

async function end(executionArn: string) {
  await endpoint.service.executions.ended(endpoint.service.store.executions.get(executionArn)!);
  return client.send(new DescribeExecutionCommand({ executionArn }));
}

const history = async (executionArn: string) =>
  (await client.send(new GetExecutionHistoryCommand({ executionArn }))).events!;

test('a failed execution goes on from where it failed, again and again, also after a restart', async () => {
  const { stateMachineArn } = await client.send(
    new CreateStateMachineCommand({ name: 'redriven', definition: DEFINITION, roleArn: ROLE }),
  );
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, input: '{}' }));
  expect(await end(executionArn!)).toMatchObject({ status: 'FAILED', error: 'Broken', redriveStatus: 'REDRIVABLE' });

  await client.send(new RedriveExecutionCommand({ executionArn }));
  expect(await end(executionArn!)).toMatchObject({ status: 'FAILED', redriveCount: 1, redriveDate: expect.any(Date) });

  await restart();
  repaired = true;
  calls.length = 0;
  await client.send(new RedriveExecutionCommand({ executionArn }));
  expect(await end(executionArn!)).toMatchObject({
    status: 'SUCCEEDED',
    output: '["Works done","Breaks done"]',
    redriveCount: 2,
  });
  // What had succeeded is not done again.
  expect(calls).toEqual(['Breaks']);
  const events = await history(executionArn!);
  expect(events.filter((event) => event.type === 'ExecutionRedriven')).toHaveLength(2);
  expect(events.map((event) => event.id)).toEqual(events.map((_, index) => index + 1));

  await restart();
  expect(await history(executionArn!)).toEqual(events);
  await expect(client.send(new RedriveExecutionCommand({ executionArn }))).rejects.toMatchObject({
    name: 'ExecutionNotRedrivable',
    message: 'Execution is SUCCEEDED and cannot be redriven',
  });
});

test('an execution can be redriven for 14 days after its end', async () => {
  repaired = false;
  const { stateMachineArn } = await client.send(
    new CreateStateMachineCommand({ name: 'late', definition: DEFINITION, roleArn: ROLE }),
  );
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, input: '{}' }));
  expect(await end(executionArn!)).toMatchObject({ status: 'FAILED', redriveStatus: 'REDRIVABLE' });
  ahead = 15 * 24 * 60 * 60 * 1000;
  const reason = 'Execution redrivable period exceeded';
  expect(await end(executionArn!)).toMatchObject({ redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: reason });
  const late = client.send(new RedriveExecutionCommand({ executionArn }));
  await expect(late).rejects.toMatchObject({ name: 'ExecutionNotRedrivable', message: reason });
});

test('a redrive that is asked for once more with the same token happens once, also after a restart', async () => {
  repaired = false;
  const { stateMachineArn } = await client.send(
    new CreateStateMachineCommand({ name: 'retried', definition: DEFINITION, roleArn: ROLE }),
  );
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, input: '{}' }));
  await end(executionArn!);
  const redrive = async (clientToken: string) =>
    (await client.send(new RedriveExecutionCommand({ executionArn, clientToken }))).redriveDate;
  const first = await redrive('one');
  await end(executionArn!);
  expect(await redrive('one')).toEqual(first);
  await restart();
  expect(await redrive('one')).toEqual(first);
  expect(await end(executionArn!)).toMatchObject({ redriveCount: 1 });
  await redrive('two');
  expect(await end(executionArn!)).toMatchObject({ redriveCount: 2 });
  ahead += 16 * 60 * 1000;
  await redrive('one');
  expect(await end(executionArn!)).toMatchObject({ redriveCount: 3 });
});

test('a task that is redriven starts its child execution anew', async () => {
  const create = async (name: string, definition: string) =>
    (await client.send(new CreateStateMachineCommand({ name, definition, roleArn: ROLE }))).stateMachineArn!;
  const child = await create('child', definitionOf({ Stop: { Type: 'Fail', Error: 'Early' } }));
  const parent = await create(
    'parent',
    definitionOf({
      Nested: {
        ...{ Type: 'Task', Resource: 'arn:aws:states:::states:startExecution.sync:2' },
        ...{ Parameters: { StateMachineArn: child }, OutputPath: '$.Output', End: true },
      },
    }),
  );
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn: parent }));
  expect(await end(executionArn!)).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
  const definition = definitionOf({ Go: { Type: 'Pass', Result: 'done', End: true } });
  await client.send(new UpdateStateMachineCommand({ stateMachineArn: child, definition }));
  await client.send(new RedriveExecutionCommand({ executionArn }));
  expect(await end(executionArn!)).toMatchObject({ status: 'SUCCEEDED', output: '"done"' });
});
