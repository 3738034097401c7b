import { randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { TaskCall } from '../../../interpreter/environment.ts';
import type { HandlerDebug } from '../../../tasks/lambda/handlerDebug.ts';
import { CHANNEL_PATH, CHANNEL_PROTOCOL, type ChannelDescription } from '../../dap/attach/debugChannel.ts';
import { framed, MessageStream } from '../../dap/messageStream.ts';
import { AslDebugSession } from '../../dap/session.ts';
import { ServiceError } from '../api/serviceError.ts';
import type { Debugging } from '../endpoint.ts';
import { AttachedSession } from './attachedSession.ts';
import { DebuggedExecutions } from './debuggedExecutions.ts';
import { type FileOfMachine, ProgramFiles } from './programFiles.ts';

export interface DebugChannelOptions {
  /** Folder of the journal; a temporary one is used where nothing is kept. */
  readonly dataFolder?: string;
  /** The file that a machine's definition comes from. */
  readonly fileOf: FileOfMachine;
  /** Whether the handler of a function runs on this machine; none does by default. */
  readonly isLocalFunction?: (name: string) => boolean;
}

/** A debug channel and the file with its token. */
export interface DebugChannel extends Debugging {
  readonly tokenFile: string;
  /** What is to be done about the handler of a call: a session may want to debug it. */
  debugOf(call: TaskCall): HandlerDebug | undefined;
}

const TOKEN_NAME = 'debug-token';

/**
 * Opens the way for debuggers. Whoever comes in can read and stop every execution, so a token is wanted beside the checks of all requests: one a
 * run, in a file that only the user of the server may read.
 */
export function debugChannel(options: DebugChannelOptions): DebugChannel {
  const temporary = options.dataFolder === undefined ? mkdtempSync(path.join(os.tmpdir(), 'stepwise-')) : undefined;
  const folder = options.dataFolder ?? temporary!;
  const token = randomBytes(32).toString('base64url');
  const tokenFile = writeToken(folder, token);
  const files = new ProgramFiles(path.join(folder, 'definitions'), options.fileOf);
  const executions = new DebuggedExecutions(files, options.isLocalFunction ?? (() => false));
  const sockets = new Set<Duplex>();
  return {
    tokenFile,
    holdNew: (execution) => executions.hold(execution),
    debugOf: (call) => executions.debugOf(call),
    connect: (service) => executions.connect(service),
    route: (request, response) => {
      // Every request of the API comes by here: its path is looked at before it is parsed.
      if (request.url === '/' || new URL(request.url ?? '/', 'http://localhost').pathname !== CHANNEL_PATH)
        return false;
      describe(request, response, tokenFile);
      return true;
    },
    upgrade: (request, socket) => {
      refuseStranger(request, token);
      socket.write(`HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${CHANNEL_PROTOCOL}\r\n\r\n`);
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      serve(socket, executions);
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      rmSync(temporary ?? tokenFile, { recursive: true, force: true });
    },
  };
}

function writeToken(folder: string, token: string): string {
  const file = path.join(folder, TOKEN_NAME);
  mkdirSync(folder, { recursive: true });
  // The mode counts for new files only: one that an earlier run left is made anew.
  rmSync(file, { force: true });
  writeFileSync(file, token, { mode: 0o600, flag: 'wx' });
  return file;
}

function describe(request: IncomingMessage, response: ServerResponse, tokenFile: string): void {
  if (request.method !== 'GET') throw new ServiceError('ValidationException', `${CHANNEL_PATH} is read with GET.`);
  const description: ChannelDescription = { protocol: CHANNEL_PROTOCOL, tokenFile };
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(description));
}

function refuseStranger(request: IncomingMessage, token: string): void {
  const { authorization = '', upgrade } = request.headers;
  if (upgrade !== CHANNEL_PROTOCOL || request.url !== CHANNEL_PATH) {
    throw new ServiceError(
      'ValidationException',
      `The debug channel is ${CHANNEL_PATH} with Upgrade: ${CHANNEL_PROTOCOL}.`,
    );
  }
  const given = Buffer.from(authorization);
  const wanted = Buffer.from(`Bearer ${token}`);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
    throw new ServiceError(
      'AccessDeniedException',
      'The token of the debug channel is wrong: it is another one at each start of the endpoint.',
    );
  }
}

/** Speaks the debug adapter protocol on a connection. */
function serve(socket: Duplex, executions: DebuggedExecutions): void {
  const session = new AslDebugSession();
  const attached = new AttachedSession(session, executions);
  session.onDidSendMessage((message) => {
    if (!socket.destroyed) socket.write(framed(JSON.stringify(message)));
  });
  session.onExit = () => socket.end();
  const messages = new MessageStream(
    (text) => {
      const message = parsed(text);
      if (message) session.handleMessage(message);
      else socket.destroy();
    },
    () => socket.destroy(),
  );
  socket.on('data', (chunk: Buffer) => messages.push(chunk));
  socket.on('close', () => attached.leave({}));
}

function parsed(text: string): DebugProtocol.ProtocolMessage | undefined {
  try {
    const message = JSON.parse(text) as DebugProtocol.ProtocolMessage | null;
    return typeof message === 'object' && message !== null ? message : undefined;
  } catch {
    return undefined;
  }
}
