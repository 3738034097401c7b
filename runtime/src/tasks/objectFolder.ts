import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { ObjectStore, ObjectSummary } from '../interpreter/environment.ts';

export interface ObjectFolder extends ObjectStore {
  /** Whether there is a folder of that bucket. */
  has(bucket: string): boolean;
}

/** Files on disk that stand in for S3: `folder/BUCKET/KEY`. Nothing outside the folder is read or written, whatever a key says. */
export function objectFolder(folder: string): ObjectFolder {
  return {
    has: (bucket) => {
      const root = fileOf(folder, bucket, '');
      return root !== undefined && fs.existsSync(root);
    },
    get: (bucket, key) => {
      const file = fileOf(folder, bucket, key);
      return file !== undefined && isFile(file) ? fs.readFileSync(file) : undefined;
    },
    put: (bucket, key, body) => {
      const file = fileOf(folder, bucket, key);
      if (file === undefined) throw new Error(`'${bucket}/${key}' is no name of an object below ${folder}.`);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, body);
    },
    list: (bucket, prefix) => {
      const root = fileOf(folder, bucket, '');
      if (root === undefined || !fs.existsSync(root)) return [];
      return [...filesBelow(root)]
        .map((file) => path.relative(root, file).replaceAll(path.sep, '/'))
        .filter((key) => key.startsWith(prefix))
        .sort((a, b) => (a < b ? -1 : 1))
        .map((key) => summary(root, key));
    },
  };
}

/** Files at any depth. Symbolic links are not followed: they may lead out of the folder, or round in a circle. */
function* filesBelow(folder: string): Generator<string> {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(file);
    else if (entry.isFile()) yield file;
  }
}

/** The file of an object; undefined when the name leads out of the bucket's folder, also through a symbolic link. */
function fileOf(folder: string, bucket: string, key: string): string | undefined {
  if (!/^[a-z0-9][a-z0-9.-]*$/i.test(bucket) || bucket.includes('..') || key.includes('\0')) return undefined;
  const root = path.resolve(folder, bucket);
  const file = path.resolve(root, key.replaceAll('\\', '/').replace(/^\/+/, ''));
  if (!isInside(root, file)) return undefined;
  const base = realPath(path.resolve(folder));
  const real = realPath(file);
  return base !== undefined && real !== undefined && isInside(path.join(base, bucket), real) ? file : undefined;
}

function isInside(root: string, file: string): boolean {
  return file === root || file.startsWith(root + path.sep);
}

/** The path without symbolic links, as far as it exists; undefined when a link leads nowhere: writing would make a file there. */
function realPath(file: string): string | undefined {
  for (let existing = file; ; existing = path.dirname(existing)) {
    const isThere = fs.lstatSync(existing, { throwIfNoEntry: false }) !== undefined;
    if (isThere && !fs.existsSync(existing)) return undefined;
    if (isThere) return path.join(fs.realpathSync(existing), path.relative(existing, file));
    if (existing === path.dirname(existing)) return file;
  }
}

function isFile(file: string): boolean {
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

function summary(root: string, key: string): ObjectSummary {
  const file = path.join(root, key);
  const { size, mtimeMs } = fs.statSync(file);
  const etag = `"${createHash('md5').update(fs.readFileSync(file)).digest('hex')}"`;
  return { key, size, lastModified: Math.floor(mtimeMs / 1000), etag, storageClass: 'STANDARD' };
}
