/** What features share. A feature registers itself with the context and talks to the others through these. */
import type { ExtensionContext, LogOutputChannel } from 'vscode';
import type { GraphSource } from './graph/graphSource.ts';
import type { LanguageServer } from './language/languageServer.ts';
import type { RunStore } from './runs/runStore.ts';
import type { CoverageStore } from './tests/coverageStore.ts';

export interface Services {
  context: ExtensionContext;
  log: LogOutputChannel;
  server: LanguageServer;
  graphs: GraphSource;
  runs: RunStore;
  coverage: CoverageStore;
}
