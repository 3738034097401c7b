/** Running and debugging: configurations, the debug adapter, and the commands that start both. */
import {
  commands,
  DebugAdapterExecutable,
  type DebugConfiguration,
  DebugConfigurationProviderTriggerKind,
  debug,
  type ProviderResult,
  Uri,
  window,
  workspace,
} from 'vscode';
import { stateAtLine } from '../graph/stateAtLine.ts';
import { isStateMachine } from '../language/documents.ts';
import type { Services } from '../services.ts';
import { registerChildSessions } from './childSessions.ts';
import { ConfigurationProvider, dynamicConfigurations } from './configurationProvider.ts';
import { registerForkHere } from './forkHere.ts';
import { registerForkQuestion } from './forkQuestion.ts';
import { InputMemory } from './inputPicker.ts';
import { registerPickers } from './pickers.ts';
import { programFile } from './programFile.ts';
import { registerUnmocked } from './unmocked.ts';

export const debugType = 'asl';

/** What a command of the extension adds to a configuration; the provider takes it out again. */
export interface StartOptions {
  program?: Uri;
  stateMachine?: string;
  noDebug: boolean;
  /** 'ask' always shows the picker, 'last' never does. */
  input?: 'ask' | 'last';
  /** Stop before this state. */
  stopAt?: string;
}

export function registerDebugger(services: Services): void {
  const { context } = services;
  const memory = new InputMemory(context.workspaceState);
  const provider = new ConfigurationProvider(services, memory);
  context.subscriptions.push(
    debug.registerDebugConfigurationProvider(debugType, provider),
    debug.registerDebugConfigurationProvider(
      debugType,
      { provideDebugConfigurations: (folder) => dynamicConfigurations(folder, memory, context.extensionPath) },
      DebugConfigurationProviderTriggerKind.Dynamic,
    ),
    debug.registerDebugAdapterDescriptorFactory(debugType, {
      createDebugAdapterDescriptor: (): ProviderResult<DebugAdapterExecutable> =>
        new DebugAdapterExecutable(process.execPath, [context.asAbsolutePath('dist/debugAdapter.js')], {
          env: { ELECTRON_RUN_AS_NODE: '1' },
        }),
    }),
    ...startCommands(services),
  );
  registerPickers(services, memory);
  registerUnmocked(services);
  registerForkHere(services);
  registerForkQuestion(services);
  registerChildSessions(services);
}

function startCommands(services: Services) {
  const register = (id: string, options: StartOptions) =>
    commands.registerCommand(`stepwise.${id}`, (target?: unknown, stateMachine?: unknown) =>
      start({
        ...options,
        program: programOf(target),
        stateMachine: typeof stateMachine === 'string' ? stateMachine : undefined,
      }),
    );
  return [
    register('run', { noDebug: true }),
    register('debug', { noDebug: false }),
    register('runWithInput', { noDebug: true, input: 'ask' }),
    register('debugWithInput', { noDebug: false, input: 'ask' }),
    register('debugLastInput', { noDebug: false, input: 'last' }),
    commands.registerCommand('stepwise.runToState', (...target: unknown[]) => runToState(services, ...target)),
    commands.registerCommand('stepwise.rerun', () => rerun(services)),
    commands.registerCommand('stepwise.stop', () => debug.stopDebugging(liveSession(services))),
  ];
}

/** Starts a state machine of the active editor, or of a file a menu names. */
export async function start(options: StartOptions): Promise<boolean> {
  const uri = options.program ?? activeMachine();
  if (uri === undefined) {
    void window.showInformationMessage('Open a state machine (*.asl.json or *.asl.yaml) to run it.');
    return false;
  }
  const program = programFile(uri);
  if (program === undefined) return false;
  const configuration: DebugConfiguration = {
    type: debugType,
    request: 'launch',
    name: workspace.asRelativePath(program),
    program,
    ...(options.stateMachine === undefined ? {} : { stateMachine: options.stateMachine }),
    ...(options.stopAt === undefined ? {} : { stopOnEntry: options.stopAt }),
    ...(options.input === undefined ? {} : { __input: options.input }),
  };
  const folder = workspace.getWorkspaceFolder(Uri.file(program));
  return debug.startDebugging(folder, configuration, { noDebug: options.noDebug, suppressDebugView: options.noDebug });
}

/** With a file and the name of a state from a CodeLens or the graph; without, the state at the cursor. */
async function runToState(services: Services, file?: unknown, state?: unknown, machine?: unknown): Promise<boolean> {
  const program = programOf(file);
  if (program && typeof state === 'string') {
    const stateMachine = typeof machine === 'string' ? machine : undefined;
    return start({ program, stateMachine, stopAt: state, noDebug: false });
  }
  const editor = window.activeTextEditor;
  const graph = editor && (await services.graphs.of(editor.document));
  const found = graph && stateAtLine(graph, editor.selection.active.line);
  if (!editor || !found) {
    void window.showInformationMessage('Place the cursor inside a state to run to it.');
    return false;
  }
  const { node, machine: around } = found;
  return start({ program: editor.document.uri, stateMachine: around.name, stopAt: node.name, noDebug: false });
}

async function rerun({ runs }: Services): Promise<boolean> {
  const run = runs.current;
  const configuration = run && runs.configurationOf(run);
  if (!configuration) return false;
  const folder = workspace.getWorkspaceFolder(Uri.parse(run.info.program));
  return debug.startDebugging(folder, configuration, { noDebug: configuration.noDebug === true });
}

function liveSession({ runs }: Services) {
  return runs.sessionOf(runs.all.find((run) => run.isLive));
}

function programOf(target: unknown): Uri | undefined {
  if (target instanceof Uri) return target;
  return typeof target === 'string' ? Uri.file(target) : undefined;
}

function activeMachine(): Uri | undefined {
  const document = window.activeTextEditor?.document;
  return document && isStateMachine(document) ? document.uri : undefined;
}
