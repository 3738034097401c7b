/** Everything the extension does, one line per feature. */
import { type ExtensionContext, window } from 'vscode';
import { registerCodeLens } from './codeLens.ts';
import { registerCommands } from './commands.ts';
import { registerContextKeys } from './contextKeys.ts';
import { registerDebugger } from './debug/debugger.ts';
import { registerEvaluatableExpressions } from './debug/evaluatableExpressions.ts';
import { registerInlineValues } from './debug/inlineValues.ts';
import { registerGraph } from './graph/graphPanel.ts';
import { GraphSource } from './graph/graphSource.ts';
import { LanguageServer } from './language/languageServer.ts';
import { registerLanguageStatus } from './language/languageStatus.ts';
import { RunStore } from './runs/runStore.ts';
import { registerRunTracker } from './runs/runTracker.ts';
import { registerTime } from './runs/time.ts';
import type { Services } from './services.ts';
import { registerStatusBar } from './statusBar.ts';
import { CoverageStore } from './tests/coverageStore.ts';
import { registerTests } from './tests/testController.ts';
import { registerExecutionView } from './views/executionView.ts';
import { registerIterationsView } from './views/iterationsView.ts';
import { registerRunsTree } from './views/runsTree.ts';
import { registerStateData } from './views/stateData.ts';

const features: ((services: Services) => void)[] = [
  registerContextKeys,
  registerLanguageStatus,
  registerCommands,
  registerGraph,
  registerCodeLens,
  registerDebugger,
  registerEvaluatableExpressions,
  registerInlineValues,
  registerRunTracker,
  registerTime,
  registerStatusBar,
  registerStateData,
  registerExecutionView,
  registerIterationsView,
  registerRunsTree,
  registerTests,
];

let services: Services | undefined;

export function activateFeatures(context: ExtensionContext): void {
  const log = window.createOutputChannel('Stepwise', { log: true });
  const server = new LanguageServer(context, log);
  services = {
    context,
    log,
    server,
    graphs: new GraphSource(server),
    runs: new RunStore(),
    coverage: new CoverageStore(),
  };
  context.subscriptions.push(log, services.graphs, services.runs, services.coverage);
  for (const register of features) register(services);
  server.startWithDocuments();
}

export async function deactivateFeatures(): Promise<void> {
  await services?.server.stop();
}
