/**
 * Runs Node handlers in a child process: CommonJS, ES modules, and TypeScript where Node or the user's own loader (`runtimeArgs`) reads it. Events
 * and results are JSON lines on file descriptor 3, so that standard output belongs to the handler.
 */
export const NODE_BOOTSTRAP = String.raw`
import { existsSync } from 'node:fs';
import inspector from 'node:inspector';
import net from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = process.env.LAMBDA_TASK_ROOT;
const channel = new net.Socket({ fd: 3, readable: true, writable: true });
let current;
let handler;

function send(message, then) {
  channel.write(JSON.stringify(message) + '\n', then);
}

function describe(error) {
  if (error instanceof Error || (error && typeof error === 'object' && 'message' in error && 'name' in error)) {
    const frames = String(error.stack ?? '').split('\n');
    return { errorType: error.name, errorMessage: error.message, trace: frames.filter((line) => !line.includes(import.meta.url)) };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

function finish(id, message) {
  if (current !== id) return;
  current = undefined;
  channel.ref();
  send(message);
}

function succeed(id, value) {
  let text;
  try {
    text = JSON.stringify(value === undefined ? null : value) ?? 'null';
  } catch (error) {
    return finish(id, { id, error: JSON.stringify({ ...describe(error), errorType: 'Runtime.MarshalError' }) });
  }
  finish(id, { id, result: text });
}

async function load() {
  const spec = process.env._HANDLER ?? '';
  const slash = spec.lastIndexOf('/') + 1;
  const dot = spec.indexOf('.', slash);
  if (dot < 0) throw named('Runtime.MalformedHandlerName', 'Bad handler: ' + spec);
  const file = path.resolve(root, spec.slice(0, dot));
  const found = ['', '.js', '.mjs', '.cjs', '.ts', '.mts', '.cts'].map((end) => file + end).find((name) => path.extname(name) && existsSync(name));
  if (!found) throw named('Runtime.ImportModuleError', "Error: Cannot find module '" + spec.slice(0, dot) + "'");
  let module;
  try {
    module = await import(pathToFileURL(found).href);
  } catch (error) {
    if (error instanceof SyntaxError) throw named('Runtime.UserCodeSyntaxError', String(error), error);
    if (error && (error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'MODULE_NOT_FOUND')) {
      throw named('Runtime.ImportModuleError', String(error), error);
    }
    throw error;
  }
  let value = module;
  for (const key of spec.slice(dot + 1).split('.')) value = value?.[key] ?? value?.default?.[key];
  if (typeof value !== 'function') throw named('Runtime.HandlerNotFound', spec + ' is undefined or not exported');
  return value;
}

function named(name, message, cause) {
  const error = new Error(message);
  error.name = name;
  if (cause) error.stack = cause.stack;
  return error;
}

function contextOf({ id, deadline, functionArn }, done) {
  return {
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    invokedFunctionArn: functionArn,
    awsRequestId: id,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    done,
    succeed: (value) => done(null, value),
    fail: (error) => done(error ?? 'handled'),
  };
}

function letDebuggerIn() {
  try {
    inspector.open(0, '127.0.0.1');
    send({ debugPort: Number(new URL(inspector.url()).port) });
  } catch (error) {
    send({ debugProblem: String(error) });
  }
}

/**
 * Makes a debugger stop on the handler's first line, whichever client it serves: a breakpoint on the function belongs to the process, and source maps
 * lead from it to what the user wrote. Returns what takes the breakpoint away.
 */
function pauseAtEntryOf(handler) {
  const session = new inspector.Session();
  session.connect();
  session.post('Debugger.enable');
  globalThis.__stepwiseHandler = handler;
  let objectId;
  session.post('Runtime.evaluate', { expression: '__stepwiseHandler' }, (error, answer) => (objectId = answer?.result.objectId));
  delete globalThis.__stepwiseHandler;
  for (let inside = objectId; inside; inside = wrappedBy(session, inside)) objectId = inside;
  session.post('Debugger.setBreakpointOnFunctionCall', { objectId });
  return () => session.disconnect();
}

/** The function behind a bound function or a proxy: no breakpoint can be set on those. */
function wrappedBy(session, objectId) {
  let inside;
  session.post('Runtime.getProperties', { objectId, ownProperties: true }, (error, answer) => {
    inside = answer?.internalProperties?.find(({ name }) => name === '[[TargetFunction]]' || name === '[[Target]]');
  });
  return inside?.value?.objectId;
}

async function invoke(message) {
  current = message.id;
  // While a handler works, only its own work keeps the process going: see beforeExit.
  channel.unref();
  const done = (error, value) =>
    error === null || error === undefined ? succeed(message.id, value) : finish(message.id, { id: message.id, error: JSON.stringify(describe(error)) });
  try {
    const returned = call(handler, message, done);
    if (returned && typeof returned.then === 'function') succeed(message.id, await returned);
    else if (handler.length < 3 && returned !== undefined) succeed(message.id, returned);
  } catch (error) {
    done(error ?? 'handled');
  }
}

/** Calls the handler; what it returns may still be going to come. */
function call(handler, message, done) {
  const event = JSON.parse(message.event);
  const context = contextOf(message, done);
  const forgetBreakpoint = message.pause && pauseAtEntryOf(handler);
  try {
    return handler(event, context, done);
  } finally {
    forgetBreakpoint?.();
  }
}

function die(errorType, error, code) {
  const described = describe(error);
  const message = errorType ? { ...described, errorType, errorMessage: String(error) } : described;
  const last = current === undefined ? { fatal: true } : { id: current, error: JSON.stringify(message) };
  current = undefined;
  send(last, () => process.exit(code));
  setTimeout(() => process.exit(code), 1000);
}

process.on('uncaughtException', (error) => die(undefined, error, 129));
process.on('unhandledRejection', (error) => die('Runtime.UnhandledPromiseRejection', error, 128));
// Nothing more can happen in the handler, and it has not answered: Lambda answers null.
process.on('beforeExit', () => current !== undefined && succeed(current, null));
channel.on('error', () => process.exit(0));
// No more events come. What was printed may still wait for its reader.
channel.on('end', () => process.stdout.write('', () => process.stderr.write('', () => process.exit(0))));

let rest = '';
channel.setEncoding('utf8');
channel.on('data', (piece) => {
  const lines = (rest + piece).split('\n');
  rest = lines.pop();
  for (const line of lines) {
    const message = JSON.parse(line);
    if (message.debug) letDebuggerIn();
    else invoke(message);
  }
});
channel.pause();
try {
  handler = await load();
  send({ ready: true });
  channel.resume();
} catch (error) {
  send({ initError: JSON.stringify(describe(error)) }, () => process.exit(1));
}
`;
