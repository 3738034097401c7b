import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { commands } from '../../runtime/src/hosts/cli/commands.ts';
import { FileProblem } from '../../runtime/src/hosts/files/fileProblem.ts';
import { mocksOf } from '../../runtime/src/hosts/files/mockFile.ts';
import { ConfigurationProblem } from '../../runtime/src/hosts/taskSetup/functionConfiguration.ts';
import { readTaskConfiguration } from '../../runtime/src/hosts/taskSetup/taskConfiguration.ts';
import { schemaProblem } from '../../runtime/src/hosts/testRunner/schemaCheck.ts';
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

  describe('README.md shows files that are accepted', () => {
    const blocks = [...readme.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) =>
      parseDocument(text!, { format: 'json' }),
    );
    const block = (key: string) => blocks.find(({ root }) => root?.get(key))!;

    test('a mock file', () => {
      const mocks = block('MockedResponses');
      expect(mocksOf('mocks.json', mocks, mocks.root!, {})).not.toBeInstanceOf(FileProblem);
    });

    test('a test file', () => {
      const schema = JSON.parse(readFileSync('schemas/asl-test.schema.json', 'utf8'));
      expect(schemaProblem(block('cases').root!, schema)).toBeUndefined();
    });

    test('a configuration of real tasks', () => {
      expect(readTaskConfiguration(block('functions').value!, '.')).not.toBeInstanceOf(ConfigurationProblem);
    });
  });

  test('CHANGELOG.md has the version of package.json', () => {
    expect(readFileSync('CHANGELOG.md', 'utf8')).toContain(`## ${packageJson.version}`);
  });
});
