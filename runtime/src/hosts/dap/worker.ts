import { parentPort } from 'node:worker_threads';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { AslDebugSession } from './session.ts';

/** A message for the client, and the request that it answers. */
export interface WorkerMessage {
  readonly text: string;
  readonly answers: number | undefined;
}

/** The client has taken its leave: the process may end. */
export const EXIT_REQUESTED = 'exit';

/** A sign of life: whatever a request waits for, the worker is not stuck. */
export const ALIVE = 'alive';
const SIGN_MILLISECONDS = 2_000;

/** Serves one client: messages come and go as text. */
export function serveInWorker(): void {
  const port = parentPort!;
  const session = new AslDebugSession();
  session.onExit = () => port.postMessage(EXIT_REQUESTED);
  session.onDidSendMessage((message) => {
    const { request_seq: answers } = message as Partial<DebugProtocol.Response>;
    port.postMessage({ text: JSON.stringify(message), answers } satisfies WorkerMessage);
  });
  setInterval(() => port.postMessage(ALIVE), SIGN_MILLISECONDS).unref();
  port.on('message', (text: string) => session.handleMessage(JSON.parse(text) as DebugProtocol.ProtocolMessage));
}
