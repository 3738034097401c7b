import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { objectFolder } from '../../runtime/src/tasks/objectFolder.ts';
import { temporaryFolder } from '../support/serveProcess.ts';

let count = 0;

/** A folder of objects beside something that is none of its business. */
function folders() {
  const root = path.join(temporaryFolder(), `objects-${++count}`);
  const folder = path.join(root, 's3');
  const outside = path.join(root, 'outside');
  for (const made of [path.join(folder, 'bucket'), outside]) mkdirSync(made, { recursive: true });
  writeFileSync(path.join(outside, 'secret.txt'), 'secret');
  return { objects: objectFolder(folder), folder, outside };
}

const text = (object: unknown) => (object === undefined ? undefined : Buffer.from(object as Uint8Array).toString());

describe('files that stand in for S3', () => {
  test('are read, written and listed by bucket and key', async () => {
    const { objects, folder } = folders();
    await objects.put('bucket', 'a/b.json', '[1]');
    expect(readFileSync(path.join(folder, 'bucket/a/b.json'), 'utf8')).toBe('[1]');
    expect(text(await objects.get('bucket', 'a/b.json'))).toBe('[1]');
    expect(await objects.list('bucket', 'a/')).toMatchObject([{ key: 'a/b.json', size: 3 }]);
    expect([await objects.get('bucket', 'a'), await objects.get('other', 'a')]).toEqual([undefined, undefined]);
  });

  test.each([
    ['bucket', '../outside/secret.txt'],
    ['bucket', '../../outside/secret.txt'],
    ['bucket', 'a/../../../outside/secret.txt'],
    ['bucket', '..\\..\\outside\\secret.txt'],
    ['..', 'outside/secret.txt'],
    ['bucket', 'a\0b'],
    ['', 'secret.txt'],
  ])('a name leads nowhere else: %j %j', async (bucket, key) => {
    const { objects, outside } = folders();
    expect(await objects.get(bucket, key)).toBeUndefined();
    expect(() => objects.put(bucket, key, 'overwritten')).toThrow('is no name of an object');
    expect(readFileSync(path.join(outside, 'secret.txt'), 'utf8')).toBe('secret');
  });

  test.each([
    ['a file', 'bucket/link', 'secret.txt', 'bucket', 'link'],
    ['a folder', 'bucket/link', '', 'bucket', 'link/secret.txt'],
    ['a file that is not there yet', 'bucket/link', 'new.txt', 'bucket', 'link'],
    ['a folder that is not there yet', 'bucket/link', 'new', 'bucket', 'link/new.txt'],
    ['the bucket itself', 'linked', '', 'linked', 'secret.txt'],
  ])('nor does a symbolic link in place of %s', async (_, link, target, bucket, key) => {
    const { objects, folder, outside } = folders();
    symlinkSync(path.join(outside, target), path.join(folder, link));
    expect(await objects.get(bucket, key)).toBeUndefined();
    expect(() => objects.put(bucket, key, 'overwritten')).toThrow('is no name of an object');
    expect(await objects.list(bucket, '')).toEqual([]);
    expect(readFileSync(path.join(outside, 'secret.txt'), 'utf8')).toBe('secret');
    expect([existsSync(path.join(outside, 'new.txt')), existsSync(path.join(outside, 'new'))]).toEqual([false, false]);
  });
});
