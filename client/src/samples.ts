/** State machines to begin with: a folder with definition, inputs, mocks and tests, copied into the workspace. */
import { commands, FileType, Uri, window, workspace } from 'vscode';
import type { Services } from './services.ts';

const definition = /\.asl\.(json|ya?ml)$/;

/** Samples are the examples of the project, so that no text of the language stands in this code. */
export function registerSamples({ context }: Services): void {
  const samples = Uri.joinPath(context.extensionUri, 'examples');
  context.subscriptions.push(
    commands.registerCommand('stepwise.newFromSample', async (name?: unknown) => {
      const sample = typeof name === 'string' ? name : await pick(samples);
      if (sample === undefined) return;
      const source = Uri.joinPath(samples, sample);
      const target = workspace.workspaceFolders?.[0] && (await freeFolder(workspace.workspaceFolders[0].uri, sample));
      if (target) await workspace.fs.copy(source, target);
      await openDefinition(target ?? source, target === undefined);
    }),
  );
}

async function pick(samples: Uri): Promise<string | undefined> {
  const folders = (await workspace.fs.readDirectory(samples)).filter(([, type]) => type === FileType.Directory);
  const items = folders.map(([folder]) => ({ label: titleOf(folder), folder }));
  return (await window.showQuickPick(items, { title: 'New State Machine from Sample' }))?.folder;
}

/** Nothing that exists is written over. */
async function freeFolder(parent: Uri, name: string): Promise<Uri> {
  const taken = new Set((await workspace.fs.readDirectory(parent)).map(([entry]) => entry));
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name}-${number}`;
  return Uri.joinPath(parent, free);
}

/** Without a folder to copy to, the text is opened as a new file. */
async function openDefinition(folder: Uri, asText: boolean): Promise<void> {
  const file = await findDefinition(folder);
  if (!file) return;
  if (!asText) {
    await window.showTextDocument(file);
    return;
  }
  const content = new TextDecoder().decode(await workspace.fs.readFile(file));
  const language = file.path.endsWith('.json') ? 'asl' : 'asl-yaml';
  await window.showTextDocument(await workspace.openTextDocument({ content, language }));
}

async function findDefinition(folder: Uri): Promise<Uri | undefined> {
  for (const [name, type] of await workspace.fs.readDirectory(folder)) {
    if (type === FileType.File && definition.test(name)) return Uri.joinPath(folder, name);
    const inner = type === FileType.Directory ? await findDefinition(Uri.joinPath(folder, name)) : undefined;
    if (inner) return inner;
  }
  return undefined;
}

function titleOf(folder: string): string {
  const words = folder.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
