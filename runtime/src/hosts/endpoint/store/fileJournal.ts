import fs from 'node:fs';
import path from 'node:path';
import type { Journal, Position, Rewriting } from './journal.ts';
import { takeLock } from './lockFile.ts';
import type { JournalRecord } from './records.ts';

/** First line of every journal: what the file is, and the version of its records. */
const HEADER = '{"journal":"stepwise endpoint","version":1}\n';
const READ_SIZE = 1 << 20;
const WRITE_SIZE = 1 << 20;
/** The journal, and what is to take its place. */
const NAME = 'journal.jsonl';
const NEW_NAME = 'journal.jsonl.new';

export interface OpenJournal {
  readonly journal: FileJournal;
  /** Records that could not be read; they are left out. */
  readonly damaged: number;
}

/**
 * A journal in one file of JSON lines. Records of one turn of the event loop are written together; a process that is killed can at most leave
 * an unfinished last line, which nobody was promised, and which is cut off when the file is opened.
 */
export class FileJournal implements Journal {
  readonly leastGarbage = 8 * 1024 * 1024;
  private pending: string[] = [];
  private flushing: Promise<void> | undefined;

  private constructor(
    private readonly folder: string,
    private file: number,
    private readonly lock: string,
    private end: number,
    private written: number,
  ) {}

  /** Opens or creates `folder/journal.jsonl` and tells `replay` every record in order. Throws a readable Error when another process holds it. */
  static open(folder: string, replay: (record: JournalRecord, position: Position) => void): OpenJournal {
    fs.mkdirSync(folder, { recursive: true });
    // Inputs and outputs of executions belong into no repository.
    fs.writeFileSync(path.join(folder, '.gitignore'), '*\n');
    const lock = path.join(folder, 'lock');
    takeLock(lock);
    try {
      // What was left by a process that died while it wrote it: the journal itself is whole.
      fs.rmSync(path.join(folder, NEW_NAME), { force: true });
      const file = fs.openSync(path.join(folder, NAME), fs.constants.O_RDWR | fs.constants.O_CREAT, 0o600);
      const { end, damaged } = readLines(file, replay);
      fs.ftruncateSync(file, end);
      const journal = new FileJournal(folder, file, lock, end, end);
      if (end === 0) journal.push(HEADER);
      return { journal, damaged };
    } catch (error) {
      fs.rmSync(lock, { force: true });
      throw error;
    }
  }

  append(record: JournalRecord): Position {
    return this.push(`${JSON.stringify(record)}\n`);
  }

  durable(): Promise<void> {
    if (this.pending.length === 0) return Promise.resolve();
    this.flushing ??= new Promise((resolve, reject) => {
      setImmediate(() => {
        this.flushing = undefined;
        try {
          this.flush();
          resolve();
        } catch (error) {
          reject(error);
        }
      });
    });
    return this.flushing;
  }

  read(position: Position): JournalRecord {
    if (position.offset >= this.written) this.flush();
    const buffer = Buffer.allocUnsafe(position.length);
    readFully(this.file, buffer, position.offset);
    return JSON.parse(buffer.toString('utf8')) as JournalRecord;
  }

  /** Writes a new file beside the old one and puts it in its place: at every moment one of the two is whole. */
  rewrite(rewriting: Rewriting): void {
    this.flush();
    const name = path.join(this.folder, NEW_NAME);
    const file = fs.openSync(name, 'w+', 0o600);
    let end = 0;
    try {
      const writer = new LineWriter(file);
      writer.add(Buffer.from(HEADER));
      readLines(this.file, (record, _position, line) => {
        if (rewriting.keeps(record)) rewriting.moved(record, writer.add(line));
      });
      for (const record of rewriting.tail) writer.add(Buffer.from(`${JSON.stringify(record)}\n`));
      end = writer.finish();
      fs.fsyncSync(file);
      fs.renameSync(name, path.join(this.folder, NAME));
    } catch (error) {
      fs.closeSync(file);
      fs.rmSync(name, { force: true });
      throw error;
    }
    fs.closeSync(this.file);
    this.file = file;
    this.end = end;
    this.written = end;
    syncFolder(this.folder);
  }

