/** Fills in what a debug configuration leaves out: the file, the machine of a template, and the input. */
import {
  type CancellationToken,
  type DebugConfiguration,
  type DebugConfigurationProvider,
  RelativePattern,
  Uri,
  type WorkspaceFolder,
  window,
  workspace,
} from 'vscode';
import { isServed } from '../language/documents.ts';
import type { Services } from '../services.ts';
import { collectChoices, type InputMemory, pickInput } from './inputPicker.ts';
import { hasInput, type InputChoice } from './inputs.ts';
import { programFile } from './programFile.ts';

const dynamicLimit = 20;

export class ConfigurationProvider implements DebugConfigurationProvider {
  constructor(
    private readonly services: Services,
    private readonly memory: InputMemory,
  ) {}

  provideDebugConfigurations(): DebugConfiguration[] {
    return [{ type: 'asl', request: 'launch', name: 'Debug state machine', program: '${file}' }];
  }

  /** F5 without launch.json hands over an empty configuration. */
  resolveDebugConfiguration(
    _folder: WorkspaceFolder | undefined,
    configuration: DebugConfiguration,
  ): DebugConfiguration | undefined {
    // A replay without a program takes the definition of its recording.
    if (configuration.request === 'attach' || isReplay(configuration)) return configuration;
    const program = configuration.program ?? activeProgram();
    if (program === undefined) return undefined;
    return {
      ...configuration,
      type: 'asl',
      request: configuration.request || 'launch',
      name: configuration.name || workspace.asRelativePath(program),
      program,
      // The panel shows the Execution view at the first run; the console stays one click away.
      internalConsoleOptions: configuration.internalConsoleOptions ?? 'neverOpen',
    };
  }

  async resolveDebugConfigurationWithSubstitutedVariables(
    _folder: WorkspaceFolder | undefined,
    configuration: DebugConfiguration,
    token?: CancellationToken,
  ): Promise<DebugConfiguration | undefined> {
    if (configuration.request === 'attach') return configuration;
    if (!workspace.isTrusted) {
      void window.showInformationMessage('Running a state machine needs a trusted workspace.');
      return undefined;
    }
    const { __input: wish, ...given } = configuration;
    if (given.program !== undefined) await saveOpen(given.program);
    if (isReplay(given)) return given as DebugConfiguration;
    const withMachine = await this.withStateMachine(given as DebugConfiguration);
    if (!withMachine || token?.isCancellationRequested) return undefined;
    if (hasInput(withMachine) && wish === undefined) return withMachine;
    const choice = await this.chooseInput(withMachine.program, wish);
    return choice && { ...withMachine, ...choice.launch, program: withMachine.program, __inputName: choice.label };
  }

  /** A template may hold several machines; only then the user is asked. */
  private async withStateMachine(configuration: DebugConfiguration): Promise<DebugConfiguration | undefined> {
    if (configuration.stateMachine !== undefined) return configuration;
    const graph = await this.services.graphs.ofUri(Uri.file(configuration.program));
    const names = graph?.machines.flatMap((machine) => machine.name ?? []) ?? [];
    if (names.length === 0) return configuration;
    const stateMachine = names.length === 1 ? names[0] : await window.showQuickPick(names, { title: 'State machine' });
    return stateMachine === undefined ? undefined : { ...configuration, stateMachine };
  }

  /** What was used last; else the only file or test; else what the user picks. */
  private async chooseInput(program: string, wish: unknown): Promise<InputChoice | undefined> {
    const last = this.memory.last(program);
    if (last && wish !== 'ask') return last;
    const choices = await collectChoices(program, this.memory, this.services.context.extensionPath);
    const choice = wish === 'ask' || choices.length > 1 ? await pickInput(program, choices) : choices[0];
    if (choice) await this.memory.remember(program, choice);
    return choice;
  }
}

/** Every state machine of a folder with the input used last, for the list of configurations. */
export async function dynamicConfigurations(
  folder: WorkspaceFolder | undefined,
  memory: InputMemory,
  extensionPath: string,
): Promise<DebugConfiguration[]> {
  if (!folder) return [];
  const pattern = new RelativePattern(folder, '**/*.asl{,.json,.yaml,.yml}');
  const files = await workspace.findFiles(pattern, '**/node_modules/**', dynamicLimit);
  const configurations: DebugConfiguration[] = [];
  for (const uri of files) {
    const name = workspace.asRelativePath(uri, false);
    const base = { type: 'asl', request: 'launch', program: uri.fsPath };
    configurations.push({ ...base, name });
    for (const choice of await collectChoices(uri.fsPath, memory, extensionPath))
      if (choice.group === 'file' || choice.group === 'test')
        configurations.push({ ...base, name: `${name}: ${choice.label}`, ...choice.launch, program: uri.fsPath });
  }
  return configurations;
}

function activeProgram(): string | undefined {
  const document = window.activeTextEditor?.document;
  if (document && isServed(document)) return programFile(document.uri);
  void window.showInformationMessage('Open a state machine (*.asl.json or *.asl.yaml) to debug it.');
  return undefined;
}

/** Input, answers and state machine are in the recording. */
function isReplay(configuration: Record<string, unknown>): boolean {
  return configuration.history !== undefined;
}

/** The adapter reads from the disk: what the user sees must be there. */
async function saveOpen(program: string): Promise<void> {
  const document = workspace.textDocuments.find((candidate) => candidate.uri.fsPath === program && candidate.isDirty);
  await document?.save();
}
