import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DebugClient } from '@vscode/debugadapter-testsupport';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { FIXTURES } from '../support/dapScript.ts';

const scratch = mkdtempSync(path.join(tmpdir(), 'stepwise-dap-'));
const adapter = path.join(scratch, 'debugAdapter.js');
const empty = mkdtempSync(path.join(tmpdir(), 'stepwise-empty-'));
const program = path.join(FIXTURES, 'order.jsonata.asl.json');
const launch = { program, inputFile: path.join(FIXTURES, 'input.json'), mocks: path.join(FIXTURES, 'mocks.json') };

beforeAll(async () => {
  await build({
    entryPoints: [path.resolve(import.meta.dirname, '../../runtime/src/hosts/dap/main.ts')],
    outfile: adapter,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'error',
  });
});

afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
  rmSync(empty, { recursive: true, force: true });
});

describe('the bundled adapter, driven by the test client of VS Code', () => {
  let client: DebugClient;

  afterEach(() => client.stop());

  async function started(): Promise<void> {
    client = new DebugClient(process.execPath, adapter, 'asl', { cwd: empty });
    await client.start();
  }

  test('announces what it can do', async () => {
    await started();
    const { body } = await client.initializeRequest();
    expect(body).toMatchObject({
      supportsStepBack: true,
      supportsSetVariable: true,
      supportsFunctionBreakpoints: true,
    });
  });

  test('runs to the end', async () => {
    await started();
    await Promise.all([
      client.configurationSequence(),
      client.launch(launch as never),
      client.waitForEvent('terminated'),
    ]);
  });

  test('stops at a breakpoint that comes before the launch', async () => {
    await started();
    const stopped = client.hitBreakpoint(launch, { path: program, line: 15 });
    await stopped;
    const { body } = await client.threadsRequest();
    expect(body.threads).toEqual([{ id: 1, name: 'order.jsonata ▸ Charge' }]);
  });

  test('stops at an error that nothing catches', async () => {
    await started();
    const configured = client
      .waitForEvent('initialized')
      .then(() => client.setExceptionBreakpointsRequest({ filters: ['uncaught'] }))
      .then(() => client.configurationDoneRequest());
    const failing = { ...launch, failAt: { state: 'Charge', error: 'Declined' } };
    await Promise.all([
      configured,
      client.launch(failing as never),
      client.assertStoppedLocation('exception', { path: program, line: 124 }),
    ]);
  });

  test('replays a recorded failure and steps back from it', async () => {
    await started();
    const history = path.join(path.dirname(program), 'recordings/broken.jsonata.json');
    await Promise.all([
      client.waitForEvent('initialized').then(() => client.configurationDoneRequest()),
      client.launch({ program, history } as never),
      client.assertStoppedLocation('exception', { path: program, line: 29 }),
    ]);
    const { body } = await client.customRequest('exceptionInfo', { threadId: 1 });
    expect(body).toMatchObject({ exceptionId: 'Broken', breakMode: 'unhandled' });
    await Promise.all([
      client.stepBackRequest({ threadId: 1 }),
      client.assertStoppedLocation('step', { path: program, line: 15 }),
    ]);
  });

  test('counts lines and columns from 0 for a client that does, and takes URIs', async () => {
    await started();
    await client.initializeRequest({
      adapterID: 'asl',
      linesStartAt1: false,
      columnsStartAt1: false,
      pathFormat: 'uri',
    });
    await client.launchRequest(launch as never);
    const source = { path: `file://${program}` };
    const { body } = await client.setBreakpointsRequest({ source, breakpoints: [{ line: 14 }] });
    expect(body.breakpoints[0]).toMatchObject({ verified: true, line: 14, column: 4 });
    const named = await client.setFunctionBreakpointsRequest({ breakpoints: [{ name: 'Charge' }] });
    expect(named.body.breakpoints[0]).toMatchObject({ verified: true, source });
  });
});

