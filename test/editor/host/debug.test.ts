import assert from 'node:assert/strict';
import { commands, debug, FunctionBreakpoint, Location, Position, Selection, SourceBreakpoint, window } from 'vscode';
import { TestSession } from './session.ts';
import { answerPicker, edit, fileUri, open, positionOf, until } from './support.ts';

const input = (file: string) => ({ inputFile: fileUri(file).fsPath });

export function debugSuite(): void {
  let session: TestSession;
  beforeEach(() => {
    session = new TestSession();
  });
  afterEach(() => session.dispose());

  describe('running', () => {
    it('ends with the output of the state machine, over an hour of waiting', async () => {
      await session.start('loop.asl.json', input('loop.good.input.json'), true);
      await session.end();
      const ended = timeline(session).find((entry) => entry.kind === 'ended');
      assert.equal(ended?.status, 'SUCCEEDED');
      assert.ok(Number(ended?.at) >= 3_600_000, String(ended?.at));
    });

    it('runs YAML', async () => {
      await session.start('reminder.asl.yaml', input('reminder.input.json'), true);
      await session.end();
      assert.equal(timeline(session).find((entry) => entry.kind === 'ended')?.status, 'SUCCEEDED');
    });

    it('runs a state machine of a template', async () => {
      await session.start('template.yaml', { stateMachine: 'GreetMachine', input: {} }, true);
      await session.end();
      assert.equal(timeline(session).find((entry) => entry.kind === 'ended')?.status, 'SUCCEEDED');
    });

    it('takes mocks and test cases', async () => {
      const mocks = { mocks: fileUri('mocks.json').fsPath, testCase: 'Shipped', ...input('loyal.input.json') };
      await session.start('order.asl.json', mocks, true);
      await session.end();
      const ended = timeline(session).find((entry) => entry.kind === 'ended');
      assert.equal(ended?.status, 'SUCCEEDED');
      assert.match(JSON.stringify(ended?.output), /"receipt":"R-1"/);
    });

    it('takes the active file when nothing is configured', async () => {
      await open('reminder.asl.yaml');
      const started = await debug.startDebugging(
        undefined,
        { type: 'asl', request: 'launch', name: '', input: { name: 'Ada' } },
        { noDebug: true },
      );
      assert.equal(started, true);
      await session.end();
      assert.equal(session.session?.configuration.program, fileUri('reminder.asl.yaml').fsPath);
    });

    it('saves what was typed before it runs', async () => {
      const document = await open('reminder.asl.yaml');
      await edit(document, "'Hello '", "'Good day '");
      await session.start('reminder.asl.yaml', input('reminder.input.json'), true);
      await session.end();
      assert.equal(document.isDirty, false);
      assert.deepEqual(timeline(session).find((entry) => entry.kind === 'ended')?.output, { text: 'Good day Ada' });
      await edit(document, "'Good day '", "'Hello '");
      await document.save();
    });

    it('says what is wrong with a file that cannot run', async () => {
      await session.start('broken.asl.json', { input: {} }, true).catch(() => undefined);
      await until(
        'an error',
        () => session.ended || /Refnd/.test(session.output()) || JSON.stringify(session.messages).includes('Refnd'),
      );
      assert.match(JSON.stringify(session.messages), /Refnd/);
    });
  });

  describe('breakpoints', () => {
    it('stop before a state, with its input', async () => {
      await breakAt('loop.asl.json', '"Prepare": {');
      await session.start('loop.asl.json', input('loop.good.input.json'));
      const { threadId } = await session.stopped();
      assert.equal(await session.state(threadId), 'Prepare');
      const [frame] = await session.frames(threadId);
      const variables = await session.variables(frame!.id, 'Input');
      assert.deepEqual(
        variables.map((variable) => variable.name),
        ['limit', 'numbers'],
      );
    });

    it('stop in every iteration', async () => {
      await breakAt('loop.asl.json', '"Keep": {');
      await session.start('loop.asl.json', input('loop.good.input.json'));
      const inputs: string[] = [];
      for (let index = 0; index < 3; index++) {
        const { threadId } = await session.stopped();
        const [frame] = await session.frames(threadId);
        inputs.push(await session.evaluate('$states.input', frame!.id));
        await session.request('continue', { threadId });
      }
      assert.deepEqual(inputs, ['1', '2', '3']);
      await session.end();
    });

    it('with a condition stop only where it holds', async () => {
      await breakAt('loop.asl.json', '"Keep": {', { condition: '$states.input = 2' });
      await session.start('loop.asl.json', input('loop.good.input.json'));
      const { threadId } = await session.stopped();
      const [frame] = await session.frames(threadId);
      assert.equal(await session.evaluate('$states.input', frame!.id), '2');
    });

    it('with a hit count stop at that visit', async () => {
      await breakAt('loop.asl.json', '"Keep": {', { hitCondition: '3' });
      await session.start('loop.asl.json', input('loop.good.input.json'));
      const { threadId } = await session.stopped();
      const [frame] = await session.frames(threadId);
      assert.equal(await session.evaluate('$states.input', frame!.id), '3');
    });

    it('with a message write it and go on', async () => {
      await breakAt('loop.asl.json', '"Keep": {', { logMessage: 'number {$states.input}' });
      await session.start('loop.asl.json', input('loop.good.input.json'));
      await session.end();
      assert.match(session.output(), /number 1[\s\S]*number 2[\s\S]*number 3/);
    });

    it('on names of states stop too', async () => {
      debug.addBreakpoints([new FunctionBreakpoint('Pause')]);
      await session.start('loop.asl.json', input('loop.good.input.json'));
      const { threadId } = await session.stopped();
      assert.equal(await session.state(threadId), 'Pause');
    });

    it('work in YAML', async () => {
      await breakAt('reminder.asl.yaml', '  Remind:');
      await session.start('reminder.asl.yaml', input('reminder.input.json'));
      const { threadId } = await session.stopped();
      assert.equal(await session.state(threadId), 'Remind');
    });

    it('work in a template', async () => {
      await breakAt('template.yaml', '          Done:');
      await session.start('template.yaml', { stateMachine: 'GreetMachine', input: {} });
      const { threadId } = await session.stopped();
      assert.equal(await session.state(threadId), 'Done');
    });
  });

  describe('stepping', () => {
    it('over goes to the next state, into goes into an iteration, out leaves it', async () => {
      await session.start('loop.asl.json', { ...input('loop.good.input.json'), stopOnEntry: true });
      let { threadId } = await session.stopped();
      assert.equal(await session.state(threadId), 'Prepare');
      await session.request('next', { threadId });
      ({ threadId } = await session.stopped());
      assert.equal(await session.state(threadId), 'Each number');
      await session.request('stepIn', { threadId });
      ({ threadId } = await session.stopped());
      assert.equal(await session.state(threadId), 'Compare');
      await session.request('stepOut', { threadId });
      ({ threadId } = await session.stopped());
      assert.notEqual(await session.state(threadId), 'Compare');
    });

    it('back shows the state before, with its values', async () => {
      await session.start('loop.asl.json', { ...input('loop.good.input.json'), stopOnEntry: true });
      let { threadId } = await session.stopped();
      await session.request('next', { threadId });
      ({ threadId } = await session.stopped());
      await session.request('stepBack', { threadId });
      ({ threadId } = await session.stopped());
      assert.equal(await session.state(threadId), 'Prepare');
      const position = session.events('asl/position').at(-1)?.body;
      assert.equal(position?.past, true);
    });

    it('reverse goes back to the start', async () => {
      await breakAt('loop.asl.json', '"Pause": {');
      await session.start('loop.asl.json', input('loop.good.input.json'));
      let { threadId } = await session.stopped();
      await session.request('reverseContinue', { threadId });
      ({ threadId } = await session.stopped());
      assert.equal(await session.state(threadId), 'Prepare');
    });

    it('the playhead goes to any event', async () => {
      await breakAt('loop.asl.json', '"Pause": {');
      await session.start('loop.asl.json', input('loop.good.input.json'));
      await session.stopped();
      await session.request('asl/goTo', { step: 0 });
      const { threadId } = await session.stopped();
      assert.equal(await session.state(threadId), 'Prepare');
      await commands.executeCommand('stepwise.time.toLive');
      const live = await session.stopped();
      assert.equal(await session.state(live.threadId), 'Pause');
    });

    it('run to here stops before the state at the cursor', async () => {
      const document = await open('loop.asl.json');
      const at = positionOf(document, '"Seconds": 3600');
      window.activeTextEditor!.selection = new Selection(at, at);
      await answerPicker(commands.executeCommand('stepwise.runToState'));
      const { threadId } = await session.stopped();
      assert.equal(await session.state(threadId), 'Pause');
    });
  });

  describe('errors', () => {
    it('stop where they would fail the execution, and say why', async () => {
      const small = { mocks: fileUri('mocks.json').fsPath, testCase: 'Small', ...input('small.input.json') };
      await session.start('order.asl.json', small);
      const stop = await session.stopped();
      assert.equal(stop.reason, 'exception');
      const info = await session.request<{ exceptionId: string; description?: string }>('exceptionInfo', {
        threadId: stop.threadId,
      });
      assert.equal(info.exceptionId, 'Order.TooSmall');
      assert.match(info.description ?? '', /less than 5/);
    });

    it('that are caught do not stop, and the run goes on', async () => {
      await session.start('loop.asl.json', input('loop.bad.input.json'), true);
      await session.end();
      const ended = timeline(session).find((entry) => entry.kind === 'ended');
      assert.equal(ended?.status, 'SUCCEEDED');
      assert.deepEqual(ended?.output, { sorry: '3 is larger than 2' });
    });
  });

  describe('values', () => {
    it('are evaluated in watches and hovers', async () => {
      await breakAt('loop.asl.json', '"Pause": {');
      await session.start('loop.asl.json', input('loop.good.input.json'));
      const { threadId } = await session.stopped();
      const [frame] = await session.frames(threadId);
      assert.equal(await session.evaluate('$sum($states.input)', frame!.id, 'hover'), '12');
      assert.equal(await session.evaluate('$limit', frame!.id, 'watch'), '10');
    });

    it('of a state are told by their phases', async () => {
      await breakAt('loop.asl.json', '"Pause": {');
      await session.start('loop.asl.json', input('loop.good.input.json'));
      await session.stopped();
      const data = await session.request<{ phases: { name: string }[] }>('asl/stateData', { visit: 1 });
      assert.equal(data.phases[0]?.name, 'input');
      assert.ok(data.phases.some((phase) => phase.name === 'output'));
    });
  });
}

interface Entry {
  kind: string;
  [key: string]: unknown;
}

function timeline(session: TestSession): Entry[] {
  return session.events('asl/timeline').flatMap((message) => message.body?.entries as Entry[]);
}

async function breakAt(
  file: string,
  text: string,
  options: { condition?: string; hitCondition?: string; logMessage?: string } = {},
): Promise<void> {
  const document = await open(file);
  const { line } = positionOf(document, text);
  const { condition, hitCondition, logMessage } = options;
  debug.addBreakpoints([
    new SourceBreakpoint(new Location(document.uri, new Position(line, 0)), true, condition, hitCondition, logMessage),
  ]);
}
