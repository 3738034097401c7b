import type { JournalRecord } from './records.ts';

/** Where a record stands in the journal, and how long it is. */
export interface Position {
  readonly offset: number;
  readonly length: number;
}

/** An append-only list of records. What `durable` has confirmed survives the death of the process at any moment. */
export interface Journal {
  /** Adds a record. It can be read at once, but is promised to nobody before `durable`. */
  append(record: JournalRecord): Position;
  /** Resolves when everything that was appended so far will survive. */
  durable(): Promise<void>;
  read(position: Position): JournalRecord;
  close(): void;
}

/** A journal that lives as long as the process: nothing is kept on disk. */
export class MemoryJournal implements Journal {
  private readonly records: JournalRecord[] = [];

  append(record: JournalRecord): Position {
    return { offset: this.records.push(record) - 1, length: 1 };
  }

  async durable(): Promise<void> {}

  read(position: Position): JournalRecord {
    return this.records[position.offset]!;
  }

  close(): void {}
}
