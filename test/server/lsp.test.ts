import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type {
  CodeAction,
  CompletionList,
  Diagnostic,
  DocumentSymbol,
  Hover,
  Location,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import { parseDocument } from '../../runtime/src/source/document.ts';
import type { GraphResult } from '../../server/src/protocol.ts';
import { analyze } from '../../server/src/service/analysis.ts';
import { diagnosticsOf } from '../../server/src/service/diagnostics.ts';
import { LanguageClient } from '../support/languageClient.ts';

const URI = 'file:///work/machine.asl.json';
const GOOD =
  '{\n  "StartAt": "A",\n  "States": {\n    "A": { "Type": "Pass", "Next": "B" },\n    "B": { "Type": "Succeed" }\n  }\n}\n';
const BAD = GOOD.replace('"Next": "B"', '"Next": "C"');
const codes = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ code }) => code);
const position = (text: string, part: string) => {
  const before = text.slice(0, text.indexOf(part)).split('\n');
  return { line: before.length - 1, character: before.at(-1)!.length };
};

describe('diagnostics', () => {
  test('are given to a client that asks, and not again when nothing changed', async () => {
    const client = await LanguageClient.start();
    await client.open(URI, BAD);
    const first = await client.ask<{ resultId: string; items: Diagnostic[] }>('diagnostic', URI);
    expect(codes(first.items)).toContain('transition-target');
    const second = await client.ask('diagnostic', URI, { previousResultId: first.resultId });
    expect(second).toEqual({ kind: 'unchanged', resultId: first.resultId });
    await client.change(URI, 2, [
      {
        range: {
          start: position(BAD, 'C"'),
          end: { ...position(BAD, 'C"'), character: position(BAD, 'C"').character + 1 },
        },
        text: 'B',
      },
    ]);
    expect(await client.diagnostics(URI)).toEqual([]);
  });

  test('are pushed to a client that does not ask, for the version they are true of, and withdrawn on closing', async () => {
    const client = await LanguageClient.start({ capabilities: {} });
    expect(client.result.capabilities.diagnosticProvider).toBeUndefined();
    await client.open(URI, BAD);
    expect(codes((await client.published(({ version }) => version === 1)).diagnostics)).toContain('transition-target');
    await client.change(URI, 2, [{ text: '{' }]);
    await client.change(URI, 3, [{ text: GOOD }]);
    expect(await client.published(() => true)).toMatchObject({ version: 3, diagnostics: [] });
    await client.change(URI, 4, [{ text: BAD }]);
    await client.close(URI);
    expect(await client.published(() => true)).toEqual({ uri: URI, diagnostics: [] });
  });

  test('follow the settings at once', async () => {
    const client = await LanguageClient.start({
      settings: { validation: { rules: { 'transition-target': 'warning' } } },
    });
    await client.open(URI, BAD);
    const severity = async () =>
      (await client.diagnostics(URI)).find(({ code }) => code === 'transition-target')?.severity;
    await expect.poll(severity).toBe(2);
    await client.configure({ validation: { rules: { 'transition-target': 'off' } } });
    await expect.poll(severity).toBeUndefined();
    await client.configure({ validation: { enabled: false } });
    await expect.poll(async () => (await client.diagnostics(URI)).length).toBe(0);
    await client.configure(null);
    await expect.poll(severity).toBe(1);
  });

  test('of a definition inside a template stand in the template; other documents have none', async () => {
    const client = await LanguageClient.start();
    const template = 'file:///work/template.yaml';
    await client.open(
      template,
      'Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition:\n        StartAt: X\n        States:\n          A: { Type: Succeed }\n',
      'yaml',
    );
    expect((await client.diagnostics(template)).find(({ code }) => code === 'transition-target')?.range.start).toEqual({
      line: 5,
      character: 17,
    });
    await client.open('file:///work/other.yaml', 'a: [\n', 'yaml');
    expect(await client.diagnostics('file:///work/other.yaml')).toEqual([]);
  });

  test('know the type that a template gives to the state machine of a file', async () => {
    const client = await LanguageClient.start({
      files: {
        'infra/template.yaml':
          'Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties: { Type: EXPRESS, DefinitionUri: ../machine.asl.json }\n',
      },
    });
    const text =
      '{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::ecs:runTask.sync","Parameters":{"Cluster":"c","TaskDefinition":"t"},"End":true}}}';
    await client.open(URI, text);
    await expect.poll(async () => codes(await client.diagnostics(URI))).toContain('express');
  });
});

