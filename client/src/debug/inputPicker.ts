/** Chooses what an execution starts with: what was used last, or what the user picks. */
import { type Memento, type QuickPickItem, QuickPickItemKind, Uri, window, workspace } from 'vscode';
import { listCases } from '../tests/cli.ts';
import { type InputChoice, inputChoices, mockFile } from './inputs.ts';

interface Remembered {
  choice: InputChoice;
}

const storeKey = 'lastInputs';
const rememberedLimit = 200;

const groupNames: Record<InputChoice['group'], string> = {
  recent: 'last used',
  test: 'test cases',
  file: 'input files',
  mock: 'mock test cases',
  other: 'other',
};

export class InputMemory {
  constructor(private readonly store: Memento) {}

  last(program: string): InputChoice | undefined {
    return this.store.get<Record<string, Remembered>>(storeKey, {})[program]?.choice;
  }

  async remember(program: string, choice: InputChoice): Promise<void> {
    const { [program]: _, ...others } = this.store.get<Record<string, Remembered>>(storeKey, {});
    const kept = Object.entries(others).slice(-rememberedLimit);
    await this.store.update(storeKey, { ...Object.fromEntries(kept), [program]: { choice } });
  }
}

/** Every choice for a state machine on disk, the one used last first. */
export async function collectChoices(
  program: string,
  memory: InputMemory,
  extensionPath: string,
): Promise<InputChoice[]> {
  const uri = Uri.file(program);
  const folder = Uri.joinPath(uri, '..');
  const beside = await filesIn(folder);
  const mockPath = mockFile(program, beside);
  const mocks = mockPath === undefined ? undefined : { path: mockPath, text: await readText(Uri.file(mockPath)) };
  const cases = beside.some((path) => /\.asl\.test\.(json|ya?ml)$/i.test(path))
    ? await listCases(extensionPath, folder.fsPath)
    : [];
  const choices = inputChoices({ program, beside, mocks, cases });
  const last = memory.last(program);
  if (!last) return choices;
  return [{ ...last, group: 'recent' }, ...choices.filter((choice) => choice.id !== last.id)];
}

/** Undefined when the user closed the picker. */
export async function pickInput(program: string, choices: readonly InputChoice[]): Promise<InputChoice | undefined> {
  type Item = QuickPickItem & { choice?: InputChoice; act?: 'paste' };
  const items: Item[] = [];
  let group: string | undefined;
  for (const choice of choices) {
    if (choice.group !== group) items.push({ label: groupNames[choice.group], kind: QuickPickItemKind.Separator });
    group = choice.group;
    items.push({ label: choice.label, description: choice.description, choice });
  }
  items.push({ label: 'Type or paste JSON…', act: 'paste' });
  const picked = await window.showQuickPick(items, {
    title: `Input for ${workspace.asRelativePath(program)}`,
    placeHolder: 'What does the execution start with?',
    matchOnDescription: true,
  });
  if (picked?.act === 'paste') return pasteInput();
  return picked?.choice;
}

async function pasteInput(): Promise<InputChoice | undefined> {
  const text = await window.showInputBox({
    title: 'Input as JSON',
    value: '{}',
    valueSelection: [1, 1],
    validateInput: (value) => jsonProblem(value),
  });
  if (text === undefined) return undefined;
  return {
    id: `value ${text}`,
    label: shortText(text),
    description: 'typed',
    group: 'other',
    launch: { input: JSON.parse(text) },
  };
}

export function jsonProblem(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return `This is not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function shortText(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

async function filesIn(folder: Uri): Promise<string[]> {
  try {
    return (await workspace.fs.readDirectory(folder)).map(([name]) => Uri.joinPath(folder, name).fsPath);
  } catch {
    return [];
  }
}

async function readText(uri: Uri): Promise<string> {
  try {
    return new TextDecoder().decode(await workspace.fs.readFile(uri));
  } catch {
    return '';
  }
}
