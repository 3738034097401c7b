import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { stepwise } from '../support/commandLine.ts';

const root = path.resolve('examples');

test('every example passes its own tests, which go through all of it', async () => {
  const { out, exitCode } = await stepwise(['test', root, '--coverage']);
  expect(out).not.toContain('✗');
  const covered = [...out.matchAll(/: ([\d.]+) % covered/g)].map(([, percent]) => percent);
  expect(covered.length).toBeGreaterThanOrEqual(4);
  expect(new Set(covered)).toEqual(new Set(['100']));
  expect(exitCode).toBe(0);
});

test('every example is valid without a warning', async () => {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.asl\.(?:json|yaml)$|template\.yaml$/.test(file),
  );
  const { out, exitCode } = await stepwise(['validate', ...files.map((file) => path.join(root, file))]);
  expect(out.match(/is valid$/gm)).toHaveLength(out.trim().split('\n').length);
  expect(exitCode).toBe(0);
});
