import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clientOf, definitionOf, ROLE } from '../support/endpoint.ts';
import { bundledCommandLine, type ServeProcess, serve, temporaryFolder } from '../support/serveProcess.ts';

const EXECUTIONS = 1000;
const KILLS = 20;
const TASK = 'arn:aws:lambda:us-east-1:123456789012:function:charge';

/** Waits, branches, iterations, retries, random numbers: everything of which a restart must not lose the thread. */
const DEFINITION = definitionOf({
  Fork: {
    Type: 'Parallel',
    ResultPath: '$.fork',
    Next: 'Each',
    Branches: [
      { StartAt: 'Slow', States: { Slow: { Type: 'Wait', Seconds: 3, End: true } } },
      {
        StartAt: 'Charge',
        States: {
          Charge: { Type: 'Task', Resource: TASK, Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 1 }], End: true },
        },
      },
      {
        StartAt: 'Make',
        States: {
          Make: { Type: 'Pass', Parameters: { 'id.$': 'States.UUID()' }, Next: 'Nap' },
          Nap: { Type: 'Wait', Seconds: 2, End: true },
        },
      },
    ],
  },
  Each: {
    Type: 'Map',
    ItemsPath: '$.items',
    MaxConcurrency: 2,
    ResultPath: '$.items',
    Next: 'Last',
    ItemProcessor: {
      StartAt: 'Rest',
      States: {
        Rest: { Type: 'Wait', Seconds: 1, Next: 'Add' },
        Add: { Type: 'Pass', Parameters: { 'sum.$': 'States.MathAdd($, 1)' }, OutputPath: '$.sum', End: true },
      },
    },
  },
  Last: { Type: 'Pass', Parameters: { 'n.$': '$.n', 'items.$': '$.items', 'charged.$': '$.fork[1]' }, End: true },
});

const MOCKS = {
  Charge: {
    '0': { Throw: { Error: 'Busy', Cause: 'try again' }, DurationSeconds: 1 },
    '1': { Return: 'paid', DurationSeconds: 1 },
  },
};

const inputOf = (n: number) => ({ n, items: [n, n + 1, n + 2] });
const outputOf = (n: number) => ({ n, items: [n + 1, n + 2, n + 3], charged: 'paid' });

test('no execution that was acknowledged is lost or changed by kill -9 at random moments', async () => {
  const folder = temporaryFolder();
  const commandLine = await bundledCommandLine(folder);
  writeFileSync(path.join(folder, 'mocks.json'), JSON.stringify(MOCKS));
  const port = await freePort();
  const args = ['--port', String(port), '--data', 'data', '--mocks', 'mocks.json', '--wait-time-scale', '0.2'];
  const start = () => serve(commandLine, args, folder);
  const client = clientOf(`http://127.0.0.1:${port}`);

  let server = await start();
  const { stateMachineArn } = await client.send(
    new CreateStateMachineCommand({ name: 'survivor', definition: DEFINITION, roleArn: ROLE }),
  );
  for (const [round, delay] of delays().entries()) {
    const starting = startSome(client, stateMachineArn!, round);
    // The moment of the crash is what this test is about: there is nothing to wait for but time.
    await new Promise((resolve) => setTimeout(resolve, delay));
    await server.kill();
    server = await start();
    await starting;
  }
  await allEnded(client, stateMachineArn!);
  const before = await historyOf(client, stateMachineArn!, 17);
  server = await restarted(server, start);

  const ended = await listAll(client, stateMachineArn!);
  expect(ended.size).toBe(EXECUTIONS);
  expect(await historyOf(client, stateMachineArn!, 17)).toEqual(before);
  for (let n = 0; n < EXECUTIONS; n++) {
    const executionArn = arnOf(stateMachineArn!, n);
    const { status, output } = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect([n, status, JSON.parse(output ?? 'null')]).toEqual([n, 'SUCCEEDED', outputOf(n)]);
  }
  await server.kill();
  client.destroy();
}, 120_000);

/** Moments to kill at: random, and printed by fast-check's seed when the test fails. */
function delays(): number[] {
  return fc.sample(fc.integer({ min: 20, max: 500 }), KILLS);
}

/** Starts one round's share of the executions, several at a time. */
async function startSome(client: SFNClient, stateMachineArn: string, round: number): Promise<void> {
  const share = EXECUTIONS / KILLS;
  const numbers = Array.from({ length: share }, (_, index) => round * share + index);
  await Promise.all(numbers.map((n) => acknowledged(client, stateMachineArn, n)));
}

/** Starts until somebody says yes. A name that exists was started by a request whose answer was lost. */
async function acknowledged(client: SFNClient, stateMachineArn: string, n: number): Promise<void> {
  for (;;) {
    try {
      await client.send(
        new StartExecutionCommand({ stateMachineArn, name: `e${n}`, input: JSON.stringify(inputOf(n)) }),
      );
      return;
    } catch (error) {
      if ((error as Error).name === 'ExecutionAlreadyExists') return;
      if (!/ECONN|EPIPE|socket hang up/.test(`${(error as NodeJS.ErrnoException).code} ${(error as Error).message}`))
        throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

async function allEnded(client: SFNClient, stateMachineArn: string): Promise<void> {
  for (;;) {
    const { executions } = await client.send(
      new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING', maxResults: 1 }),
    );
    if (executions!.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function listAll(client: SFNClient, stateMachineArn: string): Promise<Set<string>> {
  const names = new Set<string>();
  let nextToken: string | undefined;
  do {
    const page = await client.send(new ListExecutionsCommand({ stateMachineArn, nextToken, maxResults: 300 }));
    for (const { name } of page.executions!) names.add(name!);
    nextToken = page.nextToken;
  } while (nextToken);
  return names;
}

async function historyOf(client: SFNClient, stateMachineArn: string, n: number) {
  const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn: arnOf(stateMachineArn, n) }));
  return events;
}

async function restarted(server: ServeProcess, start: () => Promise<ServeProcess>): Promise<ServeProcess> {
  await server.kill();
  return start();
}

function arnOf(stateMachineArn: string, n: number): string {
  return `${stateMachineArn.replace(':stateMachine:', ':execution:')}:e${n}`;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