describe('the bundled adapter under bad conditions', () => {
  test('ends when its input does', async () => {
    const raw = new RawClient();
    await raw.ask('initialize', { adapterID: 'asl' });
    raw.child.stdin!.end();
    expect(await raw.exited).toBe(0);
  });

  for (const [name, bytes] of Object.entries({
    'in the middle of a header': 'Content-Len',
    'in the middle of a message': 'Content-Length: 1000\r\n\r\n{"seq"',
    'in the middle of a large message': `Content-Length: 60000000\r\n\r\n${'x'.repeat(50_000_000)}`,
    'after bytes that never end a header': 'x'.repeat(50_000_000),
    'after a length that is none': 'Content-Length: many\r\n\r\n{}',
    'after a length that nothing has': 'Content-Length: 99999999999999\r\n\r\n{}',
  })) {
    test(`ends by itself when its input ends ${name}`, async () => {
      const raw = new RawClient();
      await raw.ask('initialize', { adapterID: 'asl' });
      raw.write(bytes);
      raw.child.stdin!.end();
      // A process that had to be killed has no exit code.
      expect(await raw.exited).toBe(0);
    });
  }

  test('ends by itself when its input ends while an execution waits for an answer', async () => {
    const raw = new RawClient();
    await raw.ask('initialize', { adapterID: 'asl' });
    await raw.ask('launch', { ...launch, mocks: {}, clock: 'real' });
    await raw.ask('configurationDone');
    raw.child.stdin!.end();
    expect(await raw.exited).toBe(0);
  });

  test('ends when its client is killed in the middle of a run', async () => {
    const raw = new RawClient();
    await raw.ask('initialize', { adapterID: 'asl' });
    await raw.ask('launch', launch);
    raw.send('configurationDone');
    raw.child.stdin!.destroy();
    raw.child.stdout!.destroy();
    expect(await raw.exited).toBe(0);
  });

  test('answers what it was asked before its input ended', async () => {
    const raw = new RawClient();
    const answers = [raw.ask('initialize', { adapterID: 'asl' }), raw.ask('threads'), raw.ask('launch', launch)];
    raw.child.stdin!.end();
    expect((await Promise.all(answers)).map(({ command }) => command)).toEqual(['initialize', 'threads', 'launch']);
    expect(await raw.exited).toBe(0);
  });

  for (const [name, leave] of Object.entries({
    'its input ends': (raw: RawClient) => raw.child.stdin!.end(),
    'it is told to end': (raw: RawClient) => raw.child.kill('SIGTERM'),
    'its client disconnects': (raw: RawClient) => raw.send('disconnect'),
  })) {
    test(`leaves no process of a handler behind when ${name}`, async () => {
      const folder = mkdtempSync(path.join(scratch, 'function-'));
      const code = 'export async function handler() { console.log(`pid ${process.pid}.`); for (;;); }\n';
      writeFileSync(path.join(folder, 'app.mjs'), code);
      const state = { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:Fn', End: true };
      const machine = path.join(folder, 'machine.asl.json');
      writeFileSync(machine, JSON.stringify({ StartAt: 'A', States: { A: state } }));
      const lambda = { functions: { Fn: { runtime: 'nodejs20.x', codeUri: folder, handler: 'app.handler' } } };
      const raw = new RawClient();
      const pid = new Promise<number>((resolve) => {
        raw.onOutput = (text) => {
          const said = /pid (\d+)\./.exec(text)?.[1];
          if (said) resolve(Number(said));
        };
      });
      await raw.ask('initialize', { adapterID: 'asl' });
      await raw.ask('launch', { program: machine, lambda });
      await raw.ask('configurationDone');
      const handler = await pid;
      leave(raw);
      expect(await raw.exited).toBe(0);
      // It is gone when the system has cleared it away.
      await vi.waitFor(() => expect(() => process.kill(handler, 0)).toThrow(), { timeout: 15_000, interval: 200 });
    }, 30_000);
  }

  test('gives handlers the environment variables of the configuration', async () => {
    const folder = mkdtempSync(path.join(scratch, 'function-'));
    const code =
      'export const handler = async () => console.log(`has ${process.env.A} ${process.env.B} ${process.env.C}.`);';
    writeFileSync(path.join(folder, 'app.mjs'), code);
    writeFileSync(path.join(folder, 'variables'), 'A=file\nB=file\nC=file\n');
    const state = { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:Fn', End: true };
    const machine = path.join(folder, 'machine.asl.json');
    writeFileSync(machine, JSON.stringify({ StartAt: 'A', States: { A: state } }));
    const fn = { runtime: 'nodejs20.x', codeUri: folder, handler: 'app.handler', environment: { C: 'own' } };
    const raw = new RawClient();
    const said = new Promise((resolve) => {
      raw.onOutput = (text) => {
        const found = /has .*\./.exec(text)?.[0];
        if (found) resolve(found);
      };
    });
    await raw.ask('initialize', { adapterID: 'asl' });
    const files = { program: machine, envFile: path.join(folder, 'variables') };
    await raw.ask('launch', { ...files, env: { B: 'env', C: 'env' }, lambda: { functions: { Fn: fn } } });
    await raw.ask('configurationDone');
    expect(await said).toBe('has file env own.');
    await raw.ask('disconnect');
  });

  test('answers disconnect and ends', async () => {
    const raw = new RawClient();
    expect((await raw.ask('disconnect')).success).toBe(true);
    expect(await raw.exited).toBe(0);
  });

  test('finds the next message after bytes that are none', async () => {
    const raw = new RawClient();
    raw.write('Content-Length: many\r\n\r\n');
    raw.write('\r\n\r\nContent-Length: 7\r\n\r\nno json');
    raw.write('Content-Length: -5\r\nX-Other: 1\r\n\r\n');
    expect((await raw.ask('initialize', { adapterID: 'asl' })).success).toBe(true);
    await raw.ask('disconnect');
  });

  test('puts a message together that comes byte by byte, and takes several at once apart', async () => {
    const raw = new RawClient();
    const text = framed({ seq: 900, type: 'request', command: 'initialize', arguments: { adapterID: 'äöü' } });
    const answer = raw.answerOf(900);
    for (const byte of Buffer.from(text)) raw.child.stdin!.write(Buffer.of(byte));
    expect((await answer).success).toBe(true);
    const many = [901, 902, 903].map((seq) => ({ seq, type: 'request', command: 'threads' }));
    const answers = many.map(({ seq }) => raw.answerOf(seq));
    raw.write(many.map(framed).join(''));
    expect((await Promise.all(answers)).map(({ request_seq }) => request_seq)).toEqual([901, 902, 903]);
    await raw.ask('disconnect');
  });

  test('lets its client go although a handler never returns', async () => {
    const handlers = path.join(scratch, 'endless.mjs');
    writeFileSync(handlers, 'export function ship() { for (;;); }\n');
    const raw = new RawClient();
    await raw.ask('initialize', { adapterID: 'asl' });
    await raw.ask('launch', {
      ...launch,
      mocks: { Charge: { '*': { Return: { Payload: { status: 'PAID' } } } } },
      handlers,
    });
    await raw.ask('configurationDone');
    const threads = raw.ask('threads');
    expect((await raw.ask('disconnect')).success).toBe(true);
    expect((await threads).success).toBe(false);
    expect(await raw.exited).toBe(0);
  });

  test('answers each of two requests of the same number, also when it has to leave', async () => {
    const handlers = path.join(scratch, 'endless-too.mjs');
    writeFileSync(handlers, 'export function ship() { for (;;); }\n');
    const raw = new RawClient();
    await raw.ask('initialize', { adapterID: 'asl' });
    await raw.ask('launch', {
      ...launch,
      mocks: { Charge: { '*': { Return: { Payload: { status: 'PAID' } } } } },
      handlers,
    });
    await raw.ask('configurationDone');
    let answers = 0;
    raw.onAnswer = (seq) => {
      answers += seq === 800 ? 1 : 0;
    };
    for (let i = 0; i < 2; i++) raw.write(framed({ seq: 800, type: 'request', command: 'threads' }));
    await raw.ask('disconnect');
    expect(await raw.exited).toBe(0);
    expect(answers).toBe(2);
  });

  test('survives conditions that never end', async () => {
    const raw = new RawClient();
    await raw.ask('initialize', { adapterID: 'asl' });
    await raw.ask('launch', { ...launch, stopOnEntry: true });
    const conditions = [
      '($f := function($x) { $f($x + 1) }; $f(1))',
      "$contains('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', /^(a+)+$/)",
    ];
    await raw.ask('setFunctionBreakpoints', {
      breakpoints: conditions.map((condition, i) => ({ name: ['Charge', 'Paid?'][i], condition })),
    });
    await raw.ask('configurationDone');
    for (let i = 0; i < 2; i++) await raw.ask('continue', { threadId: 1 });
    const answered = await raw.ask('threads');
    expect(answered.type).toBe('response');
    expect((await raw.ask('disconnect')).success).toBe(true);
    expect(await raw.exited).toBe(0);
  });
});

function framed(message: object): string {
  const text = JSON.stringify(message);
  return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}

/** A client that can also send what no client should. */
class RawClient {
  readonly child: ChildProcess = spawn(process.execPath, [adapter], { cwd: empty, stdio: ['pipe', 'pipe', 'ignore'] });
  readonly exited = new Promise<number | null>((resolve) => this.child.on('exit', resolve));
  private readonly answers = new Map<number, (response: DebugProtocol.Response) => void>();
  onAnswer: (seq: number) => void = () => {};
  onOutput: (text: string) => void = () => {};
  private received = Buffer.alloc(0);
  private seq = 0;

  constructor() {
    this.child.stdin!.on('error', () => {});
    this.child.stdout!.on('data', (chunk: Buffer) => this.receive(chunk));
  }

  ask(command: string, args?: unknown): Promise<DebugProtocol.Response> {
    const seq = this.send(command, args);
    return this.answerOf(seq);
  }

  send(command: string, args?: unknown): number {
    this.seq += 1;
    this.write(framed({ seq: this.seq, type: 'request', command, arguments: args }));
    return this.seq;
  }

  answerOf(seq: number): Promise<DebugProtocol.Response> {
    return new Promise((resolve) => this.answers.set(seq, resolve));
  }

  write(text: string): void {
    this.child.stdin!.write(text);
  }

  private receive(chunk: Buffer): void {
    this.received = Buffer.concat([this.received, chunk]);
    for (;;) {
      const end = this.received.indexOf('\r\n\r\n');
      const length = Number(/Content-Length: (\d+)/.exec(this.received.toString('latin1', 0, Math.max(0, end)))?.[1]);
      if (end < 0 || this.received.length < end + 4 + length) return;
      const message = JSON.parse(this.received.toString('utf8', end + 4, end + 4 + length)) as DebugProtocol.Response;
      this.received = this.received.subarray(end + 4 + length);
      if (message.type === 'event') this.onOutput(String(message.body?.output ?? ''));
      if (message.type === 'response') this.onAnswer(message.request_seq);
      if (message.type === 'response') this.answers.get(message.request_seq)?.(message);
    }
  }
}
