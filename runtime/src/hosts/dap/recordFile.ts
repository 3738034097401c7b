import { writeFileSync } from 'node:fs';
import { historyEvent } from '../../history/api.ts';
import type { Execution } from '../../interpreter/execution.ts';
import type { Program } from './program.ts';

/**
 * Writes a history as GetExecutionHistory gives it, with the definition beside it, so that it can be replayed by itself. Answers what went wrong, as a
 * line for the console. It is written at once: clients take their leave as soon as the execution has ended.
 */
export function writeRecording(file: string, execution: Execution, { machine }: Program): string | undefined {
  const { executionArn, recorder } = execution;
  const events = recorder.events.map((event) => `  ${JSON.stringify(historyEvent(event))}`);
  const definition = JSON.stringify(JSON.stringify(machine.definition));
  const text = `{"executionArn": ${JSON.stringify(executionArn)},\n"definition": ${definition},\n"events": [\n${events.join(',\n')}\n]}\n`;
  try {
    writeFileSync(file, text);
    return undefined;
  } catch (error) {
    return `${file}: The history cannot be written: ${(error as Error).message}.\n`;
  }
}
