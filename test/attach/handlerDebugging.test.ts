import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { DapClient } from '../support/dapClient.ts';
import { InspectorClient } from '../support/inspectorClient.ts';
import { TcpDapClient } from '../support/tcpDapClient.ts';

interface ChildSession {
  readonly id: number;
  readonly configuration: { readonly type: string; readonly port: number; readonly localRoot: string };
}

interface PythonSession {
  readonly id: number;
  readonly configuration: { readonly connect: { readonly port: number } };
}

describe('debugging a handler together with the workflow', () => {
  test("a step into the Task stops on the handler's first line, and comes back with its result", async () => {
    const { dap, threadId } = await launched({ clock: 'real' });
    const asked = dap.event('asl/childSession');
    const stopped = dap.event('stopped');
    await dap.ask('stepIn', { threadId });
    const { id, configuration } = (await asked).body as ChildSession;
    expect(configuration).toMatchObject({ type: 'node', request: 'attach', address: '127.0.0.1' });

    const inspector = await InspectorClient.attach(configuration.port);
    await dap.ask('asl/childReady', { id });
    expect(await inspector.paused()).toEqual({
      url: expect.stringMatching(/app\.mjs$/),
      line: 1,
      functionName: 'handler',
    });
    await dap.ask('asl/childState', { id, state: 'stopped' });
    await inspector.send('Debugger.resume');
    await dap.ask('asl/childState', { id, state: 'continued' });

    expect((await stopped).body).toMatchObject({ reason: 'step' });
    expect(await dap.ask('asl/position')).toMatchObject({ state: 'Charge', phase: 'result' });
    expect(await dap.move('continue', { threadId })).toBeUndefined();
    expect(outputOf(dap)).toContain('{"charged":3}');
  });

  test('every step into a Task stops, also into a wrapped handler; without a step nothing stops any more', async () => {
    const { lambda } = configuration();
    const { charge } = lambda.functions;
    writeFileSync(
      path.join(charge.codeUri, 'wrapped.mjs'),
      'async function charge(_tenant, { total }) {\n  return { total: total + 1 };\n}\nexport const handler = new Proxy(charge.bind(null, "a"), {});\n',
    );
    const functions = { charge: { ...charge, handler: 'wrapped.handler' } };
    const { dap, threadId } = await launched({ clock: 'real' }, { Next: 'Again' }, { functions });
    const asked = dap.event('asl/childSession');
    await dap.ask('stepIn', { threadId });
    const { id, configuration: child } = (await asked).body as ChildSession;
    const inspector = await InspectorClient.attach(child.port);
    await dap.ask('asl/childReady', { id });
    for (const more of [true, false]) {
      expect(await inspector.paused()).toMatchObject({ line: 2, functionName: 'charge' });
      await dap.ask('asl/childState', { id, state: 'stopped' });
      const stopped = dap.event('stopped');
      await inspector.send('Debugger.resume');
      await dap.ask('asl/childState', { id, state: 'continued' });
      await stopped;
      if (more) await dap.move('next', { threadId });
      if (more) await dap.ask('stepIn', { threadId });
    }
    expect(await dap.move('continue', { threadId })).toBeUndefined();
    expect(outputOf(dap)).toContain('{"total":6}');
  });

  test('while a handler stands, the time of the workflow stands, too', async () => {
    // A hundred seconds of the execution pass in one: its time-out of two seconds is over in no time.
    const { dap, threadId } = await launched({ clock: { mode: 'real', scale: 100 } }, { TimeoutSeconds: 20 });
    const asked = dap.event('asl/childSession');
    const stopped = dap.event('stopped');
    await dap.ask('stepIn', { threadId });
    const { id, configuration } = (await asked).body as ChildSession;
    await dap.ask('asl/childState', { id, state: 'stopped' });
    const inspector = await InspectorClient.attach(configuration.port);
    await dap.ask('asl/childReady', { id });
    await inspector.event('Debugger.paused');
    // Far more time than the Task has goes by in the handler.
    await inspector.send('Runtime.evaluate', {
      expression: 'const end = Date.now() + 400; while (Date.now() < end);',
    });
    await inspector.send('Debugger.resume');
    expect((await stopped).body).toMatchObject({ reason: 'step' });
    await dap.ask('asl/childState', { id, state: 'continued' });
    await dap.move('continue', { threadId });
    expect(outputOf(dap)).toContain('SUCCEEDED');
  });

  test.each([
    ['does not come', undefined, 'within 0 s'],
    ['cannot be started', 'There is no debugger for node', 'There is no debugger for node'],
  ])(
    'when the debugger of the handler %s, the handler runs without it and one warning says so',
    async (_, error, text) => {
      const { dap, threadId } = await launched({}, {}, { attachTimeout: error === undefined ? 0 : 10 });
      const asked = dap.event('asl/childSession');
      const stopped = dap.event('stopped');
      await dap.ask('stepIn', { threadId });
      const { id } = (await asked).body as ChildSession;
      if (error !== undefined) await dap.ask('asl/childReady', { id, error });
      await stopped;
      await dap.move('continue', { threadId });
      const warnings = dap.received.filter((message) => JSON.stringify(message).includes('the handler runs without'));
      expect(warnings).toHaveLength(1);
      expect(JSON.stringify(warnings)).toContain(text);
      expect(outputOf(dap)).toContain('SUCCEEDED');
    },
  );

  test('a Python handler without debugpy runs undebugged and says what to install', async (context) => {
    context.skip(spawnSync('python3', ['--version']).status !== 0, 'there is no python3');
    const { lambda } = configuration();
    const { charge } = lambda.functions;
    writeFileSync(path.join(charge.codeUri, 'debugpy.py'), 'raise ImportError("No module named debugpy")\n');
    const environment = { PYTHONPATH: charge.codeUri };
    const { dap, threadId } = await launched(
      {},
      {},
      { functions: { charge: { ...charge, runtime: 'python3.12', environment } } },
    );
    await dap.move('stepIn', { threadId });
    await dap.move('continue', { threadId });
    expect(outputOf(dap)).toContain('pip install debugpy');
    expect(outputOf(dap)).toContain('{"charged":3}');
  });

  test('a step into a Python handler stops on its first line, in debugpy', async (context) => {
    // Debian's package is that of the system's own Python, which another one may hide.
    const python = ['python3', '/usr/bin/python3'].find(
      (executable) => spawnSync(executable, ['-c', 'import debugpy']).status === 0,
    );
    context.skip(python === undefined, 'no python3 has debugpy (apt-get install python3-debugpy)');
    const { lambda } = configuration();
    const functions = { charge: { ...lambda.functions.charge, runtime: 'python3.12', runtimeExecutable: python } };
    const { dap, threadId } = await launched({ clock: 'real' }, {}, { functions });
    const asked = dap.event('asl/childSession');
    const stopped = dap.event('stopped');
    await dap.ask('stepIn', { threadId });
    const { id, configuration: child } = (await asked).body as PythonSession;
    expect(child).toMatchObject({ type: 'debugpy', request: 'attach', connect: { host: '127.0.0.1' } });

    const debugpy = await TcpDapClient.connect(child.connect.port);
    await debugpy.request('initialize', { adapterID: 'debugpy', pathFormat: 'path', linesStartAt1: true });
    const attached = debugpy.request('attach', child);
    await debugpy.event('initialized');
    await debugpy.request('configurationDone');
    await attached;
    await dap.ask('asl/childReady', { id });
    const inHandler = (await debugpy.event('stopped')).body as { threadId: number };
    await dap.ask('asl/childState', { id, state: 'stopped' });
    const { stackFrames } = await debugpy.request<{ stackFrames: { name: string; line: number; id: number }[] }>(
      'stackTrace',
      inHandler,
    );
    expect(stackFrames[0]).toMatchObject({ name: 'handler', line: 2 });
    expect(stackFrames.map(({ name }) => name)).toEqual(['handler', '<module>']);
    const total = await debugpy.request('evaluate', {
      expression: 'event["total"] * 2',
      frameId: stackFrames[0]!.id,
      context: 'watch',
    });
    expect(total).toMatchObject({ result: '6' });
    await debugpy.request('continue', inHandler);
    await dap.ask('asl/childState', { id, state: 'continued' });

    expect((await stopped).body).toMatchObject({ reason: 'step' });
    expect(await dap.ask('asl/position')).toMatchObject({ state: 'Charge', phase: 'result' });
    expect(await dap.move('continue', { threadId })).toBeUndefined();
    expect(outputOf(dap)).toContain('{"charged":3}');
    debugpy.close();
  });

  test('without a step into it a handler just runs; off never debugs', async () => {
    for (const [request, debug] of [
      ['next', 'onStep'],
      ['stepIn', 'off'],
    ]) {
      const { dap, threadId } = await launched({}, {}, { debug });
      let stop = await dap.move(request!, { threadId });
      while (stop) stop = await dap.move('continue', { threadId });
      expect(dap.received.some((message) => 'event' in message && message.event === 'asl/childSession')).toBe(false);
      expect(outputOf(dap)).toContain('{"charged":3}');
    }
  });

  test('always asks for a session although nobody steps in, and does not stop there', async () => {
    const { dap, threadId } = await launched({}, {}, { debug: 'always' });
    const asked = dap.event('asl/childSession');
    const ended = dap.event('terminated');
    await dap.ask('continue', { threadId });
    const { id, configuration } = (await asked).body as ChildSession;
    await InspectorClient.attach(configuration.port);
    await dap.ask('asl/childReady', { id });
    await ended;
    expect(outputOf(dap)).toContain('{"charged":3}');
  });

  test('a wrong lambda attribute is refused with a reason', async () => {
    const dap = new DapClient();
    await dap.ask('initialize', { adapterID: 'asl' });
    const response = await dap.request('launch', { ...configuration(), lambda: { debug: 'sometimes' } });
    expect(response).toMatchObject({ success: false, message: expect.stringContaining('lambda.debug') });
  });
});

