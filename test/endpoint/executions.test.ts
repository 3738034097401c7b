import {
  CreateActivityCommand,
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  DeleteActivityCommand,
  DescribeActivityCommand,
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  DescribeStateMachineForExecutionCommand,
  GetActivityTaskCommand,
  GetExecutionHistoryCommand,
  ListActivitiesCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  PublishStateMachineVersionCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, test } from 'vitest';
import { definitionOf, ROLE, testEndpoint } from '../support/endpoint.ts';

const { client, endpoint } = await testEndpoint();
const PASS = definitionOf({ A: { Type: 'Pass', End: true } });
/** Waits for longer than any test takes, as seconds of a real clock. */
const LONG_WAIT = definitionOf({ A: { Type: 'Wait', Seconds: 10_000, End: true } });

let machines = 0;

async function create(definition: string, type: 'STANDARD' | 'EXPRESS' = 'STANDARD') {
  const name = `machine-${++machines}`;
  const created = await client.send(new CreateStateMachineCommand({ name, definition, roleArn: ROLE, type }));
  return created.stateMachineArn!;
}

async function start(stateMachineArn: string, input: unknown = {}, name?: string) {
  const started = await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
  return started.executionArn!;
}

const describeExecution = (executionArn: string) => client.send(new DescribeExecutionCommand({ executionArn }));

async function end(executionArn: string) {
  const entry = endpoint.service.store.executions.get(executionArn)!;
  await endpoint.service.executions.ended(entry);
  return describeExecution(executionArn);
}

describe('StartExecution and DescribeExecution', () => {
  test('runs to the end', async () => {
    const executionArn = await start(await create(PASS), { a: 1 });
    expect(await end(executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      input: '{"a":1}',
      output: '{"a":1}',
      inputDetails: { included: true },
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    });
  });

  test('a failed execution shows error and cause, no output', async () => {
    const definition = definitionOf({ A: { Type: 'Fail', Error: 'Boom', Cause: 'because' } });
    const described = await end(await start(await create(definition)));
    expect(described).toMatchObject({ status: 'FAILED', error: 'Boom', cause: 'because' });
    expect(described.output).toBeUndefined();
  });

  test('uses {} without an input, and metadata only where asked', async () => {
    const stateMachineArn = await create(PASS);
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }));
    expect((await end(executionArn!)).input).toBe('{}');
    const metadata = await client.send(new DescribeExecutionCommand({ executionArn, includedData: 'METADATA_ONLY' }));
    expect([metadata.input, metadata.output, metadata.status]).toEqual([undefined, undefined, 'SUCCEEDED']);
  });

  test('starting again under the same name and input gives the running execution', async () => {
    const activity = await client.send(new CreateActivityCommand({ name: 'never-worked' }));
    const arn = await create(definitionOf({ A: { Type: 'Task', Resource: activity.activityArn, End: true } }));
    const first = await start(arn, { n: 1 }, 'same');
    expect(await start(arn, { n: 1 }, 'same')).toBe(first);
    await expect(start(arn, { n: 2 }, 'same')).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
      message: `Execution Already Exists: '${first}'`,
    });
    await client.send(new StopExecutionCommand({ executionArn: first }));
    await expect(start(arn, { n: 1 }, 'same')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  });

  test.each([['{'], [''], ['{"a":1} x']])('refuses the input %j', async (input) => {
    const stateMachineArn = await create(PASS);
    await expect(client.send(new StartExecutionCommand({ stateMachineArn, input }))).rejects.toMatchObject({
      name: 'InvalidExecutionInput',
      message: expect.stringMatching(/^Invalid State Machine Execution Input: '/),
    });
  });

  test('unknown machines and executions', async () => {
    await expect(start('arn:aws:states:us-east-1:123456789012:stateMachine:none')).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
    });
    const executionArn = 'arn:aws:states:us-east-1:123456789012:execution:none:none';
    await expect(describeExecution(executionArn)).rejects.toMatchObject({
      name: 'ExecutionDoesNotExist',
      message: `Execution Does Not Exist: '${executionArn}'`,
    });
  });

  test('keeps the definition that it was started with', async () => {
    const arn = await create(PASS);
    const executionArn = await start(arn);
    const definition = definitionOf({ B: { Type: 'Succeed' } });
    await client.send(new UpdateStateMachineCommand({ stateMachineArn: arn, definition }));
    const described = await client.send(new DescribeStateMachineForExecutionCommand({ executionArn }));
    expect(described.definition).toBe(PASS);
  });
});

