/** One run of tests: from the request of the Test Explorer to the command line, and its events back. */
import {
  type CancellationToken,
  type FileCoverage,
  type FileCoverageDetail,
  Location,
  Position,
  type TestController,
  type TestItem,
  TestMessage,
  type TestRun,
  type TestRunRequest,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { Services } from '../services.ts';
import { runTestCommand } from './cli.ts';
import { StateCoverage } from './coverage.ts';
import { caseId, type KnownTests } from './discovery.ts';
import type { Failure, TestEvent } from './testEvents.ts';

export class TestExecution {
  constructor(
    private readonly services: Services,
    private readonly controller: TestController,
    private readonly known: KnownTests,
    private readonly kind: 'run' | 'coverage',
  ) {}

  async run(request: TestRunRequest, token: CancellationToken): Promise<void> {
    if (!workspace.isTrusted) {
      void window.showInformationMessage('Running tests needs a trusted workspace.');
      return;
    }
    const run = this.controller.createTestRun(request);
    try {
      const wanted = await this.casesOf(request);
      for (const item of wanted) run.enqueued(item);
      for (const { files, cases, items } of this.processes(wanted)) {
        if (token.isCancellationRequested) break;
        await this.runProcess(run, files, cases, items, token);
      }
    } finally {
      run.end();
    }
  }

  /** Files of which every case is wanted share one process, so that their coverage is one. */
  private processes(wanted: readonly TestItem[]): { files: string[]; cases: string[]; items: TestItem[] }[] {
    const whole = { files: [] as string[], cases: [], items: [] as TestItem[] };
    const parts: { files: string[]; cases: string[]; items: TestItem[] }[] = [];
    for (const [file, items] of byFile(wanted)) {
      const names = items.flatMap((item) => this.known.get(item.id)?.case ?? []);
      const all = this.controller.items.get(Uri.file(file).toString())?.children.size ?? 0;
      if (names.length > 0 && names.length < all) {
        parts.push({ files: [file], cases: names, items });
        continue;
      }
      whole.files.push(file);
      whole.items.push(...items);
    }
    return whole.files.length > 0 ? [whole, ...parts] : parts;
  }

  private async casesOf(request: TestRunRequest): Promise<TestItem[]> {
    const roots = request.include ?? [...this.controller.items].map(([, item]) => item);
    await Promise.all(roots.map((item) => item.canResolveChildren && this.controller.resolveHandler?.(item)));
    const excluded = new Set(request.exclude?.map((item) => item.id));
    const flatten = (item: TestItem): TestItem[] => {
      if (excluded.has(item.id)) return [];
      if (item.children.size === 0) return [item];
      return [...item.children].flatMap(([, child]) => flatten(child));
    };
    return roots.flatMap(flatten);
  }

  private async runProcess(
    run: TestRun,
    files: readonly string[],
    cases: readonly string[],
    items: readonly TestItem[],
    token: CancellationToken,
  ): Promise<void> {
    try {
      await runTestCommand({
        extensionPath: this.services.context.extensionPath,
        arguments: [
          ...files,
          ...cases.flatMap((name) => ['--case', name]),
          ...(this.kind === 'coverage' ? ['--coverage'] : []),
        ],
        cwd: Uri.joinPath(Uri.file(files[0]!), '..').fsPath,
        token,
        onEvent: (event) => void this.handle(run, event),
        onOther: (line) => run.appendOutput(`${line}\r\n`),
      });
    } catch (error) {
      for (const item of items) run.errored(item, new TestMessage(`The tests could not be run: ${String(error)}`));
    }
  }

  private async handle(run: TestRun, event: TestEvent): Promise<void> {
    if (event.type === 'fileErrored') {
      const item = this.controller.items.get(Uri.file(event.file).toString());
      if (item) run.errored(item, new TestMessage(event.message));
      return;
    }
    if (event.type === 'coverage') {
      run.addCoverage(
        StateCoverage.of(event, (file, name) =>
          this.controller.items.get(Uri.file(file).toString())?.children.get(caseId(Uri.file(file), name)),
        ),
      );
      const document = await workspace.openTextDocument(Uri.file(event.definition));
      this.services.coverage.set(event, document.getText());
      return;
    }
    if (!('case' in event)) return;
    const uri = Uri.file(event.file);
    const item = this.controller.items.get(uri.toString())?.children.get(caseId(uri, event.case));
    if (!item) return;
    if (event.type === 'caseStarted') run.started(item);
    else if (event.type === 'casePassed') run.passed(item, event.durationMs);
    else if (event.type === 'caseFailed') run.failed(item, event.failures.map(messageOf), event.durationMs);
    else if (event.type === 'caseSkipped') run.skipped(item);
  }
}

function messageOf({ message, expected, actual, file, line, column }: Failure): TestMessage {
  const made =
    expected !== undefined && actual !== undefined
      ? TestMessage.diff(message, expected, actual)
      : new TestMessage(message);
  made.location = new Location(Uri.file(file), new Position(Math.max(0, line - 1), Math.max(0, column - 1)));
  return made;
}

function byFile(items: readonly TestItem[]): Map<string, TestItem[]> {
  const files = new Map<string, TestItem[]>();
  for (const item of items) {
    const file = item.uri!.fsPath;
    files.set(file, [...(files.get(file) ?? []), item]);
  }
  return files;
}

export function loadDetails(file: FileCoverage, item?: TestItem): FileCoverageDetail[] {
  return file instanceof StateCoverage ? file.details(item) : [];
}
