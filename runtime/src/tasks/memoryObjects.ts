import { createHash } from 'node:crypto';
import type { ObjectStore, ObjectSummary, StoredObject } from '../interpreter/environment.ts';

/** Objects by address, `s3://bucket/key`. */
export type Files = Record<string, StoredObject>;

/** An object store over a record; what is written is added to it. */
export function memoryObjects(files: Files): ObjectStore {
  const address = (bucket: string, key: string) => `s3://${bucket}/${key}`;
  return {
    get: (bucket, key) => (Object.hasOwn(files, address(bucket, key)) ? files[address(bucket, key)] : undefined),
    put: (bucket, key, body) => {
      files[address(bucket, key)] = body;
    },
    list: (bucket, prefix) =>
      Object.entries(files)
        .filter(([name]) => name.startsWith(address(bucket, prefix)))
        .map(([name, object]) => summary(name.slice(address(bucket, '').length), object))
        .sort((a, b) => (a.key < b.key ? -1 : 1)),
  };
}

function summary(key: string, object: StoredObject): ObjectSummary {
  const bytes = typeof object === 'string' ? new TextEncoder().encode(object) : object;
  return { key, size: bytes.length, etag: `"${createHash('md5').update(bytes).digest('hex')}"` };
}
