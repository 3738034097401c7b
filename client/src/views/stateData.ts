/** Data of visits: read from the debug adapter while it lives, kept, and opened as documents of their own. */
import { commands, type TextDocumentContentProvider, Uri, window, workspace } from 'vscode';
import type { Run } from '../runs/run.ts';
import type { RunStore } from '../runs/runStore.ts';
import { inputOf, outputOf, type StateData } from '../runs/stateDataModel.ts';
import type { Services } from '../services.ts';

const scheme = 'stepwise-data';
const keptLimit = 2000;

const kept = new Map<string, StateData>();

/** Undefined when the run is over, or the line of history was left, and the data were not kept. */
export async function stateDataOf(
  runs: RunStore,
  run: Run,
  visit: number,
  line = run.fork,
): Promise<StateData | undefined> {
  const key = `${run.info.id} ${line} ${visit}`;
  const session = runs.sessionOf(run);
  // The adapter knows the visits of the present line only.
  if (session && line === run.fork) {
    try {
      const data = (await session.customRequest('asl/stateData', { visit })) as StateData;
      keep(key, data);
      return data;
    } catch {
      // The session ended in between, or the adapter has no data for it: what was kept is all there is.
    }
  }
  return kept.get(key) ?? run.keptData(visit, line);
}

export function registerStateData({ context, runs }: Services): void {
  const documents: TextDocumentContentProvider = {
    provideTextDocumentContent: async (uri) => {
      const { run: id, line, visit, phase } = parse(uri);
      const run = runs.all.find((candidate) => candidate.info.id === id);
      const data = run && (await stateDataOf(runs, run, visit, line));
      const value = data?.phases.find((candidate) => candidate.name === phase)?.value;
      return value === undefined ? '// These data were not kept.' : JSON.stringify(value, undefined, 2);
    },
  };
  context.subscriptions.push(
    workspace.registerTextDocumentContentProvider(scheme, documents),
    commands.registerCommand('stepwise.data.diff', () => compareInputAndOutput(runs)),
    commands.registerCommand('stepwise.data.openInEditor', () => openPhase(runs)),
  );
}

async function compareInputAndOutput(runs: RunStore): Promise<void> {
  const shown = await shownData(runs);
  if (!shown) return;
  const { run, data, name } = shown;
  if (inputOf(data) === undefined || outputOf(data) === undefined) {
    void window.showInformationMessage(`"${name}" has no output yet.`);
    return;
  }
  await commands.executeCommand(
    'vscode.diff',
    dataUri(run, data.visit, 'input', name),
    dataUri(run, data.visit, 'output', name),
    `${name}: input ↔ output`,
  );
}

async function openPhase(runs: RunStore): Promise<void> {
  const shown = await shownData(runs);
  if (!shown) return;
  const { run, data, name } = shown;
  const phase = await window.showQuickPick(
    data.phases.map((candidate) => candidate.name),
    { title: `Data of ${name}` },
  );
  if (phase) await window.showTextDocument(dataUri(run, data.visit, phase, name), { preview: true });
}

async function shownData(runs: RunStore): Promise<{ run: Run; data: StateData; name: string } | undefined> {
  const run = runs.current;
  const visit = run && (run.currentVisit ?? run.visitAt(run.playhead));
  const data = run && visit && (await stateDataOf(runs, run, visit.visit));
  if (run && visit && data) return { run, data, name: visit.name };
  void window.showInformationMessage('There are no data at the playhead.');
  return undefined;
}

function dataUri(run: Run, visit: number, phase: string, name: string): Uri {
  const path = `/${encodeURIComponent(name)}.${phase}.json`;
  return Uri.from({
    scheme,
    path,
    query: new URLSearchParams({ run: run.info.id, line: String(run.fork), visit: String(visit), phase }).toString(),
  });
}

function parse(uri: Uri): { run: string; line: number; visit: number; phase: string } {
  const query = new URLSearchParams(uri.query);
  const number = (name: string) => Number(query.get(name));
  return { run: query.get('run') ?? '', line: number('line'), visit: number('visit'), phase: query.get('phase') ?? '' };
}

function keep(key: string, data: StateData): void {
  kept.delete(key);
  kept.set(key, data);
  if (kept.size > keptLimit) kept.delete(kept.keys().next().value!);
}
