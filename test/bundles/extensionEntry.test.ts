import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { compileFunction } from 'node:vm';
import { describe, expect, test } from 'vitest';

interface Loaded {
  exports: Record<string, unknown>;
  /** What the bundle asked for while it was loaded. */
  required: string[];
  milliseconds: number;
}

/** Runs a bundle of dist as the extension host does, with a module `vscode` in which everything is an empty class. */
function load(name: string): Loaded {
  const text = readFileSync(path.join('dist', name), 'utf8');
  const required: string[] = [];
  const module = { exports: {} };
  const requireFrom = (id: string) => {
    required.push(id);
    if (id === 'vscode') return new Proxy({}, { get: () => class {} });
    if (isBuiltin(id)) return process.getBuiltinModule(id);
    throw new Error(`${name} loads ${id}`);
  };
  const started = performance.now();
  compileFunction(text, ['require', 'module', 'exports'])(requireFrom, module, module.exports);
  const milliseconds = performance.now() - started;
  console.info(`dist/${name} loaded in ${milliseconds.toFixed(1)} ms`);
  return { exports: module.exports, required, milliseconds };
}

describe('the entry of the extension', () => {
  test('loads nothing until it is activated', () => {
    const { exports, required } = load('extension.js');
    expect(Object.keys(exports).sort()).toEqual(['activate', 'deactivate']);
    expect(required).toEqual([]);
  });

  test('has features that load without the language client, and without packages', () => {
    const { exports, required } = load('features.js');
    expect(Object.keys(exports).sort()).toEqual(['activateFeatures', 'deactivateFeatures']);
    expect(required.filter((id) => id !== 'vscode' && !isBuiltin(id))).toEqual([]);
  });
});
