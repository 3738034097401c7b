import { beforeEach, describe, expect, test } from 'vitest';
import { CancellationTokenSource, type Diagnostic, LSPErrorCodes } from 'vscode-languageserver/node';
import { LanguageClient } from '../support/languageClient.ts';
import { longMachine } from '../support/longMachine.ts';

const URI = 'file:///work/long.asl.json';
/** Its problems are looked for in many slices. */
const TEXT = longMachine(12_000);
const START = { line: 0, character: 0 };

describe('while the problems of a long document are looked for', () => {
  let client: LanguageClient;
  beforeEach(async () => {
    client = await LanguageClient.start();
    await client.open(URI, TEXT);
  });

  /** Another request is answered in between. */
  const ask = () => client.ask('hover', URI, { position: START });

  test('other requests are answered', async () => {
    const order: string[] = [];
    const problems = client.diagnostics(URI).then(() => order.push('diagnostics'));
    await ask().then(() => order.push('hover'));
    await problems;
    expect(order).toEqual(['hover', 'diagnostics']);
  });

  test('the client may cancel', async () => {
    const source = new CancellationTokenSource();
    const params = { textDocument: { uri: URI } };
    const problems = client.connection.sendRequest('textDocument/diagnostic', params, source.token);
    const refusal = expect(problems).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    await ask();
    source.cancel();
    await refusal;
  });

  test('a change makes them worthless: the client is to ask again', async () => {
    const refusal = expect(client.diagnostics(URI)).rejects.toMatchObject({
      code: LSPErrorCodes.ServerCancelled,
      data: { retriggerRequest: true },
    });
    await ask();
    await client.change(URI, 2, [{ text: '{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}' }]);
    await refusal;
    expect(await client.diagnostics(URI)).toEqual([]);
  });

  test('an edit of one state leaves the answer what it is without the interruption', async () => {
    const interrupted = client.diagnostics(URI).catch(() => []);
    await ask();
    const end = { line: 0, character: 1 };
    await client.change(URI, 2, [{ range: { start: end, end }, text: '"Comment": "c",' }]);
    await interrupted;
    const found = await client.diagnostics(URI);
    await client.open('file:///work/fresh.asl.json', TEXT.replace('{', '{"Comment": "c",'));
    const places = (diagnostics: Diagnostic[]) => diagnostics.map(({ code, range }) => ({ code, range }));
    expect(places(found)).toEqual(places(await client.diagnostics('file:///work/fresh.asl.json')));
  });

  test('it may be closed', async () => {
    const problems = client.diagnostics(URI);
    await ask();
    await client.close(URI);
    expect(await problems).toEqual([]);
    expect(client.logged).toEqual([]);
  });

  test('a client that waits to be told is told about the newest version only', async () => {
    const pushed = await LanguageClient.start({ capabilities: {} });
    await pushed.open(URI, TEXT);
    await pushed.ask('hover', URI, { position: START });
    await pushed.change(URI, 2, [{ text: '{' }]);
    expect((await pushed.published(() => true)).version).toBe(2);
  });
});
