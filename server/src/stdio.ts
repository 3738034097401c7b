import { Console } from 'node:console';
import { fstatSync } from 'node:fs';
import { Socket } from 'node:net';
import { type Connection, createConnection, ProposedFeatures, StreamMessageWriter } from 'vscode-languageserver/node';
import { type ByteSource, LargeMessageReader } from './messageReader.ts';

/** The file descriptor of standard input. */
const STANDARD_INPUT = 0;
/** What is read at once, in bytes: as much as the system holds ready. */
const CHUNK = 256 * 1024;

/** The connection over standard input and output, as the library makes it for `--stdio`; it reads large messages faster. */
export function stdioConnection(): Connection {
  const { stdout, stderr } = process;
  // What a library may print must not get between the messages.
  globalThis.console = new Console(stderr, stderr);
  const input = standardInput();
  const writer = new StreamMessageWriter(stdout);
  const connection = createConnection(ProposedFeatures.all, new LargeMessageReader(input), writer);
  let isShutDown = false;
  connection.onShutdown(() => {
    isShutDown = true;
  });
  input.onEnd(() => process.exit(isShutDown ? 0 : 1));
  return connection;
}

/** Standard input; a pipe is read into the same memory again and again. */
function standardInput(): ByteSource {
  const dataListeners: ((chunk: Buffer) => void)[] = [];
  const emit = (chunk: Buffer) => {
    for (const listener of dataListeners) listener(chunk);
  };
  const stream = isPipe() ? reusingSocket(emit) : process.stdin.on('data', emit);
  return {
    onData: (listener) => void dataListeners.push(listener),
    onEnd: (listener) => {
      stream.on('end', listener);
      stream.on('close', listener);
    },
  };
}

function isPipe(): boolean {
  try {
    const input = fstatSync(STANDARD_INPUT);
    return input.isFIFO() || input.isSocket();
  } catch {
    // There may be no standard input at all.
    return false;
  }
}

function reusingSocket(emit: (chunk: Buffer) => void): Socket {
  const buffer = Buffer.allocUnsafeSlow(CHUNK);
  const callback = (length: number) => {
    emit(buffer.subarray(0, length));
    return true;
  };
  return new Socket({ fd: STANDARD_INPUT, readable: true, writable: false, onread: { buffer, callback } });
}
