import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const { contributes } = manifest;
const sources = sourceFiles(path.join(root, 'client')).map((file) => readFileSync(file, 'utf8'));
const code = sources.join('\n');

describe('the manifest and the code', () => {
  test('every command is registered, has a title and the one category', () => {
    for (const { command, title, category } of contributes.commands) {
      expect(title, command).toMatch(/^[A-Z]/);
      expect(category).toBe('Stepwise');
      const [, group, last] = /^stepwise\.(?:(\w+)\.)?(\w+)$/.exec(command)!;
      expect(code.includes(`'${command}'`) || new RegExp(`'${last}'`).test(code), `${command} (${group})`).toBe(true);
    }
  });

  test('menus and keys name commands that exist', () => {
    const known = new Set(contributes.commands.map(({ command }: { command: string }) => command));
    const used = [...Object.values<{ command: string }[]>(contributes.menus).flat(), ...contributes.keybindings];
    for (const { command } of used) if (command.startsWith('stepwise.')) expect(known, command).toContain(command);
  });

  test('commands that need an argument are not in the palette', () => {
    const hidden = contributes.menus.commandPalette
      .filter(({ when }: { when: string }) => when === 'false')
      .map(({ command }: { command: string }) => command);
    expect(hidden).toEqual(
      expect.arrayContaining(['stepwise.runs.show', 'stepwise.runs.delete', 'stepwise.pickInput']),
    );
  });

  test('every setting is read and documented', () => {
    for (const [key, setting] of Object.entries<{ markdownDescription?: string; default?: unknown }>(
      contributes.configuration[0].properties,
    )) {
      expect(setting.markdownDescription, key).toBeTruthy();
      expect(setting.default, key).toBeDefined();
      const [, , last] = /^stepwise\.(?:(.*)\.)?([\w]+)$/.exec(key)!;
      const readByServer = ['stepwise.trace.server'].includes(key);
      expect(readByServer || code.includes(last!), key).toBe(true);
    }
  });

  test('every context key of a when clause is set somewhere', () => {
    const clauses = [...JSON.stringify(contributes).matchAll(/"when":"((?:[^"\\]|\\.)*)"/g)]
      .map((match) => match[1]!)
      .join(' ');
    const keys = new Set([...clauses.matchAll(/stepwise\.(\w+)(?![\w.'])/g)].map((match) => match[1]!));
    expect(keys.size).toBeGreaterThan(4);
    for (const key of keys) {
      if (['graph', 'runs', 'execution', 'iterations', 'run'].includes(key)) continue;
      expect(code, key).toContain(`'${key}'`);
    }
  });

  test('nothing activates for every window or for other languages', () => {
    expect(manifest.activationEvents).not.toContain('*');
    expect(manifest.activationEvents).not.toContain('onStartupFinished');
    expect(manifest.activationEvents.filter((event: string) => /onLanguage:(json|yaml)/.test(event))).toEqual([]);
  });

  test('every file it names is there', () => {
    const named = JSON.stringify(contributes).matchAll(
      /"(\.\/(?:syntaxes|icons|schemas|walkthrough)\/[^"]+|walkthrough\/[^"]+\.svg)"/g,
    );
    for (const [, file] of named) expect(existsSync(path.join(root, file!)), file).toBe(true);
    expect(existsSync(path.join(root, manifest.icon))).toBe(true);
  });
});

test('every picture of the README is there, and one is packaged', () => {
  const pictures = [...readFileSync(path.join(root, 'README.md'), 'utf8').matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)];
  expect(pictures.length).toBeGreaterThan(0);
  for (const [, file] of pictures) expect(existsSync(path.join(root, file!)), file).toBe(true);
  expect(readFileSync(path.join(root, '.vscodeignore'), 'utf8')).toContain(`!${pictures[0]![1]}\n`);
});

describe('the code of the client', () => {
  test('webviews use colours of the theme only', () => {
    const styles = sourceFiles(path.join(root, 'client/webview'), /\.css$/);
    for (const file of styles)
      expect(readFileSync(file, 'utf8'), file).not.toMatch(
        /#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(|:\s*(?:white|black|red|green|blue|gray)\b/i,
      );
  });

  test('nothing in a webview asks the network', () => {
    for (const text of sources)
      expect(text.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:\/\/(?!127\.0\.0\.1)/);
  });

  test('webviews set no markup from text', () => {
    for (const text of sources) expect(text).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write/);
  });
});

function sourceFiles(folder: string, pattern = /\.ts$/): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => pattern.test(name))
    .map((name) => path.join(folder, name));
}
