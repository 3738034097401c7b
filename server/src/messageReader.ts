import { isAscii } from 'node:buffer';
import { AbstractMessageReader, type DataCallback, Disposable, type MessageReader } from 'vscode-languageserver/node';

/** Where bytes come from. */
export interface ByteSource {
  /** Chunks hold until the call returns. */
  onData(listener: (chunk: Buffer) => void): void;
  onEnd(listener: () => void): void;
}

const END_OF_HEADERS = '\r\n\r\n';
/** More than any client sends. */
const LONGEST_HEADERS = 8_192;
/** The memory of a message up to that length is used again. */
const LARGEST_KEPT = 8_000_000;

/**
 * Reads the messages of a stream (LSP 3.17, "Base Protocol"). As the reader of the library, but for texts of megabytes: a message is gathered in
 * memory that is used again, and ASCII, which nearly all are, is read as what it is.
 */
export class LargeMessageReader extends AbstractMessageReader implements MessageReader {
  readonly #source: ByteSource;
  #callback: DataCallback = () => {};
  /** What is there of the headers, while the message has not begun. */
  #headers: Buffer = EMPTY;
  #body: Buffer = EMPTY;
  /** Length of the message that is being read; -1 while its headers are. */
  #length = -1;
  #received = 0;

  constructor(source: ByteSource) {
    super();
    this.#source = source;
  }

  listen(callback: DataCallback): Disposable {
    this.#callback = callback;
    this.#source.onData((chunk) => this.#add(chunk));
    this.#source.onEnd(() => this.fireClose());
    return Disposable.create(() => {
      this.#callback = () => {};
    });
  }

  #add(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) rest = this.#length < 0 ? this.#readHeaders(rest) : this.#readBody(rest);
  }

  /** Gives what follows the headers. */
  #readHeaders(chunk: Buffer): Buffer {
    const headers = this.#headers.length > 0 ? Buffer.concat([this.#headers, chunk]) : chunk;
    const end = headers.indexOf(END_OF_HEADERS);
    if (end < 0) {
      // The chunk itself holds only until it is read.
      this.#headers = headers.length > LONGEST_HEADERS ? EMPTY : Buffer.from(headers);
      return EMPTY;
    }
    this.#headers = EMPTY;
    const length = /^content-length:\s*(\d+)\s*$/im.exec(headers.toString('latin1', 0, end))?.[1];
    if (length === undefined) this.fireError(new Error('A message has no Content-Length.'));
    else this.#begin(Number(length));
    return headers.subarray(end + END_OF_HEADERS.length);
  }

  #begin(length: number): void {
    this.#length = length;
    this.#received = 0;
    if (length === 0) this.#end(EMPTY);
  }

  /** Gives what follows the message. */
  #readBody(chunk: Buffer): Buffer {
    const missing = this.#length - this.#received;
    const part = chunk.subarray(0, missing);
    if (part.length === this.#length) this.#end(part);
    else {
      if (this.#body.length < this.#length) this.#body = Buffer.allocUnsafeSlow(this.#length);
      this.#body.set(part, this.#received);
      this.#received += part.length;
      if (this.#received === this.#length) this.#end(this.#body.subarray(0, this.#length));
    }
    return chunk.subarray(part.length);
  }

  #end(body: Buffer): void {
    this.#length = -1;
    try {
      this.#callback(JSON.parse(body.toString(isAscii(body) ? 'latin1' : 'utf8')));
    } catch (error) {
      this.fireError(error);
    }
    if (this.#body.length > LARGEST_KEPT) this.#body = EMPTY;
  }
}

const EMPTY = Buffer.alloc(0);