  get size(): number {
    return this.end;
  }

  close(): void {
    this.flush();
    fs.closeSync(this.file);
    fs.rmSync(this.lock, { force: true });
  }

  private push(line: string): Position {
    const length = Buffer.byteLength(line);
    const position = { offset: this.end, length };
    this.end += length;
    this.pending.push(line);
    return position;
  }

  private flush(): void {
    if (this.pending.length === 0) return;
    const bytes = Buffer.from(this.pending.join(''), 'utf8');
    writeFully(this.file, bytes, this.written);
    this.written += bytes.length;
    this.pending = [];
  }
}

/** Lines on their way to a file, written in large pieces. */
class LineWriter {
  private lines: Buffer[] = [];
  private written = 0;
  private end = 0;

  constructor(private readonly file: number) {}

  /** Where the line, with its line break, will stand. */
  add(line: Buffer): Position {
    const position = { offset: this.end, length: line.length };
    this.lines.push(line);
    this.end += line.length;
    if (this.end - this.written >= WRITE_SIZE) this.finish();
    return position;
  }

  /** Writes what is left and answers the size of the file. */
  finish(): number {
    writeFully(this.file, Buffer.concat(this.lines), this.written);
    this.lines = [];
    this.written = this.end;
    return this.end;
  }
}

type Replay = (record: JournalRecord, position: Position, line: Buffer) => void;

/** Reads the file in pieces, so that its size does not matter. `end` is the offset after the last whole line. */
function readLines(file: number, replay: Replay) {
  const piece = Buffer.allocUnsafe(READ_SIZE);
  let rest = Buffer.alloc(0);
  let restOffset = 0;
  let damaged = 0;
  for (let offset = 0; ; ) {
    const count = fs.readSync(file, piece, 0, READ_SIZE, offset);
    if (count === 0) return { end: restOffset, damaged };
    offset += count;
    rest = Buffer.concat([rest, piece.subarray(0, count)]);
    let start = 0;
    for (let newline = rest.indexOf(10); newline >= 0; newline = rest.indexOf(10, start)) {
      const record = parseLine(rest.toString('utf8', start, newline));
      if (record === undefined) damaged += 1;
      else if ('type' in record) {
        const position = { offset: restOffset + start, length: newline + 1 - start };
        replay(record, position, rest.subarray(start, newline + 1));
      } else if (record.version !== 1) {
        throw new Error(`This journal was written by a newer version of Stepwise (format ${record.version}).`);
      }
      start = newline + 1;
    }
    rest = rest.subarray(start);
    restOffset += start;
  }
}

function parseLine(line: string): JournalRecord | { readonly version: number } | undefined {
  try {
    const parsed: unknown = JSON.parse(line);
    if (typeof parsed === 'object' && parsed !== null && ('type' in parsed || 'version' in parsed)) {
      return parsed as JournalRecord | { readonly version: number };
    }
  } catch {
    // Reported by the caller: the other records are still good.
  }
  return undefined;
}

function writeFully(file: number, bytes: Buffer, offset: number): void {
  for (let done = 0; done < bytes.length; ) {
    done += fs.writeSync(file, bytes, done, bytes.length - done, offset + done);
  }
}

/** Makes a renaming durable. Not every system lets a folder be opened; none of them needs it for a process that dies. */
function syncFolder(folder: string): void {
  try {
    const file = fs.openSync(folder, 'r');
    fs.fsyncSync(file);
    fs.closeSync(file);
  } catch {
    // The new journal is in its place all the same.
  }
}

function readFully(file: number, buffer: Buffer, offset: number): void {
  for (let done = 0; done < buffer.length; ) {
    const count = fs.readSync(file, buffer, done, buffer.length - done, offset + done);
    if (count === 0) throw new Error('The journal has become shorter while it was in use.');
    done += count;
  }
}
