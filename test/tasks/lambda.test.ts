import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runExecution } from '../../runtime/src/index.ts';
import type { LambdaFunction } from '../../runtime/src/tasks/lambda/lambdaFunction.ts';
import { lambdaRunner } from '../../runtime/src/tasks/lambda/lambdaRunner.ts';
import { definitionOf } from '../support/endpoint.ts';
import { temporaryFolder } from '../support/serveProcess.ts';

const folder = temporaryFolder();
const printed: string[] = [];

/** Functions by name; each writes its files and says how it is run. */
const functions = new Map<string, LambdaFunction>();
const runner = lambdaRunner({
  functionNamed: (name) => functions.get(name),
  output: ({ state, stream, text }) => printed.push(`${stream} [${state}] ${text}`),
});
afterAll(() => runner.close());

function declare(name: string, files: Readonly<Record<string, string>>, how: Partial<LambdaFunction>): void {
  const codeUri = path.join(folder, name);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(codeUri, file)), { recursive: true });
    writeFileSync(path.join(codeUri, file), text);
  }
  functions.set(name, { name, codeUri, runtime: 'nodejs22.x', handler: 'app.handler', ...how });
}

const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:';

/** Runs one Task of that function's ARN. */
function invoke(name: string, input: unknown = {}, fields: object = {}) {
  return runExecution({
    definition: definitionOf({ Call: { Type: 'Task', Resource: ARN + name, ...fields, End: true } }),
    input: input as never,
    tasks: [runner],
    clock: 'real',
  });
}

/** Runs one Task of lambda:invoke. */
function invokeByService(parameters: object) {
  const task = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: parameters, End: true };
  return runExecution({ definition: definitionOf({ Call: task }), tasks: [runner], clock: 'real' });
}

const python = { runtime: 'python3.12' };

