import { isObject, type Json } from '../../../asl/json.ts';
import type { ObjectStore, ObjectSummary, StoredObject } from '../../../interpreter/environment.ts';

/** Asks outside, or answers from the record. `ask` never rejects. */
export type Ask = (ask: () => Json | Promise<Json>) => Json | Promise<Json>;

/** An object store whose answers are recorded: what an execution has read is the same after a restart, even when the objects are not. */
export function recordedObjects(objects: ObjectStore, ask: Ask): ObjectStore {
  return {
    get: (bucket, key) =>
      through(
        ask,
        () => objects.get(bucket, key),
        encode,
        (value) => decode(value),
      ),
    put: (bucket, key, body) =>
      through(
        ask,
        () => objects.put(bucket, key, body),
        () => null,
        () => undefined,
      ),
    list: (bucket, prefix) =>
      through(
        ask,
        () => objects.list(bucket, prefix),
        (found) => found as unknown as Json,
        (value) => value as unknown as readonly ObjectSummary[],
      ),
  };
}

/** Encodes what came, or the failure to get it, asks, and decodes. */
function through<T>(
  ask: Ask,
  live: () => T | Promise<T>,
  encodeValue: (value: T) => Json,
  decodeValue: (value: Json) => T,
): T | Promise<T> {
  const encoded = (value: T): Json => ({ value: encodeValue(value) });
  const failed = (error: unknown): Json => ({ failure: error instanceof Error ? error.message : String(error) });
  const answer = ask(() => {
    try {
      const value = live();
      return value instanceof Promise ? value.then(encoded, failed) : encoded(value);
    } catch (error) {
      return failed(error);
    }
  });
  const decoded = (recorded: Json): T => {
    if (isObject(recorded) && typeof recorded.failure === 'string') throw new Error(recorded.failure);
    return decodeValue(isObject(recorded) ? (recorded.value ?? null) : null);
  };
  if (answer instanceof Promise) return answer.then(decoded);
  try {
    return decoded(answer);
  } catch (error) {
    return Promise.reject(error);
  }
}

function encode(object: StoredObject | undefined): Json {
  if (object === undefined || typeof object === 'string') return object ?? null;
  return { base64: Buffer.from(object).toString('base64') };
}

function decode(value: Json): StoredObject | undefined {
  if (isObject(value)) return Buffer.from(String(value.base64), 'base64');
  return typeof value === 'string' ? value : undefined;
}