describe('GetExecutionHistory', () => {
  test('pages forwards and backwards', async () => {
    const executionArn = await start(await create(PASS), { a: 1 });
    await end(executionArn);
    const history = async (reverseOrder: boolean) => {
      const ids: number[] = [];
      let nextToken: string | undefined;
      do {
        const page = await client.send(
          new GetExecutionHistoryCommand({ executionArn, reverseOrder, maxResults: 3, nextToken }),
        );
        ids.push(...page.events!.map((event) => event.id!));
        nextToken = page.nextToken;
      } while (nextToken);
      return ids;
    };
    expect(await history(false)).toEqual([1, 2, 3, 4]);
    expect(await history(true)).toEqual([4, 3, 2, 1]);
  });

  test('gives events as AWS shapes them, without data where asked', async () => {
    const executionArn = await start(await create(PASS), { a: 1 });
    await end(executionArn);
    const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(events![1]).toMatchObject({
      id: 2,
      previousEventId: 0,
      type: 'PassStateEntered',
      timestamp: expect.any(Date),
      stateEnteredEventDetails: { name: 'A', input: '{"a":1}', inputDetails: { truncated: false } },
    });
    const bare = await client.send(new GetExecutionHistoryCommand({ executionArn, includeExecutionData: false }));
    expect(bare.events![1]!.stateEnteredEventDetails).toEqual({ name: 'A' });
  });
});

describe('ListExecutions', () => {
  test('newest first, by status', async () => {
    const arn = await create(PASS);
    for (const name of ['first', 'second', 'third']) await end(await start(arn, {}, name));
    const list = async (statusFilter?: 'FAILED' | 'SUCCEEDED') => {
      const listed = await client.send(new ListExecutionsCommand({ stateMachineArn: arn, statusFilter }));
      return listed.executions!.map((execution) => execution.name);
    };
    expect(await list()).toEqual(['third', 'second', 'first']);
    expect(await list('SUCCEEDED')).toHaveLength(3);
    expect(await list('FAILED')).toEqual([]);
  });

  test('wants a machine or a Map Run, and no Express machine', async () => {
    await expect(client.send(new ListExecutionsCommand({}))).rejects.toMatchObject({ name: 'ValidationException' });
    const stateMachineArn = await create(PASS, 'EXPRESS');
    await expect(client.send(new ListExecutionsCommand({ stateMachineArn }))).rejects.toMatchObject({
      name: 'StateMachineTypeNotSupported',
    });
  });
});

describe('StopExecution', () => {
  test('aborts with error and cause', async () => {
    const { client: real } = await testEndpoint({ clock: { mode: 'real' } });
    const { stateMachineArn } = await real.send(
      new CreateStateMachineCommand({ name: 'waits', definition: LONG_WAIT, roleArn: ROLE }),
    );
    const { executionArn } = await real.send(new StartExecutionCommand({ stateMachineArn }));
    const described = () => real.send(new DescribeExecutionCommand({ executionArn }));
    expect((await described()).status).toBe('RUNNING');
    await real.send(new StopExecutionCommand({ executionArn, error: 'Enough', cause: 'tired' }));
    expect(await described()).toMatchObject({ status: 'ABORTED', error: 'Enough', cause: 'tired' });
    const { events } = await real.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(events!.map((event) => event.type)).toEqual(['ExecutionStarted', 'WaitStateEntered', 'ExecutionAborted']);
  });

  test('of an execution that has ended changes nothing', async () => {
    const executionArn = await start(await create(PASS));
    await end(executionArn);
    await client.send(new StopExecutionCommand({ executionArn }));
    expect((await describeExecution(executionArn)).status).toBe('SUCCEEDED');
  });
});

