import process from 'node:process';
import { Worker } from 'node:worker_threads';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { framed, MessageStream } from './messageStream.ts';
import { ALIVE, EXIT_REQUESTED, type WorkerMessage } from './worker.ts';

/** A client that leaves gets its answer within this time, or is answered by the supervisor. */
const LEAVE_MILLISECONDS = 400;
/** What was written must reach the client, but a client that does not read must not keep the process. */
const FLUSH_MILLISECONDS = 300;
/** What the worker is told when the client has gone without a word: processes of handlers end, and an endpoint is let go. */
const DISCONNECT = JSON.stringify({ seq: 0, type: 'request', command: 'disconnect' });
/** A worker that has given no sign of life for this long is stuck in one expression. */
const STUCK_MILLISECONDS = 10_000;
const CHECK_MILLISECONDS = 1_000;
/** A recording lives as long as the session: room for young values keeps them from being moved again and again while it grows. */
const YOUNG_MEGABYTES = 128;

/**
 * Stands between standard input and the worker that debugs. It knows which requests are open: when the worker is stuck (a regular expression that
 * never ends blocks a thread for good) or dies, every open request still gets one answer, and the process ends.
 */
export function supervise(file: string): void {
  const worker = new Worker(file, {
    stdout: true,
    stderr: true,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
  });
  const open = new OpenRequests();
  let lastSign = Date.now();
  let sequence = 1_000_000_000;
  let isLeaving = false;
  let isExiting = false;

  const write = (text: string) => process.stdout.write(framed(text));
  const send = (message: object) => {
    sequence += 1;
    write(JSON.stringify({ seq: sequence, ...message }));
  };
  const refuse = (request: DebugProtocol.Request, text: string) => {
    send({ type: 'response', request_seq: request.seq, command: request.command, success: false, message: text });
  };
  const exit = () => {
    if (isExiting) return;
    isExiting = true;
    for (const request of open.takeAll()) refuse(request, 'The session has ended.');
    void worker.terminate();
    process.stdout.write('', () => process.exit(0));
    setTimeout(() => process.exit(0), FLUSH_MILLISECONDS);
  };
  const clientHasGone = () => {
    if (isLeaving) return;
    isLeaving = true;
    worker.postMessage(DISCONNECT);
    setTimeout(exit, LEAVE_MILLISECONDS);
  };
  const giveUp = (reason: string) => {
    for (const request of open.takeAll()) refuse(request, reason);
    send({ type: 'event', event: 'output', body: { category: 'important', output: `${reason}\n` } });
    send({ type: 'event', event: 'terminated' });
    exit();
  };

  const stream = new MessageStream(
    (text) => {
      const message = parse(text);
      if (!message) {
        process.stderr.write('A message of the client is no JSON and was skipped.\n');
        return;
      }
      if (message.type === 'request') open.add(message as DebugProtocol.Request);
      worker.postMessage(text);
      if (message.type === 'request' && (message as DebugProtocol.Request).command === 'disconnect')
        leaveSoon(message as DebugProtocol.Request);
    },
    (what) => process.stderr.write(`Skipped ${what}.\n`),
  );

  const leaveSoon = (request: DebugProtocol.Request) => {
    setTimeout(() => {
      if (!open.take(request.seq)) return;
      send({ type: 'response', request_seq: request.seq, command: request.command, success: true });
      exit();
    }, LEAVE_MILLISECONDS);
  };

  worker.on('message', (message: WorkerMessage | typeof EXIT_REQUESTED | typeof ALIVE) => {
    lastSign = Date.now();
    if (message === ALIVE) return;
    if (message === EXIT_REQUESTED) {
      exit();
      return;
    }
    // Nobody waits for the answer of what the supervisor has asked.
    if (message.answers !== undefined && !open.take(message.answers)) return;
    write(message.text);
  });
  worker.on('error', (error) => giveUp(`The debug adapter failed: ${error.stack ?? error.message}`));
  worker.on('exit', () => exit());
  setInterval(() => {
    const isStuck = open.size > 0 && Date.now() - lastSign > STUCK_MILLISECONDS;
    if (isStuck)
      giveUp(
        `An expression has not come to an end for ${STUCK_MILLISECONDS / 1000} s; the session was ended. Look for a regular expression that backtracks.`,
      );
  }, CHECK_MILLISECONDS).unref();
  process.stdin.on('data', (chunk) => stream.push(chunk as Buffer));
  process.stdin.on('end', clientHasGone);
  process.stdin.on('close', clientHasGone);
  process.stdin.on('error', clientHasGone);
  process.stdout.on('error', clientHasGone);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, clientHasGone);
}

/** Requests that have no answer yet, in order. Numbers are the client's: it may use one twice. */
class OpenRequests {
  private readonly bySeq = new Map<number, DebugProtocol.Request[]>();

  get size(): number {
    return this.bySeq.size;
  }

  add(request: DebugProtocol.Request): void {
    const same = this.bySeq.get(request.seq);
    if (same) same.push(request);
    else this.bySeq.set(request.seq, [request]);
  }

  /** Takes the oldest request of a number out. */
  take(seq: number): DebugProtocol.Request | undefined {
    const [oldest, ...others] = this.bySeq.get(seq) ?? [];
    if (others.length > 0) this.bySeq.set(seq, others);
    else this.bySeq.delete(seq);
    return oldest;
  }

  takeAll(): DebugProtocol.Request[] {
    const all = [...this.bySeq.values()].flat();
    this.bySeq.clear();
    return all;
  }
}

function parse(text: string): DebugProtocol.ProtocolMessage | undefined {
  try {
    const message = JSON.parse(text) as DebugProtocol.ProtocolMessage;
    return typeof message === 'object' && message !== null ? message : undefined;
  } catch {
    return undefined;
  }
}
