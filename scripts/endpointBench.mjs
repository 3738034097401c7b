// Throughput of the local Step Functions endpoint beside npm stepfunctions-local 1.3.1, in turn, so that noise hits both:
// StartExecution of 10,000 executions over 50 connections, until ListExecutions shows none that runs. Both do the same work from the same start, and
// the first round is the cold one. What each server costs is shown beside, where the system tells: other programs do not disturb that figure.
//   node esbuild.mjs --only cli && node scripts/endpointBench.mjs [--rounds 3] [--executions 10000]
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const PEER_VERSION = '1.3.1';
const CONNECTIONS = 50;
const OURS = { name: 'stepwise', port: 8481 };
const PEER = { name: 'stepfunctions-local', port: 8482 };
const rounds = option('--rounds', 3);
const executions = option('--executions', 10_000);

const DEFINITION = JSON.stringify({
  StartAt: 'Mark',
  States: {
    Mark: { Type: 'Pass', Result: { a: 1 }, ResultPath: '$.mark', Next: 'Check' },
    Check: {
      Type: 'Choice',
      Choices: [{ Variable: '$.n', NumericGreaterThan: -1, Next: 'Done' }],
      Default: 'Bad',
    },
    Done: { Type: 'Pass', End: true },
    Bad: { Type: 'Fail' },
  },
});

const folder = mkdtempSync(path.join(tmpdir(), 'stepwise-endpoint-bench-'));
const cli = path.resolve(import.meta.dirname, '../dist/cli.js');
OURS.process = start([cli, 'serve', '--port', String(OURS.port), '--data', path.join(folder, 'data')]);
PEER.process = start([path.join(installPeer(), 'bin/stepfunctions-local-start.js'), '--port', String(PEER.port)]);
try {
  await Promise.all([OURS, PEER].map(({ port }) => untilListening(port)));
  const ratios = [];
  // The first round is the cold one: both servers have just been started.
  for (let round = 1; round <= rounds; round++) {
    const peer = await measure(PEER);
    const ours = await measure(OURS);
    ratios.push(ours.rate / peer.rate);
    console.log(
      `round ${round}: ${describe(OURS, ours)}   ${describe(PEER, peer)}   ratio ${(ours.rate / peer.rate).toFixed(1)}`,
    );
  }
  const sorted = [...ratios].sort((a, b) => a - b);
  console.log(`lowest ratio ${sorted[0].toFixed(1)}   median ${sorted[rounds >> 1].toFixed(1)}`);
} finally {
  for (const server of [OURS, PEER]) server.process.kill();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);

function option(name, otherwise) {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
}

function describe({ name }, { rate, cpu }) {
  const cost = cpu === undefined ? '' : ` (${(cpu * 1e6).toFixed(0)} us of CPU each)`;
  return `${name} ${rate.toFixed(0)}/s${cost}`;
}

/** Installs the peer into the temporary folder on first use. */
function installPeer() {
  const home = path.join(tmpdir(), 'stepwise-bench', 'stepfunctions-local');
  const installed = path.join(home, 'node_modules', 'stepfunctions-local');
  if (!existsSync(installed)) {
    mkdirSync(home, { recursive: true });
    writeFileSync(path.join(home, 'package.json'), '{"private":true}');
    execFileSync('npm', ['install', '--no-audit', '--no-fund', `stepfunctions-local@${PEER_VERSION}`], {
      cwd: home,
      stdio: 'ignore',
    });
  }
  return installed;
}

function start(args) {
  return spawn(process.execPath, args, { cwd: folder, stdio: 'ignore' });
}

async function untilListening(port) {
  while (!(await new Promise((resolve) => probe(port, resolve)))) await new Promise((wait) => setTimeout(wait, 50));
}

function probe(port, resolve) {
  const socket = net.connect(port, '127.0.0.1', () => {
    socket.destroy();
    resolve(true);
  });
  socket.on('error', () => resolve(false));
}

/** Executions per second from the first start to the last end, and seconds of CPU that each took. */
async function measure({ port, process: { pid } }) {
  const connections = Array.from({ length: CONNECTIONS }, () => connection(port));
  const [first] = connections;
  const { stateMachineArn } = await first.call('CreateStateMachine', {
    name: `bench-${process.hrtime.bigint()}`,
    definition: DEFINITION,
    roleArn: 'arn:aws:iam::123456789012:role/bench',
  });
  let next = 0;
  const cpuBefore = cpuSeconds(pid);
  const startTime = performance.now();
  await Promise.all(
    connections.map(async ({ call }) => {
      while (next < executions) {
        const n = next++;
        const request = { stateMachineArn, name: `e${n}`, input: JSON.stringify({ n }) };
        const { executionArn } = await call('StartExecution', request);
        if (!executionArn) throw new Error('StartExecution was refused.');
      }
    }),
  );
  for (;;) {
    const request = { stateMachineArn, statusFilter: 'RUNNING', maxResults: 1 };
    if ((await first.call('ListExecutions', request)).executions.length === 0) break;
  }
  const seconds = (performance.now() - startTime) / 1000;
  for (const { close } of connections) close();
  return { rate: executions / seconds, cpu: cpuBefore && (cpuSeconds(pid) - cpuBefore) / executions };
}

/** CPU time of a process, from the tenth field after its name on: utime and stime in hundredths of a second (Linux). */
function cpuSeconds(pid) {
  if (process.platform !== 'linux') return undefined;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** A keep-alive connection with one request under way: as little client as possible. */
function connection(port) {
  const socket = net.connect(port, '127.0.0.1').setNoDelay(true).setEncoding('latin1');
  let received = '';
  let answer;
  socket.on('data', (piece) => {
    received += piece;
    const head = received.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(received.slice(0, head))[1]);
    if (received.length < head + 4 + length) return;
    const body = received.slice(head + 4, head + 4 + length);
    received = received.slice(head + 4 + length);
    answer(JSON.parse(body));
  });
  const call = (operation, request) =>
    new Promise((resolve) => {
      answer = resolve;
      const body = JSON.stringify(request);
      socket.write(
        `POST / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/x-amz-json-1.0\r\n` +
          `X-Amz-Target: AWSStepFunctions.${operation}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      );
    });
  return { call, close: () => socket.destroy() };
}