describe('Express', () => {
  test('StartSyncExecution answers with the end', async () => {
    const stateMachineArn = await create(PASS, 'EXPRESS');
    const ended = await client.send(new StartSyncExecutionCommand({ stateMachineArn, name: 'n', input: '{"a":1}' }));
    expect(ended).toMatchObject({
      status: 'SUCCEEDED',
      name: 'n',
      output: '{"a":1}',
      outputDetails: { included: true },
      billingDetails: { billedMemoryUsedInMB: 64, billedDurationInMilliseconds: 100 },
      executionArn: expect.stringMatching(/:express:machine-\d+:n:[0-9a-f-]{36}$/),
    });
  });

  test('a failure is an answer, too', async () => {
    const stateMachineArn = await create(definitionOf({ A: { Type: 'Fail', Error: 'E', Cause: 'c' } }), 'EXPRESS');
    const ended = await client.send(new StartSyncExecutionCommand({ stateMachineArn }));
    expect(ended).toMatchObject({ status: 'FAILED', error: 'E', cause: 'c' });
  });

  test('Standard machines are not started synchronously, Express executions not described', async () => {
    const standard = await create(PASS);
    await expect(client.send(new StartSyncExecutionCommand({ stateMachineArn: standard }))).rejects.toMatchObject({
      name: 'StateMachineTypeNotSupported',
    });
    const executionArn = await start(await create(PASS, 'EXPRESS'));
    await expect(describeExecution(executionArn)).rejects.toMatchObject({
      name: 'InvalidArn',
      message: "Invalid Arn: 'Resource type not valid in this context: express'",
    });
  });
});

