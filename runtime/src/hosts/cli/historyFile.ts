import { open } from 'node:fs/promises';
import type { HistoryEvent } from '../../history/api.ts';
import { CliError } from './command.ts';

/** Writes a history as `aws stepfunctions get-execution-history` prints it, event by event. */
export async function writeHistoryFile(file: string, events: readonly HistoryEvent[]): Promise<void> {
  try {
    const handle = await open(file, 'w');
    try {
      await handle.write('{"events": [');
      for (const [i, event] of events.entries())
        await handle.write(`${i === 0 ? '' : ','}\n  ${JSON.stringify(event)}`);
      await handle.write('\n]}\n');
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new CliError(`${file}: The history cannot be written: ${(error as Error).message}`);
  }
}
