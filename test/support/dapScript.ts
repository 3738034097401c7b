import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { DapClient } from './dapClient.ts';
import { schemaProblems } from './dapSchema.ts';

/** Definitions that scripts debug. */
export const FIXTURES = path.resolve(import.meta.dirname, '../dap/fixtures');

type Body = Record<string, unknown>;
interface Named {
  readonly name: string;
}

/**
 * Runs a script against an adapter in this process and answers its transcript. A line that begins with `>` is done, `#` is a comment, everything else
 * is expectation and is written anew: `<` an event, `=` what was asked for, `!` a refusal.
 *
 *     > launch order.jsonata.json {"input": {"id": 1}}     initialize and launch; `-` launches without a program
 *     > break @Charge [{"condition": "..."}]               a breakpoint on the line of a state or of a field (`@Charge.Retry`)
 *     > functions ["Charge"]     > filters ["uncaught"] {"caught": "Lambda.*"}
 *     > start                                              configurationDone
 *     > next | phase (a step of instruction granularity) | stepIn [TARGET] | stepOut | stepBack | continue | reverseContinue | pause [t=THREAD]
 *     > threads | stack | scopes | scope NAME | value PATH (Scope.name.name) | set PATH JSON | made PATH (where a variable got its value)
 *     > eval TEXT | hover TEXT | repl TEXT | watch TEXT | copy TEXT | complete TEXT
 *                                                        a blank in the path of `set` is written `_`
 *     > COMMAND JSON                                       any other request, sent as it stands
 */
export async function runScript(text: string): Promise<string> {
  const script = new Script();
  for (const line of text.split('\n')) {
    if (line.startsWith('#')) script.lines.push(line);
    else if (line.startsWith('>')) await script.run(line);
  }
  return `${script.lines.join('\n')}\n`;
}

class Script {
  readonly lines: string[] = [];
  private readonly client = new DapClient();
  private shown = 0;
  private checkedSent = 0;
  private checkedReceived = 0;
  private program = '';
  private threadId = 1;
  private frameId: number | undefined;
  private breakpoints: Body[] = [];

  async run(line: string): Promise<void> {
    this.lines.push(line);
    const [, command, argument] = /^>\s*(\S+)\s*(.*)$/.exec(line)!;
    try {
      await this.perform(command!, argument!.trim());
    } catch (error) {
      this.lines.push(`! ${this.stable(error instanceof Error ? error.message : String(error))}`);
    }
    await settled();
    this.showEvents();
    this.checkSchema();
  }

  private async perform(command: string, argument: string): Promise<void> {
    switch (command) {
      case 'launch':
        return this.launch(argument);
      case 'break':
        return this.break(argument);
      case 'functions':
        return this.showBreakpoints(
          await this.client.ask('setFunctionBreakpoints', {
            breakpoints: (JSON.parse(argument) as (string | Body)[]).map((name) =>
              typeof name === 'string' ? { name } : name,
            ),
          }),
        );
      case 'filters':
        return this.filters(argument);
      case 'start':
        return this.move('configurationDone', undefined);
      case 'phase':
        return this.move('next', { threadId: this.threadId, granularity: 'instruction' });
      case 'next':
      case 'stepOut':
      case 'stepBack':
      case 'continue':
      case 'reverseContinue':
      case 'pause':
        return this.move(command, { threadId: await this.thread(argument) });
      case 'stepIn':
        return this.stepIn(argument);
      case 'threads':
        return this.list((await this.client.ask<{ threads: Named[] }>('threads')).threads.map(({ name }) => name));
      case 'stack':
        return this.stack(argument);
      case 'scopes':
        return this.list(
          (await this.scopes()).map(({ name, expensive }) => (expensive ? `${name} (expensive)` : name)),
        );
      case 'scope':
      case 'value':
        return this.show(await this.variable(argument.split('.')));
      case 'set':
        return this.set(argument);
      case 'eval':
      case 'watch':
      case 'hover':
      case 'repl':
      case 'copy':
        return this.evaluate(command, argument);
      case 'complete':
        return this.complete(argument);
      case 'exception':
        return this.result(await this.client.ask('exceptionInfo', { threadId: this.threadId }));
      case 'locations':
        return this.locations(argument);
      case 'made':
        return this.made(argument);
      case 'restartFrame':
      case 'stepInTargets':
        return this.onFrame(command, argument);
      case 'goto':
        return this.goto(argument);
      default:
        return this.raw(command, argument);
    }
  }

