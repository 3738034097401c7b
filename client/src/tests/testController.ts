/** The Test Explorer: files with tests of state machines, run by the command line in a process of its own. */
import {
  type CancellationToken,
  debug,
  RelativePattern,
  type TestController,
  type TestItem,
  TestRunProfileKind,
  TestRunRequest,
  tests,
  type Uri,
  window,
  workspace,
} from 'vscode';
import { launchOf } from '../debug/inputs.ts';
import type { Services } from '../services.ts';
import { registerCoverageCommands } from './coverageCommands.ts';
import { addFile, discoverFile, type KnownTests } from './discovery.ts';
import { loadDetails, TestExecution } from './testExecution.ts';

export const testFiles = '**/*.asl.test.{json,yaml,yml}';

export function registerTests(services: Services): void {
  const { context } = services;
  const controller = tests.createTestController('stepwise.tests', 'State Machines');
  const known: KnownTests = new Map();
  context.subscriptions.push(controller);
  const refresh = (uri: Uri) => discoverFile(services, controller, known, uri);

  controller.resolveHandler = async (item) => {
    if (item) await refresh(item.uri!);
    else await discoverAll(services, controller, known);
  };
  controller.refreshHandler = () => discoverAll(services, controller, known);
  watchFiles(services, controller, known, refresh);
  void findFiles(controller, known);
  registerProfiles(services, controller, known);
  registerCoverageCommands(services);
}

function registerProfiles(services: Services, controller: TestController, known: KnownTests): void {
  const run = (kind: 'run' | 'coverage') => async (request: TestRunRequest, token: CancellationToken) => {
    const execution = new TestExecution(services, controller, known, kind);
    if (!request.continuous) return execution.run(request, token);
    const watcher = workspace.onDidSaveTextDocument(async ({ uri }) => {
      if (/\.asl(\.test)?\.(json|ya?ml)$|\.asl$|\.(input|mocks)\.json$|mocks\.json$/i.test(uri.path))
        // Runs of one request would be one run, in which a case that has failed stays failed.
        await execution.run(new TestRunRequest(request.include, request.exclude, request.profile, true), token);
    });
    token.onCancellationRequested(() => watcher.dispose());
  };
  controller.createRunProfile('Run', TestRunProfileKind.Run, run('run'), true, undefined, true);
  controller.createRunProfile(
    'Debug',
    TestRunProfileKind.Debug,
    (request) => debugCases(controller, known, request),
    true,
  );
  const coverage = controller.createRunProfile(
    'Run with State Coverage',
    TestRunProfileKind.Coverage,
    run('coverage'),
    true,
    undefined,
    true,
  );
  coverage.loadDetailedCoverage = async (_run, file) => loadDetails(file);
  coverage.loadDetailedCoverageForTest = async (_run, file, item) => loadDetails(file, item);
}

/** A case is debugged as a launch of its state machine with its input and mocks. */
async function debugCases(controller: TestController, known: KnownTests, request: TestRunRequest): Promise<void> {
  const items = request.include ?? [...controller.items].map(([, item]) => item);
  for (const item of items) if (item.canResolveChildren) await controller.resolveHandler?.(item);
  const [first] = items.flatMap((item) => leaves(item));
  const launch = first && known.get(first.id)?.launch;
  if (!first || !launch) {
    void window.showInformationMessage('Choose one test case to debug.');
    return;
  }
  const configuration = {
    type: 'asl',
    request: 'launch',
    name: first.label,
    ...launchOf({ launch }),
    __inputName: first.label,
  };
  await debug.startDebugging(workspace.getWorkspaceFolder(first.uri!), configuration);
}

export function leaves(item: TestItem): TestItem[] {
  if (item.children.size === 0) return [item];
  return [...item.children].flatMap(([, child]) => leaves(child));
}

/** Files are found at once, so that they can be run before anybody opened the Test Explorer. */
async function findFiles(controller: TestController, known: KnownTests): Promise<Uri[]> {
  const files = (await workspace.findFiles(testFiles, '**/node_modules/**')).filter(({ scheme }) => scheme === 'file');
  const ids = new Set(files.map((uri) => uri.toString()));
  for (const [id] of [...controller.items]) if (!ids.has(id)) controller.items.delete(id);
  for (const uri of files) addFile(controller, known, uri);
  return files;
}

async function discoverAll(services: Services, controller: TestController, known: KnownTests): Promise<void> {
  const files = await findFiles(controller, known);
  await Promise.all(files.map((uri) => discoverFile(services, controller, known, uri)));
}

function watchFiles(
  { context }: Services,
  controller: TestController,
  known: KnownTests,
  refresh: (uri: Uri) => Promise<void>,
): void {
  for (const folder of workspace.workspaceFolders ?? []) {
    const watcher = workspace.createFileSystemWatcher(new RelativePattern(folder, testFiles));
    watcher.onDidCreate((uri) => addFile(controller, known, uri));
    watcher.onDidChange(refresh);
    watcher.onDidDelete((uri) => controller.items.delete(uri.toString()));
    context.subscriptions.push(watcher);
  }
  context.subscriptions.push(
    workspace.onDidOpenTextDocument(({ uri }) => void (/\.asl\.test\.(json|ya?ml)$/i.test(uri.path) && refresh(uri))),
  );
}
