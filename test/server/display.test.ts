import { describe, expect, test } from 'vitest';
import { graphsOf } from '../../server/src/service/graph/graph.ts';
import { inlayHintsIn } from '../../server/src/service/inlayHints.ts';
import { SEMANTIC_TOKENS_LEGEND, semanticTokensOf } from '../../server/src/service/semanticTokens.ts';
import { inBothFormats, sample } from '../support/languageService.ts';

/** Words of expressions with their meanings. */
function tokens(text: string, format?: 'json' | 'yaml'): string[] {
  const { analysis, document } = sample(text, format);
  const { data } = semanticTokensOf(analysis);
  const found: string[] = [];
  let line = 0;
  let character = 0;
  for (let i = 0; i < data.length; i += 5) {
    const [deltaLine, deltaStart, length, type, modifiers] = data.slice(i, i + 5) as [
      number,
      number,
      number,
      number,
      number,
    ];
    character = deltaLine === 0 ? character + deltaStart : deltaStart;
    line += deltaLine;
    const start = document.lines.offsetAt({ line, character });
    const word = document.text.slice(start, start + length);
    found.push(`${word}:${SEMANTIC_TOKENS_LEGEND.tokenTypes[type]}${modifiers ? '!' : ''}`);
  }
  return found;
}

const pass = (fields: string, language = 'JSONata') =>
  `{"QueryLanguage":"${language}","StartAt":"A","States":{"A":{"Type":"Pass",${fields},"End":true}}}`;

describe('semantic tokens', () => {
  test('of the role of a task, once', () => {
    const text =
      '{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Task","Resource":"r","Credentials":{"RoleArn":"{% $role %}"},"End":true}}}';
    expect(tokens(text)).toEqual(['$role:variable']);
  });

  test('of JSONata', () => {
    expect(
      tokens(
        pass(
          '"Output":"{% $map($states.input.`a b`, function($v) { $v * 2 ~> $f }) /* c */ and $x = /a\\\\/b/i ? null : \'t\' %}"',
        ),
      ),
    ).toEqual([
      '$map:function!',
      '(:operator',
      '$states:variable!',
      '.:operator',
      'input:property',
      '.:operator',
      '`a b`:property',
      ',:operator',
      'function:keyword',
      '(:operator',
      '$v:parameter',
      '):operator',
      '{:operator',
      '$v:parameter',
      '*:operator',
      '2:number',
      '~>:operator',
      '$f:variable',
      '}:operator',
      '):operator',
      '/* c */:comment',
      'and:keyword',
      '$x:variable',
      '=:operator',
      '/a\\\\/b/i:regexp',
      '?:operator',
      'null:keyword',
      '::operator',
      "'t':string",
    ]);
  });

  test('of paths and intrinsic functions', () => {
    expect(
      tokens(
        pass('"InputPath":"$.a[*].b","Parameters":{"x.$":"States.Format(\'{}\', $$.State.Name, $v, 1)"}', 'JSONPath'),
      ),
    ).toEqual([
      '$:variable!',
      'a:property',
      '*:operator',
      'b:property',
      'States.Format:function!',
      "'{}':string",
      '$$:variable!',
      'State:property',
      'Name:property',
      '$v:variable',
      '1:number',
    ]);
  });

  test('stay within their lines in YAML blocks', () => {
    expect(
      tokens(
        'QueryLanguage: JSONata\nStartAt: A\nStates:\n  A:\n    Type: Pass\n    Output: >-\n      {% $a\n      + 1 %}\n    End: true\n',
        'yaml',
      ),
    ).toEqual(['$a:variable', '+:operator', '1:number']);
  });
});

