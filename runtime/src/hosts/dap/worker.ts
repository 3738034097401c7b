import { parentPort } from 'node:worker_threads';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { AslDebugSession } from './session.ts';

/** What the worker tells the supervisor beside messages for the client. */
export const EXIT_REQUESTED = 'exit';

/** Serves one client: messages come and go as text. */
export function serveInWorker(): void {
  const port = parentPort!;
  const session = new AslDebugSession();
  session.onExit = () => port.postMessage(EXIT_REQUESTED);
  session.onDidSendMessage((message) => port.postMessage(JSON.stringify(message)));
  port.on('message', (text: string) => session.handleMessage(JSON.parse(text) as DebugProtocol.ProtocolMessage));
}
