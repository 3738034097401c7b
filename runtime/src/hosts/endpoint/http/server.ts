import { randomUUID } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Call } from '../api/operation.ts';
import { ServiceError } from '../api/serviceError.ts';
import { readJson } from './body.ts';
import { refuseForeign } from './guard.ts';

export interface HttpServer {
  readonly port: number;
  /** Stops listening and drops connections. */
  close(): Promise<void>;
}

/** Answers one call: the operation's name as in the X-Amz-Target header, the request, and what is known of the caller. */
export type Dispatch = (operation: string, request: unknown, call: Call) => object | Promise<object>;

export interface HttpServerOptions {
  /** A loopback address. */
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
  readonly dispatch: Dispatch;
  /** Faults of our own: never the client's doing. */
  readonly onFault: (operation: string, fault: unknown) => void;
  /** Paths beside the API, for example the debugger's channel; answers false for those it does not know. */
  readonly route?: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Takes over connections that change to another protocol. Whoever calls has passed the same checks. */
  readonly upgrade?: (request: IncomingMessage, socket: Duplex) => void;
}

/** A client has this long to send a whole request, so that slow ones cannot pile up. */
const REQUEST_TIMEOUT = 30_000;
const HEADERS_TIMEOUT = 10_000;
/** Longer than a worker's long poll. */
const KEEP_ALIVE_TIMEOUT = 70_000;

/** The JSON 1.0 protocol of AWS over HTTP: POST / with `X-Amz-Target: AWSStepFunctions.<Operation>`. Signatures are not looked at. */
export async function listen(options: HttpServerOptions): Promise<HttpServer> {
  const server = http.createServer(
    { requestTimeout: REQUEST_TIMEOUT, headersTimeout: HEADERS_TIMEOUT, keepAliveTimeout: KEEP_ALIVE_TIMEOUT },
    (request, response) => void answer(options, request, response),
  );
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
  });
  server.on('upgrade', (request, socket, head) => takeOver(options, request, socket, head));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function takeOver(options: HttpServerOptions, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  socket.on('error', () => {});
  try {
    refuseForeign(request);
    if (!options.upgrade) throw new ServiceError('ValidationException', 'This endpoint speaks HTTP only.');
    socket.unshift(head);
    options.upgrade(request, socket);
  } catch (error) {
    const { status, code, message } = error instanceof ServiceError ? error : internalFailure(error);
    const text = JSON.stringify({ __type: code, message });
    const length = Buffer.byteLength(text);
    const type = 'application/x-amz-json-1.0';
    socket.end(
      `HTTP/1.1 ${status} Refused\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\nConnection: close\r\n\r\n${text}`,
    );
  }
}

async function answer(options: HttpServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let operation = '';
  try {
    refuseForeign(request);
    if (options.route?.(request, response)) return;
    operation = operationOf(request);
    const body = await readJson(request);
    respond(response, 200, await options.dispatch(operation, body, new ResponseCall(response)));
  } catch (error) {
    if (!(error instanceof ServiceError)) options.onFault(operation, error);
    const shown = error instanceof ServiceError ? error : internalFailure(error);
    // The rest of a body that is too long is not waited for.
    if (!request.complete) response.setHeader('connection', 'close');
    respond(response, shown.status, { __type: shown.code, message: shown.message, ...shown.members });
  }
}

function operationOf(request: IncomingMessage): string {
  const target = request.headers['x-amz-target'];
  const operation = typeof target === 'string' ? /^AWSStepFunctions\.(\w+)$/.exec(target)?.[1] : undefined;
  if (request.method === 'POST' && operation !== undefined) return operation;
  throw new ServiceError(
    'UnknownOperationException',
    'Requests are POST / with the header X-Amz-Target: AWSStepFunctions.<Operation>.',
  );
}

/**
 * A class, for its getter: an object literal with one gets a hidden class of its own each time it is made, and that holds the response until the
 * whole heap is collected.
 */
class ResponseCall implements Call {
  private controller: AbortController | undefined;

  constructor(private readonly response: ServerResponse) {}

  get signal(): AbortSignal {
    if (!this.controller) {
      const made = new AbortController();
      this.controller = made;
      this.response.once('close', () => made.abort());
    }
    return this.controller.signal;
  }
}

function respond(response: ServerResponse, status: number, body: object): void {
  if (response.headersSent || response.destroyed) return;
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': Buffer.byteLength(text),
    'x-amzn-requestid': randomUUID(),
  });
  response.end(text);
}

function internalFailure(fault: unknown): ServiceError {
  return new ServiceError('InternalFailure', fault instanceof Error ? fault.message : String(fault));
}