describe('inlay hints', () => {
  const hints = (retrier: object, options: { retryDelays: boolean; defaults: boolean }) => {
    const { analysis, text } = sample(
      JSON.stringify({
        StartAt: 'A',
        States: { A: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', Retry: [retrier], End: true } },
      }),
    );
    return inlayHintsIn(analysis, { start: 0, end: text.length }, options).map(({ label }) => label);
  };
  const delays = { retryDelays: true, defaults: false };

  test('tell how long each retry waits', () => {
    expect(hints({ ErrorEquals: ['E'], IntervalSeconds: 2, MaxAttempts: 3, BackoffRate: 2 }, delays)).toEqual([
      'retries after 2 s, 4 s, 8 s, 14 s in all',
    ]);
    expect(hints({ ErrorEquals: ['E'] }, delays)).toEqual(['retries after 1 s, 2 s, 4 s, 7 s in all']);
    expect(hints({ ErrorEquals: ['E'], MaxAttempts: 8, MaxDelaySeconds: 4 }, delays)).toEqual([
      'retries after 1 s, 2 s, 4 s, 4 s, 4 s …, 27 s in all',
    ]);
    expect(hints({ ErrorEquals: ['E'], MaxAttempts: 0 }, delays)).toEqual(['no retry']);
  });

  test('tell assumed values, and nothing when they are off', () => {
    expect(hints({ ErrorEquals: ['E'], MaxAttempts: 1 }, { retryDelays: false, defaults: true })).toEqual([
      'IntervalSeconds: 1, BackoffRate: 2, JitterStrategy: NONE',
    ]);
    expect(hints({ ErrorEquals: ['E'] }, { retryDelays: false, defaults: false })).toEqual([]);
  });
});

describe('graph', () => {
  const MACHINE = {
    StartAt: 'Pay',
    States: {
      Pay: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Parameters: { FunctionName: 'arn:aws:lambda:us-east-1:123456789012:function:pay' },
        Retry: [{ ErrorEquals: ['A'] }, { ErrorEquals: ['B'], MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ['A', 'B'], Next: 'Gone' }],
        Next: 'Pick',
      },
      Pick: {
        Type: 'Choice',
        Choices: [
          { Variable: '$.n', NumericGreaterThan: 10, Next: 'Each' },
          {
            And: [{ Variable: '$.a', IsPresent: false }, { Not: { Variable: '$.b', StringEquals: 'x' } }],
            Next: 'Pay',
          },
        ],
        Default: 'Each',
      },
      Each: {
        Type: 'Map',
        ItemsPath: '$.items',
        ItemProcessor: { StartAt: 'Rest', States: { Rest: { Type: 'Wait', Seconds: 5, End: true } } },
        End: true,
      },
    },
  };

  test.each(inBothFormats(MACHINE, 'Pay'))(
    'has states with what they do, and transitions with their reasons (%s)',
    (format, marked) => {
      const [graph] = graphsOf(sample(marked, format).analysis);
      expect(graph!.nodes.map(({ range: _range, selectionRange: _selection, ...node }) => node)).toEqual([
        { id: '/States/Pay', name: 'Pay', type: 'Task', start: true, detail: 'lambda:invoke pay', retries: 4 },
        { id: '/States/Pick', name: 'Pick', type: 'Choice' },
        { id: '/States/Each', name: 'Each', type: 'Map', end: true, detail: '$.items' },
        { id: '/States/Gone', name: 'Gone', type: '', missing: true },
        {
          id: '/States/Each/ItemProcessor/States/Rest',
          name: 'Rest',
          type: 'Wait',
          parent: '/States/Each',
          start: true,
          end: true,
          detail: '5 s',
        },
      ]);
      expect(
        graph!.edges.map(({ from, to, kind, label }) => [from, to, kind, label].filter(Boolean).join(' ')),
      ).toEqual([
        '/States/Pay /States/Gone catch A, B',
        '/States/Pay /States/Pick next',
        '/States/Pick /States/Each choice $.n > 10',
        '/States/Pick /States/Pay choice $.a is not present and not ($.b = "x")',
        '/States/Pick /States/Each default',
      ]);
    },
  );

  test('of a template has one machine per definition, with pointers of the template', () => {
    const text =
      'Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition: { StartAt: A, States: { A: { Type: Succeed } } }\n';
    const [graph] = graphsOf(sample(text, 'yaml').analysis);
    expect(graph).toMatchObject({
      id: '/Resources/M/Properties/Definition',
      name: 'M',
      nodes: [{ id: '/Resources/M/Properties/Definition/States/A' }],
    });
  });

  test('of an empty document has no nodes', () => {
    expect(graphsOf(sample('').analysis)).toMatchObject([{ id: '', nodes: [], edges: [] }]);
  });
});
