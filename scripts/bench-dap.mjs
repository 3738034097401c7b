// Measures the debug adapter over stdio, as an editor uses it, against an adapter that does nothing, in the same run on the same machine.
// `node scripts/bench-dap.mjs [--quick]` prints one JSON object: milliseconds unless the name says otherwise.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const adapter = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../dist/debugAdapter.js');
const scratch = mkdtempSync(path.join(tmpdir(), 'stepwise-bench-'));
const quick = process.argv.includes('--quick');

/** An adapter that answers every request with the smallest body that a client accepts: what is left is the transport. */
const NULL_ADAPTER = `
let buffer = '';
const send = (message) => { const text = JSON.stringify(message); process.stdout.write('Content-Length: ' + Buffer.byteLength(text) + '\\r\\n\\r\\n' + text); };
const bodies = { threads: { threads: [{ id: 1, name: 'one' }] }, stackTrace: { stackFrames: [{ id: 1, name: 'f', line: 1, column: 1 }], totalFrames: 1 },
  scopes: { scopes: [{ name: 'a', variablesReference: 1, expensive: false }] }, variables: { variables: [{ name: 'x', value: '1', variablesReference: 0 }] } };
process.stdin.setEncoding('utf8').on('data', (chunk) => {
  buffer += chunk;
  for (;;) {
    const header = /Content-Length: (\\d+)\\r\\n\\r\\n/.exec(buffer);
    if (!header || buffer.length < header.index + header[0].length + Number(header[1])) return;
    const start = header.index + header[0].length;
    const request = JSON.parse(buffer.slice(start, start + Number(header[1])));
    buffer = buffer.slice(start + Number(header[1]));
    send({ seq: 1, type: 'response', request_seq: request.seq, command: request.command, success: true, body: bodies[request.command] });
    if (request.command === 'next') send({ seq: 1, type: 'event', event: 'stopped', body: { reason: 'step', threadId: 1 } });
  }
});`;

class Client {
  constructor(command, args) {
    this.child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], cwd: scratch });
    this.waiting = new Map();
    this.events = [];
    this.seq = 0;
    this.buffer = Buffer.alloc(0);
    this.child.stdout.on('data', (chunk) => this.receive(chunk));
  }

  request(command, args) {
    const text = JSON.stringify({ seq: ++this.seq, type: 'request', command, arguments: args });
    const { seq } = this;
    return new Promise((resolve, reject) => {
      this.waiting.set(seq, (response) =>
        response.success ? resolve(response) : reject(new Error(`${command}: ${response.message}`)),
      );
      this.child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    });
  }

  event(...names) {
    return new Promise((resolve) => this.events.push({ names, resolve }));
  }

  close() {
    this.child.stdin.end();
    return new Promise((resolve) => this.child.on('exit', resolve));
  }

  receive(chunk) {
    this.buffer = Buffer.concat([this.buffer, chunk]);
    for (;;) {
      const end = this.buffer.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/Content-Length: (\d+)/.exec(this.buffer.toString('latin1', 0, end))[1]);
      if (this.buffer.length < end + 4 + length) return;
      const text = this.buffer.toString('utf8', end + 4, end + 4 + length);
      this.buffer = this.buffer.subarray(end + 4 + length);
      const message = JSON.parse(text);
      message.bytes = length;
      if (message.type === 'response') this.waiting.get(message.request_seq)?.(message);
      else {
        const at = this.events.findIndex(({ names }) => names.includes(message.event));
        if (at >= 0) this.events.splice(at, 1)[0].resolve(message);
      }
    }
  }
}

const percentile = (values, share) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];
const round = (value) => Math.round(value * 100) / 100;

/** What VS Code asks after each step. */
async function cycle(client) {
  const started = performance.now();
  const stopped = client.event('stopped');
  await client.request('next', { threadId: 1 });
  const { body } = await stopped;
  await client.request('threads');
  const stack = await client.request('stackTrace', { threadId: body.threadId, startFrame: 0, levels: 20 });
  const scopes = await client.request('scopes', { frameId: stack.body.stackFrames[0].id });
  await client.request('variables', { variablesReference: scopes.body.scopes[0].variablesReference });
  return performance.now() - started;
}

async function launched(definition, args, breakpoints = {}) {
  const program = path.join(scratch, `machine-${Math.abs(hash(JSON.stringify(definition)))}.asl.json`);
  writeFileSync(program, JSON.stringify(definition, undefined, 1));
  const client = new Client(process.execPath, [adapter]);
  await client.request('initialize', {
    adapterID: 'asl',
    clientID: 'bench',
    linesStartAt1: true,
    columnsStartAt1: true,
  });
  await client.request('launch', { program, ...args });
  const placed = performance.now();
  if (breakpoints.lines)
    await client.request('setBreakpoints', { source: { path: program }, breakpoints: breakpoints.lines });
  client.placing = performance.now() - placed;
  if (breakpoints.functions) await client.request('setFunctionBreakpoints', { breakpoints: breakpoints.functions });
  await client.request('setExceptionBreakpoints', { filters: ['uncaught'] });
  return client;
}

async function run(client) {
  const ended = client.event('stopped', 'terminated');
  const started = performance.now();
  await client.request('configurationDone');
  const { event } = await ended;
  return { milliseconds: performance.now() - started, event };
}

function hash(text) {
  let value = 0;
  for (let i = 0; i < text.length; i++) value = (value * 31 + text.charCodeAt(i)) | 0;
  return value;
}