  private async launch(argument: string): Promise<void> {
    const [, file, json] = /^(\S+)\s*(.*)$/.exec(argument)!;
    this.program = path.join(FIXTURES, file!);
    const given = JSON.parse(json || '{}') as Body;
    for (const name of ['mocks', 'inputFile', 'handlers', 'history']) {
      if (typeof given[name] === 'string') given[name] = path.join(FIXTURES, given[name]);
    }
    if (typeof given.childPrograms === 'object') {
      given.childPrograms = Object.fromEntries(
        Object.entries(given.childPrograms as Body).map(([name, at]) => [name, path.join(FIXTURES, String(at))]),
      );
    }
    await this.client.ask('initialize', {
      adapterID: 'asl',
      clientID: 'script',
      linesStartAt1: true,
      columnsStartAt1: true,
    });
    await this.client.ask('launch', file === '-' ? given : { program: this.program, ...given });
  }

  private async break(argument: string): Promise<void> {
    const [, place, json] = /^(\S+)\s*(.*)$/.exec(argument)!;
    this.breakpoints.push({ ...this.placeOf(place!), ...(JSON.parse(json || '{}') as Body) });
    if (place === 'none') this.breakpoints = [];
    this.showBreakpoints(
      await this.client.ask('setBreakpoints', { source: { path: this.program }, breakpoints: this.breakpoints }),
    );
  }

  private async filters(argument: string): Promise<void> {
    const [, list, options] = /^(\[.*?\])\s*(.*)$/.exec(argument)!;
    const filterOptions = Object.entries(JSON.parse(options || '{}') as Body).map(([filterId, condition]) => ({
      filterId,
      condition,
    }));
    this.showBreakpoints(
      await this.client.ask('setExceptionBreakpoints', { filters: JSON.parse(list!), filterOptions }),
    );
  }

  private async move(command: string, args: unknown): Promise<void> {
    await this.client.ask(command, args);
    this.frameId = undefined;
    await this.client.quiet();
  }

  private async stepIn(argument: string): Promise<void> {
    if (argument === '' || argument.startsWith('t='))
      return this.move('stepIn', { threadId: await this.thread(argument) });
    const { targets } = await this.client.ask<{ targets: { id: number; label: string }[] }>('stepInTargets', {
      frameId: await this.frame(''),
    });
    const target = targets.find(({ label }) => label === argument);
    if (!target) throw new Error(`no target '${argument}'`);
    return this.move('stepIn', { threadId: this.threadId, targetId: target.id });
  }

  private async stack(argument: string): Promise<void> {
    const threadId = await this.thread(argument);
    const { stackFrames } = await this.client.ask<{ stackFrames: DebugProtocol.StackFrame[] }>('stackTrace', {
      threadId,
    });
    this.list(
      stackFrames.map(
        ({ name, line, column, endLine, presentationHint }) =>
          `${name} ${line}:${column}-${endLine ?? ''}${presentationHint ? ` (${presentationHint})` : ''}`,
      ),
    );
  }

  private async scopes(): Promise<DebugProtocol.Scope[]> {
    const { scopes } = await this.client.ask<{ scopes: DebugProtocol.Scope[] }>('scopes', {
      frameId: await this.frame(''),
    });
    return scopes;
  }

