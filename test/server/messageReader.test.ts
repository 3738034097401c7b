import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LargeMessageReader } from '../../server/src/messageReader.ts';

/** What is read of chunks: the messages, and the errors in between. */
function read(chunks: readonly Buffer[]): { messages: unknown[]; errors: string[]; isClosed: boolean } {
  const messages: unknown[] = [];
  const errors: string[] = [];
  let isClosed = false;
  let send: (chunk: Buffer) => void = () => {};
  let end = () => {};
  const reader = new LargeMessageReader({
    onData: (listener) => {
      send = listener;
    },
    onEnd: (listener) => {
      end = listener;
    },
  });
  reader.onError(({ message }) => errors.push(message));
  reader.onClose(() => {
    isClosed = true;
  });
  reader.listen((message) => messages.push(message));
  // As from a socket: the same memory holds one chunk after the other.
  const memory = Buffer.alloc(Math.max(1, ...chunks.map(({ length }) => length)));
  for (const chunk of chunks) {
    memory.set(chunk);
    send(memory.subarray(0, chunk.length));
  }
  end();
  return { messages, errors, isClosed };
}

function written(message: unknown, more = ''): Buffer {
  const body = Buffer.from(JSON.stringify(message));
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n${more}\r\n`), body]);
}

function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const cuts = [...places.map((place) => place % (bytes.length + 1)), 0, bytes.length].sort((a, b) => a - b);
  return cuts.slice(1).map((place, index) => bytes.subarray(cuts[index], place));
}

describe('the reader of messages', () => {
  test('gives the messages, however their bytes arrive', () => {
    const message = fc.record({ method: fc.string(), text: fc.string({ unit: 'grapheme', maxLength: 200 }) });
    fc.assert(
      fc.property(fc.array(message), fc.array(fc.nat(5000)), (sent, places) => {
        const chunks = cut(Buffer.concat(sent.map((one) => written(one))), places);
        expect(read(chunks)).toEqual({ messages: sent, errors: [], isClosed: true });
      }),
      { numRuns: 200 },
    );
  });

  test('reads a short message behind a long one, and other headers', () => {
    const long = { text: 'x'.repeat(300_000) };
    const bytes = Buffer.concat([written(long), written({ a: 'é' }, 'Content-Type: application/vscode-jsonrpc\r\n')]);
    expect(read(cut(bytes, [100, 70_000, 200_000])).messages).toEqual([long, { a: 'é' }]);
  });

  test('reads the text of a document that is long, whatever is in it', () => {
    const text = fc.string({
      unit: fc.constantFrom('"', '\\', '/', '\n', '\t', '\u0001', 'u', 'é', '\u{1F600}', '\ud800', '"text":"'),
    });
    fc.assert(
      fc.property(text, text, (begin, uri) => {
        const document = { uri, text: begin + '{"a": "\\u0041"}\n'.repeat(5000), version: 1 };
        const other = { uri: begin.repeat(20_000), text: 'short' };
        const sent = [document, other].map((textDocument) => ({
          method: 'textDocument/didOpen',
          params: { textDocument },
        }));
        expect(read(sent.map((one) => written(one))).messages).toEqual(sent);
      }),
      { numRuns: 40 },
    );
  });

  test('goes on behind a message that is no JSON, and behind headers without a length', () => {
    const bytes = Buffer.concat([Buffer.from('Content-Length: 3\r\n\r\n{"aX-Other: 1\r\n\r\n'), written({ b: 1 })]);
    const { messages, errors } = read([bytes]);
    expect(messages).toEqual([{ b: 1 }]);
    expect(errors).toHaveLength(2);
    expect(errors[1]).toContain('Content-Length');
  });
});
