import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { commands } from '../../runtime/src/hosts/cli/commands.ts';
import { parseDocument } from '../../runtime/src/source/document.ts';

const documents = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];
const packageJson = JSON.parse(readFileSync('package.json', 'utf8'));
const readme = readFileSync('README.md', 'utf8');

describe('what the documents say is so', () => {
  test.each(documents)('%s links to files that exist', (document) => {
    const links = [...readFileSync(document, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link]) => link!);
    expect(links.filter((link) => !existsSync(path.resolve(link)))).toEqual([]);
  });

  test.each(['ARCHITECTURE.md', 'CONTRIBUTING.md'])('%s names files and folders that exist', (document) => {
    const paths = [
      ...readFileSync(document, 'utf8').matchAll(
        /`((?:runtime|server|client|test|examples|scripts|syntaxes|schemas)\/[\w./-]*)`/g,
      ),
    ].map(([, name]) => name!);
    expect(paths.filter((name) => !existsSync(path.resolve(name)))).toEqual([]);
  });

  test('README.md has every command and option of the command line', () => {
    for (const { name, options } of commands) {
      expect(readme).toContain(`stepwise ${name} `);
      for (const option of options)
        expect([name, option.name, readme.includes(`--${option.name}`)]).toEqual([name, option.name, true]);
    }
  });

  test('README.md names only npm scripts that exist', () => {
    const scripts = [...readme.matchAll(/npm (?:run )?(start|test|(?<=run )[\w-]+)/g)].map(([, script]) => script!);
    expect(scripts.filter((script) => !packageJson.scripts[script])).toEqual([]);
  });

  test('README.md shows JSON that can be read', () => {
    const blocks = [...readme.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => text!);
    expect(blocks.length).toBeGreaterThan(0);
    for (const text of blocks) expect(parseDocument(text, { format: 'json', dialect: 'jsonc' }).problems).toEqual([]);
  });

  test('CHANGELOG.md has the version of package.json', () => {
    expect(readFileSync('CHANGELOG.md', 'utf8')).toContain(`## ${packageJson.version}`);
  });
});