describe('activities', () => {
  async function activity(name: string, fields: object = {}) {
    const { activityArn } = await client.send(new CreateActivityCommand({ name }));
    const arn = await create(definitionOf({ A: { Type: 'Task', Resource: activityArn, ...fields, End: true } }));
    return { activityArn: activityArn!, arn };
  }

  test('a worker takes the task, shows that it lives, and answers', async () => {
    const { activityArn, arn } = await activity('works', { HeartbeatSeconds: 600 });
    const executionArn = await start(arn, { n: 1 });
    const task = await client.send(new GetActivityTaskCommand({ activityArn, workerName: 'me' }));
    expect(task.input).toBe('{"n":1}');
    const { taskToken } = task;
    await client.send(new SendTaskHeartbeatCommand({ taskToken }));
    await client.send(new SendTaskSuccessCommand({ taskToken, output: '{"done":true}' }));
    expect(await end(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '{"done":true}' });
    const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(events!.map((event) => event.type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'ActivityScheduled',
      'ActivityStarted',
      'ActivitySucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    expect(events![3]!.activityStartedEventDetails).toEqual({ workerName: 'me' });
    await expect(client.send(new SendTaskSuccessCommand({ taskToken, output: '1' }))).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
  });

  test('a worker that came first gets the task when it comes', async () => {
    const { activityArn, arn } = await activity('polled');
    const polled = client.send(new GetActivityTaskCommand({ activityArn }));
    const executionArn = await start(arn, 7);
    const { taskToken, input } = await polled;
    expect(input).toBe('7');
    await client.send(new SendTaskFailureCommand({ taskToken, error: 'E', cause: 'c' }));
    expect(await end(executionArn)).toMatchObject({ status: 'FAILED', error: 'E', cause: 'c' });
  });

  test('each task goes to one worker', async () => {
    const { activityArn, arn } = await activity('shared');
    const polls = [1, 2, 3].map(() => client.send(new GetActivityTaskCommand({ activityArn })));
    await Promise.all([start(arn, 1), start(arn, 2), start(arn, 3)]);
    const inputs = (await Promise.all(polls)).map((task) => task.input);
    expect(inputs.sort()).toEqual(['1', '2', '3']);
  });

  test('are created once, listed, described and deleted', async () => {
    const { activityArn } = await client.send(new CreateActivityCommand({ name: 'managed' }));
    await client.send(new CreateActivityCommand({ name: 'managed' }));
    const { activities } = await client.send(new ListActivitiesCommand({}));
    expect(activities!.filter((activity) => activity.name === 'managed')).toHaveLength(1);
    await client.send(new DeleteActivityCommand({ activityArn }));
    await expect(client.send(new DescribeActivityCommand({ activityArn }))).rejects.toMatchObject({
      name: 'ActivityDoesNotExist',
      message: `Activity Does Not Exist: '${activityArn}'`,
    });
    const executionArn = await start(
      await create(definitionOf({ A: { Type: 'Task', Resource: activityArn, End: true } })),
    );
    expect(await end(executionArn)).toMatchObject({
      error: 'States.Runtime',
      cause: expect.stringContaining(`The activity ${activityArn} does not exist.`),
    });
  });
});

describe('task tokens', () => {
  test('garbage is no token, an unknown one has no task', async () => {
    await expect(client.send(new SendTaskHeartbeatCommand({ taskToken: 'garbage' }))).rejects.toMatchObject({
      name: 'InvalidToken',
      message: "Invalid Token: 'Invalid token'",
    });
    const taskToken = '00000000-0000-4000-8000-000000000000';
    await expect(client.send(new SendTaskHeartbeatCommand({ taskToken }))).rejects.toMatchObject({
      name: 'TaskDoesNotExist',
    });
    await expect(client.send(new SendTaskSuccessCommand({ taskToken, output: '{' }))).rejects.toMatchObject({
      name: 'InvalidOutput',
    });
  });
});

describe('Map Runs', () => {
  test.each(['ItemProcessor', 'Iterator'])(
    'of a Map with %s are listed and described with their executions',
    async (field) => {
      const processor = {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Check',
        States: {
          Check: {
            Type: 'Choice',
            Choices: [{ Variable: '$', NumericEquals: 3, Next: 'Bad' }],
            Default: 'Good',
          },
          Bad: { Type: 'Fail', Error: 'Three' },
          Good: { Type: 'Succeed' },
        },
      };
      const map = { Type: 'Map', Label: 'Numbers', [field]: processor, ToleratedFailureCount: 1, End: true };
      const executionArn = await start(await create(definitionOf({ All: map })), [1, 2, 3]);
      expect((await end(executionArn)).status).toBe('SUCCEEDED');
      const { mapRuns } = await client.send(new ListMapRunsCommand({ executionArn }));
      expect(mapRuns).toHaveLength(1);
      const { mapRunArn } = mapRuns![0]!;
      expect(mapRunArn).toMatch(/:mapRun:machine-\d+\/Numbers:[0-9a-f-]{36}$/);
      const described = await client.send(new DescribeMapRunCommand({ mapRunArn }));
      expect(described).toMatchObject({
        status: 'SUCCEEDED',
        executionArn,
        toleratedFailureCount: 1,
        itemCounts: { total: 3, succeeded: 2, failed: 1, running: 0 },
        executionCounts: { total: 3, succeeded: 2, failed: 1 },
      });
      const failed = await client.send(new ListExecutionsCommand({ mapRunArn, statusFilter: 'FAILED' }));
      expect(failed.executions).toHaveLength(1);
      expect(failed.executions![0]).toMatchObject({ mapRunArn, status: 'FAILED', itemCount: 1 });
    },
  );
});

describe('versions and aliases', () => {
  test('an execution shows through which it was started, and runs that revision', async () => {
    const stateMachineArn = await create(definitionOf({ Old: { Type: 'Pass', Result: 'old', End: true } }));
    const { stateMachineVersionArn } = await client.send(new PublishStateMachineVersionCommand({ stateMachineArn }));
    const definition = definitionOf({ New: { Type: 'Pass', Result: 'new', End: true } });
    await client.send(new UpdateStateMachineCommand({ stateMachineArn, definition }));
    const { stateMachineAliasArn } = await client.send(
      new CreateStateMachineAliasCommand({
        name: 'live',
        routingConfiguration: [{ stateMachineVersionArn, weight: 100 }],
      }),
    );
    expect(await end(await start(stateMachineArn))).toMatchObject({ output: '"new"' });
    const executionArn = await start(stateMachineAliasArn!);
    expect(await end(executionArn)).toMatchObject({
      output: '"old"',
      stateMachineArn,
      stateMachineAliasArn,
      stateMachineVersionArn,
    });
    const listed = await client.send(new ListExecutionsCommand({ stateMachineArn: stateMachineAliasArn }));
    expect(listed.executions!.map((execution) => execution.executionArn)).toEqual([executionArn]);
  });
});
