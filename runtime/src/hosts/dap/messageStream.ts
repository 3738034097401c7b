/** Longest message that is taken from a client; nothing a client sends comes near. */
const LONGEST_MESSAGE = 64 * 1024 * 1024;
const HEADER_END = '\r\n\r\n';

/** Longest header that is waited for: a client's has one or two lines. */
const LONGEST_HEADER = 64 * 1024;

/**
 * Cuts the byte stream of a client into messages. Bytes that are no message are skipped, and it goes on at the next header. Every byte is copied a
 * few times at most, however large a message is and however small its pieces are.
 */
export class MessageStream {
  /** Pieces that have not been put together yet. */
  private pieces: Buffer[] = [];
  private size = 0;
  /** Bytes that the message at hand has; until they are there, nothing is looked at. */
  private needed = 0;
  private buffer: Buffer = Buffer.alloc(0);

  constructor(
    private readonly onMessage: (text: string) => void,
    private readonly onGarbage: (what: string) => void,
  ) {}

  push(chunk: Buffer): void {
    this.pieces.push(chunk);
    this.size += chunk.length;
    if (this.size < this.needed) return;
    this.buffer = this.pieces.length === 1 ? chunk : Buffer.concat(this.pieces);
    this.needed = 0;
    for (let taken = this.takeMessage(); taken; taken = this.takeMessage());
    this.pieces = [this.buffer];
    this.size = this.buffer.length;
  }

  /** Whether something was taken and there may be more. */
  private takeMessage(): boolean {
    const end = this.buffer.indexOf(HEADER_END);
    if (end < 0) {
      // The last bytes may be the beginning of the end of a header.
      if (this.buffer.length > LONGEST_HEADER)
        this.skip(this.buffer.length - HEADER_END.length + 1, 'more bytes than any header has');
      return false;
    }
    const header = this.buffer.toString('latin1', 0, end);
    const length = Number(/(?:^|\r\n)Content-Length:[ \t]*(\d+)[ \t]*(?:\r\n|$)/i.exec(header)?.[1] ?? Number.NaN);
    const start = end + HEADER_END.length;
    if (!Number.isSafeInteger(length) || length > LONGEST_MESSAGE) {
      this.skip(start, 'a header without a usable Content-Length');
      return true;
    }
    if (this.buffer.length < start + length) {
      this.needed = start + length;
      return false;
    }
    const text = this.buffer.toString('utf8', start, start + length);
    this.buffer = this.buffer.subarray(start + length);
    this.onMessage(text);
    return true;
  }

  private skip(bytes: number, what: string): void {
    this.buffer = this.buffer.subarray(bytes);
    this.onGarbage(what);
  }
}

/** A message as it goes over the wire. */
export function framed(text: string): string {
  return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}
