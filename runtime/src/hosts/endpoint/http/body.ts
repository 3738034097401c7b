import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { ServiceError } from '../api/serviceError.ts';
import { parseJsonText } from '../json.ts';

/** A definition may have 1 MiB; as a JSON string inside a request it may be several times as long. */
const LARGEST_BODY = 8 * 1024 * 1024;

/** Reads a request's JSON body. Throws SerializationException for what is no JSON, RequestEntityTooLarge for what is too long. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const bytes = await readBody(request);
  if (bytes.length === 0) return {};
  if (!isUtf8(bytes)) throw new ServiceError('SerializationException', 'The request is not UTF-8.');
  try {
    return parseJsonText(bytes.toString('utf8'));
  } catch (error) {
    throw new ServiceError('SerializationException', `The request is not valid JSON: ${(error as Error).message}`);
  }
}

function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let length = 0;
    request.on('data', (piece: Buffer) => {
      length += piece.length;
      if (length <= LARGEST_BODY) {
        pieces.push(piece);
        return;
      }
      pieces.length = 0;
      reject(new ServiceError('RequestEntityTooLarge', `Requests may have ${LARGEST_BODY} bytes.`));
    });
    request.on('end', () => resolve(pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)));
    request.on('error', reject);
    request.on('close', () => {
      if (!request.complete) reject(new ServiceError('SerializationException', 'The request ended too early.'));
    });
  });
}