/** A launched state machine that stands at its Task. */
async function launched(args: object = {}, task: object = {}, lambda: object = {}) {
  const dap = new DapClient();
  afterAll(() => dap.request('disconnect'));
  const base = configuration(task);
  const stop = await dap.launch(
    { ...base, ...args, lambda: { ...base.lambda, ...lambda }, input: { total: 3 } },
    { functions: [{ name: 'Charge' }] },
  );
  return { dap, threadId: stop?.threadId };
}

function configuration(task: object = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'stepwise-handler-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(path.join(folder, 'app.mjs'), 'export const handler = async ({ total }) => ({ charged: total });\n');
  writeFileSync(path.join(folder, 'app.py'), 'def handler(event, context):\n    return {"charged": event["total"]}\n');
  const program = path.join(folder, 'order.asl.json');
  const charge = {
    Type: 'Task',
    Resource: 'arn:aws:lambda:us-east-1:123456789012:function:charge',
    ...('Next' in task ? {} : { End: true }),
    ...task,
  };
  const again = { ...charge, Next: 'Last' };
  const last = { ...charge, Next: undefined, End: true };
  const States = 'Next' in task ? { Charge: charge, Again: again, Last: last } : { Charge: charge };
  writeFileSync(program, JSON.stringify({ StartAt: 'Charge', States }));
  const functions = { charge: { runtime: 'nodejs22.x', codeUri: folder, handler: 'app.handler' } };
  return { program, lambda: { functions } };
}

function outputOf(dap: DapClient): string {
  return dap.received
    .map((message) => ('event' in message && message.event === 'output' ? (message as { body?: unknown }).body : {}))
    .map((body) => (body as { output?: string }).output ?? '')
    .join('');
}