describe('Node handlers', () => {
  test.each([
    ['cjs', { 'app.js': 'exports.handler = async (event) => ({ doubled: event.n * 2 });' }],
    ['mjs', { 'app.mjs': 'export const handler = async (event) => ({ doubled: event.n * 2 });' }],
    ['ts', { 'app.ts': 'export const handler = async (event: { n: number }) => ({ doubled: event.n * 2 });' }],
    [
      'callback',
      {
        'app.js':
          'exports.handler = (event, context, done) => setTimeout(() => done(null, { doubled: event.n * 2 }), 1);',
      },
    ],
    ['default', { 'app.mjs': 'export default { handler: (event) => ({ doubled: event.n * 2 }) };' }],
  ])('%s', async (name, files) => {
    declare(name, files, {});
    const result = await invoke(name, { n: 21 });
    expect([result.status, result.output, result.cause]).toEqual(['SUCCEEDED', '{"doubled":42}', undefined]);
  });

  test('get a context, the environment that is configured, and no more', async () => {
    process.env.STEPWISE_TEST_SECRET = 'secret';
    const app = `exports.handler = async (event, context) => ({
      name: context.functionName, arn: context.invokedFunctionArn, id: context.awsRequestId.length,
      left: context.getRemainingTimeInMillis() <= 5000, table: process.env.TABLE, secret: process.env.STEPWISE_TEST_SECRET ?? null,
    });`;
    declare('context', { 'app.js': app }, { environment: { TABLE: 'orders' }, timeoutSeconds: 5 });
    expect(JSON.parse((await invoke('context')).output!)).toEqual({
      name: 'context',
      arn: `${ARN}context`,
      id: 36,
      left: true,
      table: 'orders',
      secret: null,
    });
  });

  test('print to the console under the name of the state', async () => {
    declare('prints', { 'app.js': 'exports.handler = async () => { console.log("out"); console.error("err"); };' }, {});
    expect((await invoke('prints')).output).toBe('null');
    await expect.poll(() => printed).toEqual(expect.arrayContaining(['stdout [Call] out', 'stderr [Call] err']));
  });

  test('no line is lost when the runner is closed right after the handler has answered', async () => {
    declare(
      'talks',
      { 'app.js': 'exports.handler = async () => { for (let n = 0; n < 5000; n++) console.log(n); };' },
      {},
    );
    const lines: string[] = [];
    const own = lambdaRunner({
      functionNamed: (name) => functions.get(name),
      output: ({ text }) => lines.push(text),
    });
    const definition = definitionOf({ Call: { Type: 'Task', Resource: `${ARN}talks`, End: true } });
    const { status } = await runExecution({ definition, tasks: [own], clock: 'real' });
    await own.close();
    expect([status, lines.length, lines.at(-1)]).toEqual(['SUCCEEDED', 5000, '4999']);
  });

  test('errors are shaped as Lambda shapes them, and caught by their type', async () => {
    const app = `class CustomError extends Error { name = 'CustomError'; }
      exports.handler = async () => { throw new CustomError('bad luck'); };`;
    declare('throws', { 'app.js': app }, {});
    const { error, cause } = await invoke('throws');
    expect(error).toBe('CustomError');
    expect(JSON.parse(cause!)).toMatchObject({
      errorType: 'CustomError',
      errorMessage: 'bad luck',
      trace: expect.arrayContaining(['CustomError: bad luck']),
    });
    // The user's frames, and none of ours.
    expect(cause).not.toContain('bootstrap');
  });

  test('a process stays warm between events', async () => {
    declare('counts', { 'app.js': 'let n = 0; exports.handler = async () => ++n;' }, {});
    expect([(await invoke('counts')).output, (await invoke('counts')).output]).toEqual(['1', '2']);
  });

  test.each(['app.js', 'lib/text.js'])('an edit is seen at the next event: %s', async (file) => {
    const name = `edited-${path.basename(file)}`;
    const files = {
      'app.js': 'const text = require("./lib/text.js"); exports.handler = async () => text;',
      'lib/text.js': 'module.exports = "old";',
      'node_modules/other/index.js': '',
    };
    declare(name, files, {});
    const write = (changed: string, text: string) => writeFileSync(path.join(folder, name, changed), text);
    expect((await invoke(name)).output).toBe('"old"');
    write('node_modules/other/index.js', "// not the function's own");
    write('written.txt', 'by the handler, perhaps');
    expect((await invoke(name)).output).toBe('"old"');
    write(file, file === 'app.js' ? 'exports.handler = async () => "new";' : 'module.exports = "new";');
    await expect.poll(async () => (await invoke(name)).output).toBe('"new"');
  });

  test('one event at a time each: several at once take several processes', async () => {
    const app = 'exports.handler = async () => { await new Promise((r) => setTimeout(r, 200)); return process.pid; };';
    declare('concurrent', { 'app.js': app }, {});
    const outputs = await Promise.all([invoke('concurrent'), invoke('concurrent')]);
    expect(new Set(outputs.map((result) => result.output)).size).toBe(2);
  });

  test('a handler that takes too long is ended, and the next event is served', async () => {
    declare(
      'slow',
      {
        'app.js':
          'exports.handler = (event) => (event.slow ? new Promise(() => setInterval(() => {}, 1000)) : "fast");',
      },
      { timeoutSeconds: 0.3 },
    );
    const { error, cause } = await invoke('slow', { slow: true });
    expect(error).toBe('Lambda.Unknown');
    expect(cause).toMatch(
      /^The cause could not be determined because Lambda did not return an error type\. Returned payload: {"errorMessage":".* Task timed out after 0\.30 seconds"}$/,
    );
    expect((await invoke('slow')).output).toBe('"fast"');
  });

  test('a crash is survived', async () => {
    declare(
      'crashes',
      { 'app.js': 'exports.handler = async (event) => (event.crash ? process.exit(3) : "alive");' },
      {},
    );
    const { error, cause } = await invoke('crashes', { crash: true });
    expect([error, JSON.parse(cause!).errorMessage]).toEqual([
      'Runtime.ExitError',
      expect.stringMatching(/Error: Runtime exited with error: exit status 3$/),
    ]);
    expect((await invoke('crashes')).output).toBe('"alive"');
  });

  test('running out of memory is survived', async () => {
    const app =
      'exports.handler = async (event) => { const all = []; while (event.fill) all.push(new Array(1e5).fill(Math.random())); return "alive"; };';
    declare('fills', { 'app.js': app }, { memorySize: 64 });
    expect((await invoke('fills', { fill: true })).error).toBe('Lambda.Unknown');
    expect((await invoke('fills')).output).toBe('"alive"');
  });

  test('an error outside of the call ends the process and the event, not the server', async () => {
    declare(
      'rejects',
      {
        'app.js':
          'exports.handler = (event) => { Promise.reject(new Error("lost")); return new Promise(() => setInterval(() => {}, 1000)); };',
      },
      {},
    );
    const { error, cause } = await invoke('rejects');
    expect([error, JSON.parse(cause!).errorMessage]).toEqual(['Runtime.UnhandledPromiseRejection', 'Error: lost']);
  });

  test('a handler that never answers and has nothing left to do answers null, as on Lambda', async () => {
    declare('silent', { 'app.js': 'exports.handler = (event, context, done) => {};' }, {});
    expect((await invoke('silent')).output).toBe('null');
  });

  test.each([
    ['nofile', {}, 'app.handler', 'Runtime.ImportModuleError'],
    ['nofunction', { 'app.js': 'exports.other = 1;' }, 'app.handler', 'Runtime.HandlerNotFound'],
    ['nosyntax', { 'app.js': 'exports.handler = (' }, 'app.handler', 'Runtime.UserCodeSyntaxError'],
    ['noname', { 'app.js': '' }, 'handler', 'Runtime.MalformedHandlerName'],
  ])('%s', async (name, files, handler, error) => {
    mkdirSync(path.join(folder, name), { recursive: true });
    declare(name, files, { handler });
    expect((await invoke(name)).error).toBe(error);
  });
});

