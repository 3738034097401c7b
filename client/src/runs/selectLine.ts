/** Goes over to another line of a run's history. */
import { window } from 'vscode';
import type { Services } from '../services.ts';
import type { Run } from './run.ts';

/** A live session goes over to the line and tells what happened there; after its end the line is only shown. */
export async function selectLine({ runs }: Services, run: Run, line: number): Promise<void> {
  if (run.fork === line) return;
  const session = runs.sessionOf(run);
  try {
    if (session) await session.customRequest('asl/selectLine', { line });
    else run.showLine(line);
  } catch (error) {
    void window.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
  runs.changed(run);
}
