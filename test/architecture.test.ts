import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ASL_OBJECTS } from '../runtime/src/asl/fields.ts';

const root = path.resolve(import.meta.dirname, '..');

interface SourceFile {
  /** Path from the root of the repository, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

interface Import {
  /** A file of the repository, or the name of a package. */
  readonly target: string;
  readonly isTypeOnly: boolean;
}

/** Folders by layer; the longest prefix wins. */
const LAYERS: Readonly<Record<string, string>> = {
  'runtime/src/asl/': 'asl',
  'runtime/src/source/': 'source',
  'runtime/src/expressions/': 'expressions',
  'runtime/src/validation/': 'validation',
  'runtime/src/history/': 'history',
  'runtime/src/interpreter/': 'interpreter',
  'runtime/src/interpreter/environment.ts': 'ports',
  'runtime/src/interpreter/failure.ts': 'ports',
  'runtime/src/interpreter/context.ts': 'ports',
  'runtime/src/interpreter/choiceRule.ts': 'ports',
  'runtime/src/tasks/': 'tasks',
  'runtime/src/debugger/': 'debugger',
  'runtime/src/hosts/': 'hosts',
  'runtime/src/hosts/cli/': 'cli',
  'runtime/src/hosts/cli/commands/graph.ts': 'graphCommand',
  'runtime/src/hosts/dap/': 'dap',
  'runtime/src/hosts/endpoint/': 'endpoint',
  'runtime/src/hosts/endpoint/debug/': 'debugChannel',
  'runtime/src/run/': 'index',
  'runtime/src/index.ts': 'index',
  'server/src/service/': 'service',
  'server/src/service/graph': 'graph',
  'server/src/protocol.ts': 'protocol',
  'server/src/': 'server',
  'client/src/': 'client',
  'client/webview/': 'webview',
  'client/webview/layout/': 'layout',
  'client/webview/shared/': 'shared',
  'client/webview/graphMessages.ts': 'shared',
  'client/webview/executionMessages.ts': 'shared',
  'client/webview/iterationMessages.ts': 'shared',
};

/** All of the runtime below the hosts. */
const RUNTIME = [
  'asl',
  'source',
  'expressions',
  'validation',
  'history',
  'interpreter',
  'ports',
  'tasks',
  'debugger',
  'index',
];