describe('Python handlers', () => {
  test('return, get a context, and print', async () => {
    const app = [
      'def handler(event, context):',
      '    print("from python")',
      '    return {"n": event["n"] + 1, "name": context.function_name, "id": len(context.aws_request_id)}',
    ].join('\n');
    declare('py', { 'app.py': app }, python);
    expect(JSON.parse((await invoke('py', { n: 1 })).output!)).toEqual({ n: 2, name: 'py', id: 36 });
    await expect.poll(() => printed).toContain('stdout [Call] from python');
  });

  test('errors keep the spaced JSON of the runtime for a function ARN, and are compact for lambda:invoke', async () => {
    declare('pyfails', { 'app.py': 'def handler(event, context):\n    raise ValueError("no")\n' }, python);
    const direct = await invoke('pyfails');
    expect(direct.error).toBe('ValueError');
    expect(direct.cause).toMatch(
      /^{"errorMessage": "no", "errorType": "ValueError", "requestId": "[0-9a-f-]{36}", "stackTrace": \[" {2}File /,
    );
    const service = await invokeByService({ FunctionName: 'pyfails' });
    expect(service.cause).toMatch(/^{"errorMessage":"no","errorType":"ValueError",/);
  });

  test('a result that is no JSON', async () => {
    declare('pynan', { 'app.py': 'def handler(event, context):\n    return float("nan")\n' }, python);
    const { error, cause } = await invoke('pynan');
    expect(error).toBe('Runtime.MarshalError');
    expect(JSON.parse(cause!).errorMessage).toContain('Unable to marshal response');
  });

  test('a module that cannot be imported', async () => {
    declare('pyimport', { 'app.py': 'import no_such_module\n' }, python);
    const { error, cause } = await invoke('pyimport');
    expect([error, JSON.parse(cause!).errorMessage]).toEqual([
      'Runtime.ImportModuleError',
      "Unable to import module 'app': No module named 'no_such_module'",
    ]);
  });

  test('a crash is survived', async () => {
    declare(
      'pycrash',
      { 'app.py': 'import os\ndef handler(event, context):\n    if event.get("crash"): os._exit(4)\n    return 1\n' },
      python,
    );
    expect((await invoke('pycrash', { crash: true })).error).toBe('Runtime.ExitError');
    expect((await invoke('pycrash')).output).toBe('1');
  });
});

describe('lambda:invoke', () => {
  test('shows payload, status and metadata; a text of JSON is sent as that JSON', async () => {
    declare('echo', { 'app.js': 'exports.handler = async (event) => event;' }, {});
    const result = await invokeByService({ FunctionName: `${ARN}echo:live`, Payload: '{"a":1}' });
    expect(JSON.parse(result.output!)).toMatchObject({
      ExecutedVersion: '$LATEST',
      Payload: { a: 1 },
      StatusCode: 200,
      SdkHttpMetadata: { HttpStatusCode: 200 },
    });
  });

  test('an asynchronous call does not wait', async () => {
    declare('later', { 'app.js': 'exports.handler = () => new Promise((r) => setTimeout(r, 500));' }, {});
    const result = await invokeByService({ FunctionName: 'later', InvocationType: 'Event' });
    expect(JSON.parse(result.output!)).toMatchObject({ StatusCode: 202 });
  });

  test('of a function that is not here is left to others', async () => {
    const result = await invokeByService({ FunctionName: 'elsewhere' });
    expect([result.error, result.cause]).toEqual([
      'States.Runtime',
      expect.stringContaining("Nothing answers the task 'Call'"),
    ]);
  });
});

describe('other runtimes', () => {
  test('a command reads the event and writes the result', async () => {
    const program =
      'let t=""; process.stdin.on("data", (d) => t += d).on("end", () => { console.error("log"); console.log(JSON.stringify({ got: JSON.parse(t) })); });';
    declare('command', { 'go.js': program }, { runtime: 'provided.al2023', command: [process.execPath, 'go.js'] });
    expect((await invoke('command', 5)).output).toBe('{"got":5}');
    expect(printed).toContain('stderr [Call] log');
  });

  test('a command that fails, writes no JSON, or does not exist', async () => {
    declare('exits', { 'go.js': 'process.exit(9)' }, { command: [process.execPath, 'go.js'] });
    expect((await invoke('exits')).error).toBe('Runtime.ExitError');
    declare('mumbles', { 'go.js': 'console.log("hello")' }, { command: [process.execPath, 'go.js'] });
    expect((await invoke('mumbles')).error).toBe('Runtime.MarshalError');
    const endless = 'const more = () => process.stdout.write("x".repeat(1e6), more); more();';
    declare('chatters', { 'go.js': endless }, { command: [process.execPath, 'go.js'] });
    expect((await invoke('chatters')).error).toBe('Function.ResponseSizeTooLarge');
    declare('absent', { 'go.js': '' }, { command: ['no-such-program-here'] });
    expect((await invoke('absent')).error).toBe('Lambda.ServiceException');
  });

  test('nothing of an event reaches a shell', async () => {
    const program = 'console.log(JSON.stringify(process.argv.slice(2)));';
    declare('shell', { 'go.js': program }, { command: [process.execPath, 'go.js', '$(touch pwned)', '; ls'] });
    expect((await invoke('shell', '$(touch pwned)')).output).toBe('["$(touch pwned)","; ls"]');
  });

  test('a runtime that does not run here says what would help', async () => {
    declare('java', { 'A.java': '' }, { runtime: 'java21' });
    const { error, cause } = await invoke('java');
    expect(error).toBe('Lambda.InvalidRuntimeException');
    expect(cause).toContain('Give it a "command" or an "endpoint"');
  });
});