describe('requests', () => {
  test('are answered over the protocol', async () => {
    const client = await LanguageClient.start();
    await client.open(URI, BAD);
    const at = { position: position(BAD, 'C"') };
    const target = { position: position(BAD, '"A",') };
    expect(await client.ask<Location[]>('definition', URI, target)).toMatchObject([
      { uri: URI, range: { start: { line: 3 } } },
    ]);
    expect(
      await client.ask<Location[]>('references', URI, { ...target, context: { includeDeclaration: true } }),
    ).toHaveLength(2);
    expect(await client.ask<DocumentSymbol[]>('documentSymbol', URI)).toMatchObject([{ name: 'A' }, { name: 'B' }]);
    const completions = await client.ask<CompletionList>('completion', URI, at);
    expect(completions.items.map(({ label }) => label)).toContain('B');
    expect(await client.ask<Hover>('hover', URI, { position: position(BAD, 'Type') })).toHaveProperty('contents');
    const diagnostics = await client.diagnostics(URI);
    const range = { start: at.position, end: at.position };
    const actions = await client.ask<CodeAction[]>('codeAction', URI, { range, context: { diagnostics } });
    expect(actions.map(({ title }) => title)).toContain('Create state "C"');
    expect(await client.ask('foldingRange', URI)).not.toEqual([]);
    expect(await client.ask('selectionRange', URI, { positions: [at.position] })).toHaveLength(1);
    expect(await client.ask('semanticTokens/full', URI)).toEqual({ data: [] });
    expect(
      await client.ask('inlayHint', URI, {
        range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } },
      }),
    ).toEqual([]);
    expect(await client.ask('formatting', URI, { options: { tabSize: 2, insertSpaces: true } })).not.toEqual([]);
    const graph = await client.request<GraphResult>('asl/graph', { textDocument: { uri: URI } });
    expect(graph).toMatchObject({
      version: 1,
      machines: [{ id: '', nodes: [{ name: 'A' }, { name: 'B' }, { name: 'C', missing: true }] }],
    });
    expect(await client.request('workspace/symbol', { query: 'B' })).toMatchObject([{ name: 'B' }]);
    const [item] = await client.ask<object[]>('prepareCallHierarchy', URI, target);
    expect(await client.request('callHierarchy/outgoingCalls', { item })).toEqual([]);
    expect(client.logged).toEqual([]);
  });

  test('rename or say why not', async () => {
    const client = await LanguageClient.start();
    await client.open(URI, GOOD);
    const params = { position: position(GOOD, 'B"') };
    expect(await client.ask('prepareRename', URI, params)).toMatchObject({ placeholder: 'B' });
    const edit = await client.ask<WorkspaceEdit>('rename', URI, { ...params, newName: 'Z' });
    expect(edit.changes?.[URI]).toHaveLength(2);
    await expect(client.ask('rename', URI, { ...params, newName: 'A' })).rejects.toThrow('already has a state "A"');
  });

  test('about documents that are not open, and about places outside the text, answer empty', async () => {
    const client = await LanguageClient.start();
    const nowhere = { position: { line: 99, character: 99 } };
    expect(await client.diagnostics('file:///work/unknown.asl.json')).toEqual([]);
    expect(await client.ask('definition', 'file:///work/unknown.asl.json', nowhere)).toEqual([]);
    await client.open(URI, GOOD);
    expect(await client.ask('documentHighlight', URI, nowhere)).toEqual([]);
    await client.close(URI);
    expect(await client.ask('hover', URI, nowhere)).toBeNull();
    expect(await client.ask('documentSymbol', URI)).toEqual([]);
    expect(client.logged).toEqual([]);
  });

  test('read templates of the workspace, open ones as they are in the editor', async () => {
    const template =
      'Resources:\n  Pay: { Type: AWS::Serverless::Function, Properties: { CodeUri: ., Handler: a.b } }\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties: { DefinitionUri: machine.asl.json, DefinitionSubstitutions: { PayArn: !GetAtt Pay.Arn } }\n';
    const client = await LanguageClient.start({ files: { 'template.yaml': template } });
    const text = '{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"${PayArn}","End":true}}}';
    await client.open(URI, text);
    const lines = async () =>
      (await client.ask<Location[]>('definition', URI, { position: position(text, 'PayArn') })).map(
        ({ range }) => range.start.line,
      );
    expect(await lines()).toEqual([4, 1]);
    await client.open('file:///work/template.yaml', `# moved\n${template}`, 'yaml');
    expect(await lines()).toEqual([5, 2]);
  });
});

test('after any edits the diagnostics are those of the text, and no request fails', async () => {
  const client = await LanguageClient.start();
  const pieces = [
    '"',
    '{',
    '}',
    '[',
    ',',
    ':',
    '\n',
    'B',
    '"Next": "A"',
    '{% $x %}',
    '$.a',
    'States.Format(',
    '\\u00',
    '💥',
  ];
  const edit = fc.record({ at: fc.nat(), length: fc.nat({ max: 20 }), text: fc.constantFrom('', ...pieces) });
  let number = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('asl', 'asl-yaml'),
      fc.array(edit, { minLength: 1, maxLength: 6 }),
      async (language, edits) => {
        const uri = `file:///work/fuzz${++number}.asl.${language === 'asl' ? 'json' : 'yaml'}`;
        let text =
          language === 'asl' ? BAD : 'StartAt: A\nStates:\n  A:\n    Type: Pass\n    Output: "{% $x %}"\n    Next: C\n';
        await client.open(uri, text, language);
        let version = 1;
        for (const { at, length, text: inserted } of edits) {
          const lines = parseDocument(text, { format: 'json' }).lines;
          const start = at % (text.length + 1);
          const from = lines.positionAt(start);
          const to = lines.positionAt(start + length);
          await client.change(uri, ++version, [{ range: { start: from, end: to }, text: inserted }]);
          text = text.slice(0, lines.offsetAt(from)) + inserted + text.slice(lines.offsetAt(to));
          const cursor = { position: from };
          await Promise.all([
            client.ask('completion', uri, cursor),
            client.ask('hover', uri, cursor),
            client.ask('definition', uri, cursor),
            client.ask('documentSymbol', uri),
            client.ask('semanticTokens/full', uri),
            client.ask('foldingRange', uri),
            client.ask('selectionRange', uri, { positions: [from] }),
            client.ask('codeAction', uri, { range: { start: from, end: from }, context: { diagnostics: [] } }),
            client.request('asl/graph', { textDocument: { uri } }),
          ]);
        }
        const fresh = diagnosticsOf(analyze(parseDocument(text, { format: language === 'asl' ? 'json' : 'yaml' })), {
          uri,
        });
        expect(await client.diagnostics(uri)).toEqual(JSON.parse(JSON.stringify(fresh)));
        await client.close(uri);
      },
    ),
    { numRuns: 40 },
  );
  expect(client.logged).toEqual([]);
});