/** Which layers a layer may import, itself aside; `type:` allows only types. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  asl: [],
  source: ['asl'],
  expressions: ['asl'],
  validation: ['asl', 'source', 'expressions'],
  history: ['asl'],
  interpreter: ['asl', 'expressions', 'history', 'ports'],
  ports: ['asl', 'expressions', 'history', 'type:interpreter'],
  tasks: ['asl', 'ports', 'type:interpreter'],
  debugger: ['asl', 'expressions', 'source', 'history', 'ports', 'type:interpreter'],
  hosts: RUNTIME,
  cli: [...RUNTIME, 'hosts', 'endpoint', 'debugChannel', 'graphCommand'],
  dap: [...RUNTIME, 'hosts'],
  endpoint: [...RUNTIME, 'hosts'],
  debugChannel: [...RUNTIME, 'hosts', 'endpoint', 'dap'],
  index: ['asl', 'source', 'expressions', 'validation', 'history', 'interpreter', 'ports', 'tasks', 'hosts'],
  graphCommand: ['cli', 'hosts', 'graph', 'service', 'layout'],
  graph: ['service', 'asl', 'source', 'expressions', 'validation', 'type:protocol'],
  layout: ['type:protocol', 'type:webview'],
  service: ['graph', 'asl', 'source', 'expressions', 'validation', 'type:protocol'],
  protocol: ['type:service'],
  server: ['service', 'protocol', 'asl', 'source', 'expressions', 'validation'],
  client: ['protocol', 'layout', 'shared'],
  shared: ['layout', 'type:protocol'],
  webview: ['layout', 'shared', 'type:protocol'],
};

/** Packages of a layer that is not open to all of them. */
const PACKAGES: readonly { readonly name: RegExp; readonly only: RegExp }[] = [
  { name: /^vscode$/, only: /^client\/src\// },
  { name: /^vscode-languageclient/, only: /^client\/src\// },
  { name: /^vscode-languageserver(?:\/|$)/, only: /^server\/src\/(?!service\/)/ },
  { name: /^@vscode\/debugadapter/, only: /^runtime\/src\/hosts\/dap\// },
  {
    name: /^(?:node:)?(?:fs|child_process|http|https|net|worker_threads|process)(?:\/|$)/,
    only: /^runtime\/src\/(?:hosts|tasks)\/|\/main\.ts$|^client\/src\/|^server\/src\/(?!service\/)/,
  },
];

/** What ties code to a machine or a moment; ports bring it in. */
const FORBIDDEN_GLOBALS = /(?<![\w.$'"`])(?:process\.|Date\.now\(|Math\.random\(|new Date\(\))/;
const MAY_USE_GLOBALS = /^runtime\/src\/(?:hosts|tasks)\/|\/main\.ts$|^client\/|^server\/src\/(?!service\/)/;

/** Folders of features that know nothing of each other. */
const FEATURE_FOLDERS = [
  'runtime/src/interpreter/states/',
  'runtime/src/validation/rules/',
  'server/src/service/completion/',
];

/** Longest file; aim for less. */
const MAXIMUM_LINES = 400;

const files = ['runtime/src', 'server/src', 'client/src', 'client/webview'].flatMap((folder) =>
  sourceFilesBelow(folder),
);

describe('architecture', () => {
  test('a layer imports only the layers below it', () => {
    const wrong = files.flatMap((file) => file.imports.flatMap((imported) => wrongImport(file, imported) ?? []));
    expect(wrong).toEqual([]);
  });

  test('packages stay in the layer they belong to', () => {
    const wrong = files.flatMap((file) =>
      file.imports.flatMap(({ target, isTypeOnly }) => {
        const rule = PACKAGES.find(({ name }) => name.test(target));
        return !rule || isTypeOnly || rule.only.test(file.path) ? [] : [`${file.path} imports ${target}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  test('every package that is imported is declared', () => {
    const { devDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    const declared = new Set([...Object.keys(devDependencies), 'vscode']);
    const wrong = files.flatMap((file) =>
      file.imports
        .filter(({ target }) => !/^(?:node:|worker:|runtime\/|server\/|client\/|schemas\/|package\.json)/.test(target))
        .filter(({ target }) => !declared.has(packageName(target)))
        .map(({ target }) => `${file.path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test('time, chance and the process come in through ports', () => {
    const wrong = files
      .filter((file) => !MAY_USE_GLOBALS.test(file.path))
      .flatMap((file) =>
        withoutComments(file.text)
          .split('\n')
          .flatMap((line, i) => (FORBIDDEN_GLOBALS.test(line) ? [`${file.path}:${i + 1}: ${line.trim()}`] : [])),
      );
    expect(wrong).toEqual([]);
  });

  test('no files import each other in a circle', () => {
    expect(importCycles()).toEqual([]);
  });

  test('features of one folder do not import each other', () => {
    const featureFolder = (file: string) => FEATURE_FOLDERS.find((folder) => path.posix.dirname(file) === folder);
    const wrong = files.flatMap((file) =>
      file.imports
        .filter(
          ({ target, isTypeOnly }) =>
            !isTypeOnly && featureFolder(target) && file.path.startsWith(featureFolder(target)!),
        )
        .map(({ target }) => `${file.path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test('the client does not spell the language', () => {
    const names = new Set(Object.values(ASL_OBJECTS).flatMap(({ fields }) => Object.keys(fields)));
    const wrong = files
      .filter((file) => file.path.startsWith('client/'))
      .flatMap((file) =>
        withoutComments(file.text)
          .split('\n')
          .flatMap((line, i) =>
            [...line.matchAll(/(?<=\.|['"`])([A-Z]\w+)(?=['"`]|\b)/g)]
              .filter(
                ([, name]) =>
                  names.has(name!) &&
                  (line.includes(`'${name}'`) || line.includes(`.${name}`)) &&
                  !MEANT_OTHERWISE.has(name!),
              )
              .map(([, name]) => `${file.path}:${i + 1}: ${name}`),
          ),
      );
    expect(wrong).toEqual([]);
  });

  test('files stay short', () => {
    const long = files
      .map(({ path: file, text }) => ({ file, lines: text.trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > MAXIMUM_LINES);
    expect(long).toEqual([]);
  });
});

/** Field names that are also common words: members of the VS Code API and of messages have them too. */
const MEANT_OTHERWISE = new Set([
  'Error',
  'Map',
  'States',
  'Items',
  'Type',
  'Version',
  'Input',
  'Output',
  'Label',
  'Comment',
  'Parameters',
  'Result',
  'Default',
  'End',
  'Assign',
]);

function packageName(specifier: string): string {
  return /^(?:@[^/]+\/)?[^/]+/.exec(specifier)![0];
}

function wrongImport(file: SourceFile, { target, isTypeOnly }: Import): string | undefined {
  const from = layerOf(file.path);
  const to = layerOf(target);
  if (!from || !to || from === to) return undefined;
  const allowed = ALLOWED[from]!;
  if (allowed.includes(to) || (isTypeOnly && allowed.includes(`type:${to}`))) return undefined;
  return `${file.path} imports ${target}`;
}

function layerOf(file: string): string | undefined {
  const prefix = Object.keys(LAYERS)
    .filter((candidate) => file.startsWith(candidate))
    .sort((a, b) => b.length - a.length)[0];
  return prefix && LAYERS[prefix];
}

/** Every circle of imports that exist at run time, each once. */
function importCycles(): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const state = new Map<string, 'open' | 'done'>();
  const cycles: string[] = [];
  const visit = (file: SourceFile, trail: readonly string[]): void => {
    if (state.get(file.path) === 'done') return;
    if (state.get(file.path) === 'open') {
      cycles.push([...trail.slice(trail.indexOf(file.path)), file.path].join(' -> '));
      return;
    }
    state.set(file.path, 'open');
    for (const { target, isTypeOnly } of file.imports) {
      const imported = isTypeOnly ? undefined : byPath.get(target);
      if (imported) visit(imported, [...trail, file.path]);
    }
    state.set(file.path, 'done');
  };
  for (const file of files) visit(file, []);
  return cycles;
}

function sourceFilesBelow(folder: string): SourceFile[] {
  const absolute = path.join(root, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => {
      const file = path.posix.join(folder, name.replaceAll(path.sep, '/'));
      const text = readFileSync(path.join(root, file), 'utf8');
      return { path: file, text, imports: importsOf(file, text) };
    });
}

/** Static and dynamic imports and re-exports. `import { type A, type B }` is only types, too. */
function importsOf(file: string, text: string): Import[] {
  const code = withoutComments(text);
  const found: Import[] = [];
  for (const [, clause, specifier] of code.matchAll(
    /^(?:import|export)\s+(?:([\w*{][^;'"]*?)\s+from\s+)?['"]([^'"]+)['"]/gm,
  )) {
    const names = /^\{([\s\S]*)\}$/
      .exec((clause ?? '').trim())?.[1]
      ?.split(',')
      .filter((name) => name.trim() !== '');
    const isTypeOnly =
      /^type\b/.test(clause ?? '') ||
      (names !== undefined && names.length > 0 && names.every((name) => /^\s*type\s/.test(name)));
    found.push({ target: resolved(file, specifier!), isTypeOnly });
  }
  for (const [, specifier] of code.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g))
    found.push({ target: resolved(file, specifier!), isTypeOnly: false });
  return found;
}

function resolved(file: string, specifier: string): string {
  return specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file), specifier) : specifier;
}

function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/(^|\s)\/\/.*$/gm, '$1');
}