  /** The variables at a path that begins with a scope's name. */
  private async variable(steps: readonly string[]): Promise<{ reference: number; value?: string }> {
    const scope = (await this.scopes()).find(({ name }) => name === steps[0]);
    if (!scope) throw new Error(`no scope '${steps[0]}'`);
    let at: { reference: number; value?: string } = { reference: scope.variablesReference };
    for (const step of steps.slice(1)) {
      const found = (await this.members(at.reference)).find(({ name }) => name === step);
      if (!found) throw new Error(`no variable '${step}'`);
      at = { reference: found.variablesReference, value: found.value };
    }
    return at;
  }

  private async members(variablesReference: number): Promise<DebugProtocol.Variable[]> {
    return (await this.client.ask<{ variables: DebugProtocol.Variable[] }>('variables', { variablesReference }))
      .variables;
  }

  private async show({ reference, value }: { reference: number; value?: string }): Promise<void> {
    if (value !== undefined) this.list([value]);
    if (reference > 0) this.list((await this.members(reference)).map(({ name, value: text }) => `${name}: ${text}`));
    else if (value === undefined) this.list(['(nothing)']);
  }

  private async set(argument: string): Promise<void> {
    const [, place, value] = /^(\S+)\s+(.*)$/.exec(argument)!;
    const steps = place!.replaceAll('_', ' ').split('.');
    const { reference } = await this.variable(steps.slice(0, -1));
    this.result(await this.client.ask('setVariable', { variablesReference: reference, name: steps.at(-1), value }));
  }

  private async evaluate(context: string, expression: string): Promise<void> {
    const frameId = await this.frame('');
    const names: Record<string, string> = { eval: 'watch', copy: 'clipboard' };
    const body = await this.client.ask('evaluate', { expression, frameId, context: names[context] ?? context });
    this.list(String(body.result).split('\n'));
    await this.client.quiet();
  }

  private async complete(text: string): Promise<void> {
    const body = await this.client.ask<{ targets: DebugProtocol.CompletionItem[] }>('completions', {
      text,
      column: text.length + 1,
      frameId: await this.frame(''),
    });
    this.list(body.targets.slice(0, 12).map(({ label, start, length }) => `${label} (${start}+${length})`));
  }

  private async locations(argument: string): Promise<void> {
    const body = await this.client.ask<{ breakpoints: { line: number; column: number }[] }>('breakpointLocations', {
      source: { path: this.program },
      line: this.placeOf(argument.split(' ')[0]!).line,
      endLine: this.placeOf(argument.split(' ')[1] ?? argument).line,
    });
    this.list(body.breakpoints.map(({ line, column }) => `${line}:${column}`));
  }

  private async made(argument: string): Promise<void> {
    const { reference } = await this.variable(argument.split('.').slice(0, -1));
    const found = (await this.members(reference)).find(({ name }) => name === argument.split('.').at(-1));
    const { line, column } = await this.client.ask('locations', { locationReference: found?.valueLocationReference });
    this.list([`${line}:${column}`]);
  }

  private async onFrame(command: string, argument: string): Promise<void> {
    const body = await this.client.ask(command, { frameId: await this.frame(argument) });
    if (body?.targets) this.list((body.targets as { label: string }[]).map(({ label }) => label));
    else this.frameId = undefined;
    await this.client.quiet();
  }

  private async goto(argument: string): Promise<void> {
    const [, place, label] = /^(\S+)\s*(.*)$/.exec(argument)!;
    const body = await this.client.ask<{ targets: { id: number; label: string }[] }>('gotoTargets', {
      source: { path: this.program },
      line: this.placeOf(place!).line,
    });
    this.list(body.targets.map((target) => target.label));
    const target = body.targets.find((candidate) => candidate.label.startsWith(label || ' '));
    if (target) await this.move('goto', { threadId: this.threadId, targetId: target.id });
  }

  private async raw(command: string, argument: string): Promise<void> {
    const body = await this.client.ask(command, argument === '' ? undefined : JSON.parse(argument));
    if (body !== undefined && command !== 'initialize') this.result(body);
    await this.client.quiet();
  }