function chain(count, state = (i) => ({ Type: 'Pass', Result: { i }, ResultPath: '$.last' })) {
  const States = {};
  for (let i = 0; i < count; i++)
    States[`S${i}`] = { ...state(i), ...(i + 1 < count ? { Next: `S${i + 1}` } : { End: true }) };
  return { StartAt: 'S0', States };
}

function loop(rounds) {
  return {
    QueryLanguage: 'JSONata',
    StartAt: 'Init',
    States: {
      Init: { Type: 'Pass', Assign: { n: 0 }, Next: 'Step' },
      Step: { Type: 'Pass', Assign: { n: '{% $n + 1 %}' }, Next: 'More' },
      More: { Type: 'Choice', Choices: [{ Condition: `{% $n < ${rounds} %}`, Next: 'Step' }], Default: 'Done' },
      Done: { Type: 'Succeed' },
    },
  };
}

function bigMap() {
  return {
    StartAt: 'Each',
    States: {
      Each: {
        Type: 'Map',
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'One',
          States: { One: { Type: 'Pass', Next: 'Two' }, Two: { Type: 'Pass', End: true } },
        },
        End: true,
      },
    },
  };
}

async function latency(rounds) {
  const nothing = new Client(process.execPath, ['-e', NULL_ADAPTER]);
  await nothing.request('initialize', {});
  const real = await launched(chain(rounds * 2 + 20), {
    input: { order: { id: 1, items: [1, 2, 3] } },
    stopOnEntry: true,
  });
  const start = performance.now();
  await run(real);
  const firstStop = performance.now() - start;
  const [nulls, reals] = [[], []];
  for (let i = 0; i < rounds; i++) {
    nulls.push(await cycle(nothing));
    reals.push(await cycle(real));
  }
  await Promise.all([nothing.close(), real.close()]);
  const warm = (values) => values.slice(Math.floor(rounds / 10));
  return {
    cycleP50: round(percentile(warm(reals), 0.5)),
    cycleP95: round(percentile(warm(reals), 0.95)),
    nullCycleP50: round(percentile(warm(nulls), 0.5)),
    ratioP50: round(percentile(warm(reals), 0.5) / percentile(warm(nulls), 0.5)),
    configurationDoneToFirstStop: round(firstStop),
  };
}

async function coldStart() {
  const started = performance.now();
  const client = await launched(chain(10), { stopOnEntry: true });
  await run(client);
  const milliseconds = performance.now() - started;
  await client.close();
  return { spawnToFirstStop: round(milliseconds) };
}

async function manyBreakpoints(count) {
  const definition = chain(count);
  const lines = JSON.stringify(definition, undefined, 1).split('\n');
  const breakpoints = lines.flatMap((line, i) => (/^ {2}"S\d+": \{/.test(line) ? [{ line: i + 1 }] : []));
  const times = [];
  const client = await launched(definition, { stopOnEntry: true }, { lines: breakpoints });
  const program = path.join(scratch, `machine-${Math.abs(hash(JSON.stringify(definition)))}.asl.json`);
  for (let i = 0; i < 5; i++) {
    const started = performance.now();
    await client.request('setBreakpoints', { source: { path: program }, breakpoints });
    times.push(performance.now() - started);
  }
  await client.close();
  return { breakpoints: breakpoints.length, setFirst: round(client.placing), setP50: round(percentile(times, 0.5)) };
}

async function mapOfIterations(count) {
  const input = Array.from({ length: count }, (_, i) => ({ i }));
  const measure = async (breakpoints, args = {}) => {
    const times = [];
    for (let i = 0; i < 3; i++) {
      const client = await launched(bigMap(), { input, maxThreads: 100, ...args }, breakpoints);
      const { milliseconds } = await run(client);
      times.push(milliseconds);
      await client.close();
    }
    return Math.min(...times);
  };
  const plain = await measure({}, { noDebug: true });
  const none = await measure({});
  const condition = '$.i == -1';
  const conditional = await measure({ functions: [{ name: 'Two', condition }] });
  const stopped = await launched(
    bigMap(),
    { input },
    { functions: [{ name: 'Two', condition: `$.i == ${count / 2}` }] },
  );
  await run(stopped);
  const threads = await stopped.request('threads');
  await stopped.close();
  return {
    iterations: count,
    plain: round(plain),
    withoutBreakpoints: round(none),
    addedByConditionMicrosecondsEach: round(((conditional - none) * 1000) / count),
    threads: threads.body.threads.length,
    threadsBytes: threads.bytes,
  };
}

async function reverse(states) {
  const client = await launched(loop(Math.floor(states / 4.5)), {
    stopOnEnd: true,
    input: { blob: 'x'.repeat(200 * 1024) },
  });
  await run(client);
  const { body } = await client.request('asl/position');
  const stopped = client.event('stopped');
  const started = performance.now();
  await client.request('reverseContinue', { threadId: 1 });
  await stopped;
  const milliseconds = performance.now() - started;
  await client.close();
  return { steps: body.steps, reverseContinue: round(milliseconds) };
}

try {
  const result = {
    latency: await latency(quick ? 60 : 300),
    coldStart: await coldStart(),
    breakpoints: await manyBreakpoints(quick ? 1000 : 10_000),
    map: await mapOfIterations(quick ? 1000 : 10_000),
    reverse: await reverse(quick ? 2500 : 25_000),
  };
  console.log(JSON.stringify(result, undefined, 1));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
