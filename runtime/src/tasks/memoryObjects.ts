import { createHash } from 'node:crypto';
import type { ObjectStore, ObjectSummary, StoredObject } from '../interpreter/environment.ts';

/** Objects by address, `s3://bucket/key`. */
export type Files = Record<string, StoredObject>;

/** An object store over a record; what is written is added to it. */
export function memoryObjects(files: Files): ObjectStore {
  return new MemoryObjects(files);
}

class MemoryObjects implements ObjectStore {
  constructor(private readonly files: Files) {}

  get(bucket: string, key: string): StoredObject | undefined {
    const name = address(bucket, key);
    return Object.hasOwn(this.files, name) ? this.files[name] : undefined;
  }

  put(bucket: string, key: string, body: string): void {
    this.files[address(bucket, key)] = body;
  }

  list(bucket: string, prefix: string): ObjectSummary[] {
    return Object.entries(this.files)
      .filter(([name]) => name.startsWith(address(bucket, prefix)))
      .map(([name, object]) => summary(name.slice(address(bucket, '').length), object))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  }
}

function address(bucket: string, key: string): string {
  return `s3://${bucket}/${key}`;
}

function summary(key: string, object: StoredObject): ObjectSummary {
  const bytes = typeof object === 'string' ? new TextEncoder().encode(object) : object;
  return { key, size: bytes.length, etag: `"${createHash('md5').update(bytes).digest('hex')}"` };
}