  private async thread(argument: string): Promise<number> {
    const name = /^t=(.*)$/.exec(argument)?.[1];
    if (name === undefined) return this.threadId;
    const { threads } = await this.client.ask<{ threads: { id: number; name: string }[] }>('threads');
    const found = threads.find((thread) => thread.name === name || thread.name.startsWith(`${name} ▸`));
    if (!found) throw new Error(`no thread '${name}'`);
    this.threadId = found.id;
    this.frameId = undefined;
    return found.id;
  }

  private async frame(name: string): Promise<number> {
    if (name === '' && this.frameId !== undefined) return this.frameId;
    const { stackFrames } = await this.client.ask<{ stackFrames: DebugProtocol.StackFrame[] }>('stackTrace', {
      threadId: this.threadId,
    });
    const frame = stackFrames.find((candidate) => candidate.name.startsWith(name));
    if (!frame) throw new Error(`no frame '${name}'`);
    if (name === '') this.frameId = frame.id;
    return frame.id;
  }

  /** Line of `@State` or `@State.Field`, or the number itself, with `:column`. */
  private placeOf(place: string): { line: number; column?: number } {
    const [, state, field] = /^@([^.]+)(?:\.(\w+))?$/.exec(place) ?? [];
    if (state === undefined) {
      const [line, column] = place.split(':').map(Number);
      return { line: line!, ...(column === undefined ? {} : { column }) };
    }
    const lines = readFileSync(this.program, 'utf8').split('\n');
    const keyed = (name: string) =>
      new RegExp(`^[\\s{]*["']?${name.replaceAll('_', ' ').replace(/[?]/g, '\\?')}["']?:`);
    const at = lines.findIndex((line) => keyed(state).test(line));
    const inner = field === undefined ? 0 : lines.slice(at).findIndex((line) => line.includes(field));
    return { line: at + inner + 1 };
  }

  private showBreakpoints({ breakpoints = [] }: { breakpoints?: DebugProtocol.Breakpoint[] }): void {
    this.list(
      breakpoints.map(({ verified, line, column, message }) =>
        [verified ? 'verified' : 'not verified', line && `${line}:${column}`, message].filter(Boolean).join(' '),
      ),
    );
  }

  private result(body: unknown): void {
    this.list(JSON.stringify(body, undefined, 1).split('\n'));
  }

  private list(lines: readonly string[]): void {
    for (const line of lines) this.lines.push(`= ${this.stable(line)}`);
  }

  private showEvents(): void {
    const { received } = this.client;
    for (; this.shown < received.length; this.shown++) {
      const message = received[this.shown]!;
      if (message.type !== 'event') continue;
      const { event, body } = message as DebugProtocol.Event;
      const text = this.eventText(event, (body ?? {}) as Body);
      if (text !== undefined) this.lines.push(`< ${this.stable(text)}`);
    }
  }

  private eventText(event: string, body: Body): string | undefined {
    if (event === 'initialized') return undefined;
    if (event === 'stopped') {
      this.threadId = body.threadId as number;
      this.frameId = undefined;
      const { reason, threadId, hitBreakpointIds, text } = body;
      return `stopped ${reason} thread ${threadId}${hitBreakpointIds ? ` breakpoints ${JSON.stringify(hitBreakpointIds)}` : ''}${text ? ` "${text}"` : ''}`;
    }
    if (event === 'output') {
      const at = body.line === undefined ? '' : ` (line ${body.line})`;
      return `output ${body.category}${at}: ${String(body.output).trimEnd()}`;
    }
    return `${event}${body && Object.keys(body).length > 0 ? ` ${JSON.stringify(body)}` : ''}`;
  }

  /** Paths and versions differ between machines. */
  private stable(text: string): string {
    return text.replaceAll(FIXTURES + path.sep, '').replaceAll(FIXTURES, '.');
  }

  private checkSchema(): void {
    const { sent, received } = this.client;
    for (const message of [...sent.slice(this.checkedSent), ...received.slice(this.checkedReceived)]) {
      for (const problem of schemaProblems(message)) this.lines.push(`! schema: ${this.stable(problem)}`);
    }
    this.checkedSent = sent.length;
    this.checkedReceived = received.length;
  }
}

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
