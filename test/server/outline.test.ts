import { describe, expect, test } from 'vitest';
import type { DocumentSymbol } from 'vscode-languageserver';
import {
  type CallHierarchyData,
  callHierarchyItemsAt,
  incomingCalls,
  outgoingCalls,
} from '../../server/src/service/callHierarchy.ts';
import { foldingRangesOf } from '../../server/src/service/folding.ts';
import { selectionRangesAt } from '../../server/src/service/selectionRanges.ts';
import { documentSymbolsOf, workspaceSymbolsIn } from '../../server/src/service/symbols.ts';
import { inBothFormats, sample, textsAt, URI, written } from '../support/languageService.ts';

const MACHINE = {
  StartAt: 'Pay',
  States: {
    Pay: {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage',
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Ship' }],
      Next: 'Ship',
    },
    Ship: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'Pack', States: { Pack: { Type: 'Pass', End: true } } },
        { StartAt: 'Label', States: { Label: { Type: 'Wait', Seconds: 1, End: true } } },
      ],
      Next: 'Each',
    },
    Each: { Type: 'Map', ItemProcessor: { StartAt: 'Item', States: { Item: { Type: 'Pass', End: true } } }, End: true },
  },
};

const outline = (symbols: readonly DocumentSymbol[], indent = ''): string =>
  symbols
    .map(({ name, detail, children }) => `${indent}${name} ${detail ?? ''}`.trimEnd() + outlineBelow(children, indent))
    .join('\n');
const outlineBelow = (children: DocumentSymbol[] | undefined, indent: string) =>
  children?.length ? `\n${outline(children, `${indent}  `)}` : '';

describe('symbols', () => {
  test.each(inBothFormats(MACHINE, 'Pay'))(
    'are the states by type, with those of branches and items inside (%s)',
    (format, marked) => {
      expect(outline(documentSymbolsOf(sample(marked, format).analysis))).toBe(
        'Pay Task\nShip Parallel\n  Branch 1\n    Pack Pass\n  Branch 2\n    Label Wait\nEach Map\n  Item Pass',
      );
    },
  );

  test('of a template stand below their state machine', () => {
    const text =
      'Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition: { StartAt: A, States: { A: { Type: Succeed } } }\n';
    expect(outline(documentSymbolsOf(sample(text, 'yaml').analysis))).toBe('M\n  A Succeed');
  });

  test('select the key and hold the whole state', () => {
    const { analysis, document } = sample('{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}');
    const [symbol] = documentSymbolsOf(analysis);
    expect(textsAt(document, [symbol!.selectionRange, symbol!.range])).toEqual(['"A"', '"A":{"Type":"Succeed"}']);
  });

  test('of an unfinished document are those that can be read', () => {
    const { analysis } = sample('{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"},"B":{"Type":', 'json');
    expect(outline(documentSymbolsOf(analysis))).toBe('A Pass\nB');
  });

  test('of the workspace are found by the letters of their names', () => {
    const { document } = sample(JSON.stringify(MACHINE));
    const names = (query: string) => workspaceSymbolsIn([{ uri: URI, document }], query).map(({ name }) => name);
    expect(names('pk')).toEqual(['Pack']);
    expect(names('')).toHaveLength(6);
    expect(names('zzz')).toEqual([]);
  });
});

describe('call hierarchy', () => {
  function around(before: string) {
    const { analysis, offset, document } = sample(written(MACHINE, 'json', before));
    const [item] = callHierarchyItemsAt(analysis, URI, offset);
    const data = item!.data as CallHierarchyData;
    return {
      name: item!.name,
      incoming: incomingCalls(analysis, URI, data).map(
        ({ from, fromRanges }) => `${from.name} by ${textsAt(document, fromRanges).join()}`,
      ),
      outgoing: outgoingCalls(analysis, URI, data).map(
        ({ to, fromRanges }) => `${to.name} by ${textsAt(document, fromRanges).join()}`,
      ),
    };
  }

  test('shows the transitions to and from a state, several between two states as one call', () => {
    expect(around('sqs')).toEqual({ name: 'Pay', incoming: [], outgoing: ['Ship by "Ship","Ship"'] });
  });

  test('goes into branches', () => {
    expect(around('Parall')).toEqual({
      name: 'Ship',
      incoming: ['Pay by "Ship","Ship"'],
      outgoing: ['Each by "Each"', 'Pack by "Pack"', 'Label by "Label"'],
    });
    expect(around('"StartAt": "Pac')).toMatchObject({ name: 'Pack', incoming: ['Ship by "Pack"'] });
  });

  test('of a state that is gone is empty', () => {
    const { analysis } = sample('{"StartAt":"A","States":{}}');
    expect(incomingCalls(analysis, URI, { pointer: '/States/B' })).toEqual([]);
  });
});

describe('folding', () => {
  const folded = (text: string, format: 'json' | 'yaml', limit?: number) =>
    foldingRangesOf(sample(text, format).document, limit).map(({ startLine, endLine, kind }) =>
      [startLine, endLine, ...(kind ? [kind] : [])].join(' '),
    );

  test('leaves the closing bracket visible', () => {
    expect(folded('{\n  "A": {\n    "B": [\n      1\n    ]\n  }\n}', 'json')).toEqual(['1 4', '2 3', '0 5']);
  });

  test('of YAML goes to the last line of the value; comments fold too', () => {
    expect(folded('# one\n# two\nA:\n  B: |\n    x\n    y\n\nC: 1\n', 'yaml')).toEqual(
      expect.arrayContaining(['2 5', '3 5', '0 1 comment']),
    );
  });

  test('with a limit keeps the largest ranges', () => {
    expect(folded('{\n  "A": {\n    "B": [\n      1\n    ]\n  }\n}', 'json', 1)).toEqual(['0 5']);
  });
});

describe('selection', () => {
  function steps(marked: string, format?: 'json' | 'yaml'): string[] {
    const { analysis, document, offset } = sample(marked, format);
    const found: string[] = [];
    let [selection] = selectionRangesAt(analysis, [document.lines.positionAt(offset)]);
    for (; selection; selection = selection.parent as typeof selection)
      found.push(textsAt(document, [selection.range])[0]!);
    return found;
  }

  test('grows from a word of an expression to its member and state', () => {
    const text =
      '{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Pass","Output":"{% $to<|>tal + 1 %}","End":true}}}';
    expect(steps(text).slice(0, 7)).toEqual([
      '$total',
      ' $total + 1 ',
      '{% $total + 1 %}',
      '"{% $total + 1 %}"',
      '"Output":"{% $total + 1 %}"',
      '"Type":"Pass","Output":"{% $total + 1 %}","End":true',
      '{"Type":"Pass","Output":"{% $total + 1 %}","End":true}',
    ]);
  });

  test('each step holds the one before it', () => {
    const text = 'StartAt: A\nStates:\n  A:\n    Type: Pa<|>ss\n    End: true\n';
    const found = steps(text, 'yaml');
    for (const [index, step] of found.slice(1).entries()) expect(step).toContain(found[index]);
    expect(found[0]).toBe('Pass');
    expect(found.at(-1)).toBe(text.replace('<|>', ''));
  });
});
