import type { Position } from './journal.ts';
import type { ExecutionEntry } from './model.ts';
import type { JournalRecord } from './records.ts';

interface MovedExecution {
  started: Position;
  readonly stimuli: Position[];
  ended: Position | undefined;
}

/** Where the records of executions will stand when a journal has been rewritten. */
export class MovedExecutions {
  private readonly byId = new Map<number, MovedExecution>();

  add(record: JournalRecord, position: Position): void {
    if (record.type === 'executionStarted') {
      this.byId.set(record.id, { started: position, stimuli: [], ended: undefined });
    } else if (record.type === 'stimulus') {
      this.byId.get(record.id)?.stimuli.push(position);
    } else if (record.type === 'executionEnded') {
      // A redriven execution ends several times; its last end counts.
      const moved = this.byId.get(record.id);
      if (moved) moved.ended = position;
    }
  }

  applyTo(entries: ReadonlyMap<number, ExecutionEntry>): void {
    for (const [id, { started, stimuli, ended }] of this.byId) {
      const entry = entries.get(id);
      if (!entry) continue;
      entry.started = started;
      entry.stimuli = stimuli;
      if (entry.ended && ended) entry.ended = { ...entry.ended, position: ended };
    }
  }
}
