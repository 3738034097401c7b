/** Test items of a test file: the file and its cases, as the command line lists them. */
import { Position, Range, type TestController, type TestItem, Uri, workspace } from 'vscode';
import type { Services } from '../services.ts';
import { runTestCommand } from './cli.ts';
import type { TestEvent } from './testEvents.ts';

export interface KnownTest {
  file: string;
  /** Absent for a file. */
  case?: string;
  launch?: { program: string } & Record<string, unknown>;
}

/** By id of the test item. */
export type KnownTests = Map<string, KnownTest>;

export function caseId(fileUri: Uri, name: string): string {
  return `${fileUri.toString()}#${name}`;
}

/** The item of a test file; its cases are listed when somebody looks at them or runs them. */
export function addFile(controller: TestController, known: KnownTests, uri: Uri): TestItem {
  const existing = controller.items.get(uri.toString());
  if (existing) return existing;
  const item = controller.createTestItem(uri.toString(), workspace.asRelativePath(uri), uri);
  item.canResolveChildren = true;
  controller.items.add(item);
  known.set(item.id, { file: uri.fsPath });
  return item;
}

/** Lists the cases of a file. An untrusted workspace shows its files, without starting a process for their cases. */
export async function discoverFile(
  { context, log }: Services,
  controller: TestController,
  known: KnownTests,
  uri: Uri,
): Promise<void> {
  if (uri.scheme !== 'file') return;
  const item = addFile(controller, known, uri);
  if (!workspace.isTrusted) return;
  item.busy = true;
  const cases: TestItem[] = [];
  item.error = undefined;
  const handle = (event: TestEvent) => {
    if (event.type === 'caseFound') cases.push(createCase(controller, known, uri, event));
    if (event.type === 'fileErrored') item.error = event.message;
  };
  try {
    await runTestCommand({
      extensionPath: context.extensionPath,
      arguments: [uri.fsPath, '--list'],
      cwd: Uri.joinPath(uri, '..').fsPath,
      timeout: 20_000,
      onEvent: handle,
      onOther: (line) => log.debug(`tests: ${line}`),
    });
  } catch (error) {
    item.error = `The tests could not be listed: ${String(error)}`;
  }
  item.children.replace(cases);
  item.canResolveChildren = false;
  item.busy = false;
}

function createCase(
  controller: TestController,
  known: KnownTests,
  uri: Uri,
  event: Extract<TestEvent, { type: 'caseFound' }>,
): TestItem {
  const id = caseId(uri, event.case);
  const item = controller.createTestItem(id, event.case, uri);
  const at = new Position(Math.max(0, event.line - 1), Math.max(0, event.column - 1));
  item.range = new Range(at, at);
  item.sortText = String(event.index).padStart(6, '0');
  known.set(id, { file: uri.fsPath, case: event.case, launch: event.launch });
  return item;
}
