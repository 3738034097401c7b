import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { definitionOf, ROLE, testEndpoint } from '../support/endpoint.ts';

const run = promisify(execFile);
const env = {
  ...process.env,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_PAGER: '',
};

/** The first of these programs that works with these arguments. */
function working(programs: readonly string[], ...args: readonly string[]): string | undefined {
  return programs.find((program) => spawnSync(program, args, { env }).status === 0);
}

const aws = working(['/usr/bin/aws', 'aws'], '--version');
const python = working(['/usr/bin/python3', 'python3'], '-c', 'import boto3');

const DEFINITION = definitionOf({
  Double: { Type: 'Pass', Parameters: { 'n.$': 'States.MathAdd($.n, $.n)', 'id.$': '$.id' }, Next: 'Wait' },
  Wait: { Type: 'Wait', Seconds: 60, End: true },
});

describe.skipIf(aws === undefined)('aws cli (skipped where it is not installed: apt-get install awscli)', async () => {
  const { endpoint } = await testEndpoint();

  const cli = async (...args: readonly string[]) => {
    const { stdout } = await run(aws!, ['stepfunctions', '--endpoint-url', endpoint.url, '--output', 'json', ...args], {
      env,
    });
    return JSON.parse(stdout || '{}');
  };

  test('creates, starts, describes, lists', async () => {
    const { stateMachineArn } = await cli(
      'create-state-machine',
      '--name',
      'cli',
      '--definition',
      DEFINITION,
      '--role-arn',
      ROLE,
    );
    const { executionArn } = await cli(
      'start-execution',
      '--state-machine-arn',
      stateMachineArn,
      '--input',
      '{"n": 21, "id": "x"}',
    );
    const described = await cli('describe-execution', '--execution-arn', executionArn);
    expect(described).toMatchObject({ status: 'SUCCEEDED', output: '{"n":42,"id":"x"}' });
    const { events } = await cli('get-execution-history', '--execution-arn', executionArn, '--max-items', '3');
    expect(events.map((event: { type: string }) => event.type)).toEqual([
      'ExecutionStarted',
      'PassStateEntered',
      'PassStateExited',
    ]);
    const { executions } = await cli('list-executions', '--state-machine-arn', stateMachineArn);
    expect(executions).toHaveLength(1);
  }, 60_000);

  test('shows errors as it shows those of AWS', async () => {
    const failing = cli(
      'describe-state-machine',
      '--state-machine-arn',
      'arn:aws:states:us-east-1:123456789012:stateMachine:none',
    );
    await expect(failing).rejects.toThrow(
      /An error occurred \(StateMachineDoesNotExist\) when calling the DescribeStateMachine operation: State Machine Does Not Exist/,
    );
  }, 60_000);
});

describe.skipIf(python === undefined)(
  'boto3 (skipped where it is not installed: apt-get install python3-boto3)',
  async () => {
    const { endpoint } = await testEndpoint();

    /** Runs a script with `client` and answers what it prints, as JSON. */
    async function boto(script: string): Promise<unknown> {
      const preamble = `
import boto3, json
from concurrent.futures import ThreadPoolExecutor
from botocore.config import Config
client = boto3.client('stepfunctions', endpoint_url=${JSON.stringify(endpoint.url)}, config=Config(max_pool_connections=50))
definition = ${JSON.stringify(DEFINITION)}
role = ${JSON.stringify(ROLE)}
`;
      const { stdout } = await run(python!, ['-c', preamble + script], { env, maxBuffer: 1e8 });
      return JSON.parse(stdout);
    }

    test('1,000 executions started at the same time, each with its own input, are all right', async () => {
      const results = (await boto(`
machine = client.create_state_machine(name='many', definition=definition, roleArn=role)['stateMachineArn']
def start(n):
    return client.start_execution(stateMachineArn=machine, input=json.dumps({'n': n, 'id': 'order-%d' % n}))['executionArn']
with ThreadPoolExecutor(50) as pool:
    arns = list(pool.map(start, range(1000)))
    ends = list(pool.map(lambda arn: client.describe_execution(executionArn=arn), arns))
print(json.dumps([[end['status'], json.loads(end.get('output', 'null'))] for end in ends]))
`)) as unknown[];
      expect(results).toEqual(Array.from({ length: 1000 }, (_, n) => ['SUCCEEDED', { n: 2 * n, id: `order-${n}` }]));
    }, 60_000);

    test('raises the exceptions of its model', async () => {
      const raised = await boto(`
names = []
machine = client.create_state_machine(name='raises', definition=definition, roleArn=role)['stateMachineArn']
def attempt(call):
    try:
        call()
    except Exception as error:
        names.append(type(error).__name__)
attempt(lambda: client.create_state_machine(name='raises', definition='{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}', roleArn=role))
attempt(lambda: client.start_execution(stateMachineArn=machine, input='{'))
attempt(lambda: client.describe_execution(executionArn=machine + 'x'))
attempt(lambda: client.send_task_success(taskToken='garbage', output='{}'))
attempt(lambda: client.create_state_machine(name='bad name', definition=definition, roleArn=role))
print(json.dumps(names))
`);
      expect(raised).toEqual([
        'StateMachineAlreadyExists',
        'InvalidExecutionInput',
        'InvalidArn',
        'InvalidToken',
        'InvalidName',
      ]);
    }, 60_000);

    test('pages through a list by its paginator, and waits for activities', async () => {
      const [listed, input, status] = (await boto(`
from threading import Thread
for n in range(5):
    client.create_activity(name='a%d' % n)
names = [a['name'] for page in client.get_paginator('list_activities').paginate(PaginationConfig={'PageSize': 2}) for a in page['activities']]
arn = client.create_activity(name='a0')['activityArn']
work = json.dumps({'StartAt': 'A', 'States': {'A': {'Type': 'Task', 'Resource': arn, 'End': True}}})
machine = client.create_state_machine(name='worked', definition=work, roleArn=role)['stateMachineArn']
execution = client.start_execution(stateMachineArn=machine, input='[1]')['executionArn']
task = client.get_activity_task(activityArn=arn, workerName='boto')
client.send_task_heartbeat(taskToken=task['taskToken'])
client.send_task_success(taskToken=task['taskToken'], output='"done"')
while True:
    status = client.describe_execution(executionArn=execution)['status']
    if status != 'RUNNING': break
print(json.dumps([names, task['input'], status]))
`)) as [string[], string, string];
      expect(listed).toEqual(['a0', 'a1', 'a2', 'a3', 'a4']);
      expect([input, status]).toEqual(['[1]', 'SUCCEEDED']);
    }, 60_000);

    test('runs Express machines synchronously', async () => {
      const result = await boto(`
local = boto3.client('stepfunctions', endpoint_url=${JSON.stringify(endpoint.url)}, config=Config(inject_host_prefix=False))
machine = client.create_state_machine(name='express', type='EXPRESS', definition=definition, roleArn=role)['stateMachineArn']
end = local.start_sync_execution(stateMachineArn=machine, input='{"n": 1, "id": "y"}')
print(json.dumps([end['status'], end['output']]))
`);
      expect(result).toEqual(['SUCCEEDED', '{"n":2,"id":"y"}']);
    }, 60_000);
  },
);
