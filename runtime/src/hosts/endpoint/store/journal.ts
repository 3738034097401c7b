import type { JournalRecord } from './records.ts';

/** Where a record stands in the journal, and how long it is. */
export interface Position {
  readonly offset: number;
  readonly length: number;
}

/** What a journal is to look like after it was rewritten. */
export interface Rewriting {
  /** Whether a record is still needed. Asked once for each, in their order. */
  keeps(record: JournalRecord): boolean;
  /** Told where a record that was kept will stand. It counts when `rewrite` has returned. */
  moved(record: JournalRecord, position: Position): void;
  /** Records that are added at the end. */
  readonly tail: readonly JournalRecord[];
}

/** A list of records that grows at its end. What `durable` has confirmed survives the death of the process at any moment. */
export interface Journal {
  /** Adds a record. It can be read at once, but is promised to nobody before `durable`. */
  append(record: JournalRecord): Position;
  /** Resolves when everything that was appended so far will survive. */
  durable(): Promise<void>;
  read(position: Position): JournalRecord;
  /** Leaves out what is not needed any more. When it throws, or the process dies meanwhile, the journal is as it was. */
  rewrite(rewriting: Rewriting): void;
  /** Bytes of all records. */
  readonly size: number;
  /** Less than this is not worth a rewriting while the server runs. */
  readonly leastGarbage: number;
  close(): void;
}

/** A journal that lives as long as the process: nothing is kept on disk. Its positions count records, not bytes. */
export class MemoryJournal implements Journal {
  readonly leastGarbage = 20_000;
  private records: JournalRecord[] = [];

  append(record: JournalRecord): Position {
    return { offset: this.records.push(record) - 1, length: 1 };
  }

  async durable(): Promise<void> {}

  read(position: Position): JournalRecord {
    return this.records[position.offset]!;
  }

  rewrite(rewriting: Rewriting): void {
    const kept = this.records.filter((record) => rewriting.keeps(record));
    for (const [offset, record] of kept.entries()) rewriting.moved(record, { offset, length: 1 });
    this.records = [...kept, ...rewriting.tail];
  }

  get size(): number {
    return this.records.length;
  }

  close(): void {}
}
