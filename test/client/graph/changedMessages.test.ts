import { describe, expect, test } from 'vitest';
import { ChangedMessages } from '../../../client/src/changedMessages.ts';
import { shownGraph } from '../../../client/webview/layout/shownGraph.ts';
import { graphsOf } from '../../../server/src/service/graph/graph.ts';
import { sample } from '../../support/languageService.ts';

const before = `{
  "Comment": "",
  "StartAt": "A",
  "States": { "A": { "Type": "Pass", "Next": "B" }, "B": { "Type": "Succeed" } }
}`;
const graphOf = (text: string) => shownGraph(graphsOf(sample(text).analysis)[0]!);
const model = (text: string) => ({ type: 'model', graph: graphOf(text) });

describe('what the graph is told at a keystroke', () => {
  test.each([
    ['a comment', before.replace('""', '"Orders"')],
    ['a new line', before.replace('{\n', '{\n\n')],
    ['a value no graph shows', before.replace('"Next"', '"Result": 1, "Next"')],
  ])('%s is nothing', (_, after) => {
    const messages = new ChangedMessages();
    expect(messages.isNew(model(before))).toBe(true);
    expect(messages.isNew(model(after))).toBe(false);
  });

  test('another transition is the new graph', () => {
    const messages = new ChangedMessages();
    messages.isNew(model(before));
    expect(messages.isNew(model(before.replace('"Next": "B"', '"End": true')))).toBe(true);
  });

  test('a view that begins anew gets everything again, each type for itself', () => {
    const messages = new ChangedMessages();
    messages.isNew(model(before));
    expect(messages.isNew({ type: 'overlay' })).toBe(true);
    expect(messages.isNew(model(before))).toBe(false);
    messages.clear();
    expect(messages.isNew(model(before))).toBe(true);
  });
});
