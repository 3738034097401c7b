import { describe, expect, test } from 'vitest';
import { definitionAt } from '../../server/src/service/definition.ts';
import { documentLinksOf } from '../../server/src/service/documentLinks.ts';
import { highlightsAt, referencesAt } from '../../server/src/service/references.ts';
import {
  draw,
  inBothFormats,
  sample,
  shownLocations,
  textsAt,
  URI,
  workspaceOf,
  written,
} from '../support/languageService.ts';

const FLOW = {
  StartAt: 'First',
  States: {
    First: {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage',
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Last' }],
      Next: 'Pick',
    },
    Pick: { Type: 'Choice', Choices: [{ Variable: '$.a', IsPresent: true, Next: 'Last' }], Default: 'First' },
    Last: { Type: 'Succeed' },
  },
};

const VARIABLES = {
  QueryLanguage: 'JSONata',
  StartAt: 'A',
  States: {
    A: { Type: 'Pass', Assign: { total: '{% 1 %}', other: 2 }, Next: 'P' },
    P: {
      Type: 'Parallel',
      Branches: [{ StartAt: 'B', States: { B: { Type: 'Pass', Output: '{% $total + $sum([$total]) %}', End: true } } }],
      Next: 'C',
    },
    C: { Type: 'Pass', Output: '{% ($other := 5; $total & $other) %}', End: true },
  },
};

async function definition(marked: string, format?: 'json' | 'yaml', files: Record<string, string> = {}, uri = URI) {
  const { analysis, offset, text } = sample(marked, format);
  const found = await definitionAt(analysis, uri, offset, workspaceOf(files));
  return shownLocations(found, { ...files, [uri]: text });
}

describe('definition', () => {
  test.each([
    [
      'a transition',
      '{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"<|>B"},"B":{"Type":"Succeed"}}}',
      ['machine.asl.json:1 B'],
    ],
    ['StartAt', '{"StartAt":"A<|>","States":{"A":{"Type":"Succeed"}}}', ['machine.asl.json:1 A']],
    ['a target that does not exist', '{"StartAt":"X<|>","States":{"A":{"Type":"Succeed"}}}', []],
    [
      'a state in a branch',
      '{"StartAt":"P","States":{"P":{"Type":"Parallel","End":true,"Branches":[{"StartAt":"<|>Q","States":{"Q":{"Type":"Succeed"}}}]}}}',
      ['machine.asl.json:1 Q'],
    ],
  ])('of %s', async (_name, marked, expected) => {
    expect(await definition(marked)).toEqual(expected);
  });

  test.each(inBothFormats(VARIABLES, '$to'))('of a variable is where it is assigned (%s)', async (format, marked) => {
    expect(await definition(marked, format)).toEqual([expect.stringMatching(/ total$/)]);
  });

  test('of a substitution is in the template that uses the file, with the function behind it and its code', async () => {
    const files = {
      'file:///work/template.yaml': `Resources:
  Pay:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: src/pay, Handler: app.handler, Runtime: python3.13 }
  Machine:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: machine.asl.json
      DefinitionSubstitutions: { PayArn: !GetAtt Pay.Arn }
`,
      'file:///work/src/pay/app.py': 'import os\n\ndef handler(event, context):\n  return event\n',
    };
    const marked = '{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"${PayA<|>rn}","End":true}}}';
    expect(await definition(marked, 'json', files)).toEqual([
      'template.yaml:9 PayArn',
      'template.yaml:2 Pay',
      'app.py:3 handler',
    ]);
  });

  test('of a reference inside a template is the resource', async () => {
    const uri = 'file:///work/template.yaml';
    const marked = `Resources:
  Pay:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: ., Handler: index.main }
  Machine:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition:
        StartAt: A
        States:
          A: { Type: Task, Resource: !GetAtt Pay<|>.Arn, End: true }
`;
    const files = {
      [uri]: marked.replace('<|>', ''),
      'file:///work/index.mjs': 'export const main = async () => 1;\n',
    };
    expect(await definition(marked, 'yaml', files, uri)).toEqual(['template.yaml:2 Pay', 'index.mjs:1 main']);
  });

  test('of a DefinitionUri is the file', async () => {
    const marked =
      'Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties: { DefinitionUri: a dir/m<|>.asl.json }\n';
    const { analysis, offset } = sample(marked, 'yaml');
    const [location] = await definitionAt(analysis, 'file:///work/template.yaml', offset, workspaceOf({}));
    expect(location?.uri).toBe('file:///work/a%20dir/m.asl.json');
  });
});

describe('references', () => {
  test('of a state are all transitions to it', () => {
    const { analysis, offset, document } = sample(written(FLOW, 'json', '"Next": "La'));
    const ranges = highlightsAt(analysis, offset).map(({ range, kind }) => ({ range, label: String(kind) }));
    expect(draw(document, ranges)).toMatchInlineSnapshot(`
      "          "Next": "Last"
                         ^^^^ 2
                "Next": "Last"
                         ^^^^ 2
          "Last": {
           ^^^^ 3"
    `);
    const without = referencesAt(analysis, URI, offset, { includeDeclaration: false });
    expect(without).toHaveLength(2);
  });

  test.each(inBothFormats(VARIABLES, 'tota'))(
    'of a variable are found inside expressions and inner scopes (%s)',
    (format, marked) => {
      const { analysis, offset, document } = sample(marked, format);
      const found = referencesAt(analysis, URI, offset, { includeDeclaration: true });
      expect(
        textsAt(
          document,
          found.map(({ range }) => range),
        ),
      ).toEqual(['total', 'total', 'total', 'total']);
    },
  );

  test('of a variable leave out a local one of the same name', () => {
    const { analysis, offset, document } = sample(written(VARIABLES, 'json', '"othe'));
    expect(
      referencesAt(analysis, URI, offset, { includeDeclaration: true }).map(
        ({ range }) => textsAt(document, [range])[0],
      ),
    ).toEqual(['other']);
  });

  test('of variables in JSONPath, intrinsic functions and context', () => {
    const text = `{"StartAt":"A","States":{"A":{"Type":"Pass","Assign":{"it<|>em.$":"$.x"},"Next":"B"},
      "B":{"Type":"Pass","InputPath":"$item.a","Parameters":{"a.$":"States.Format('{} {}', $item, $$.State.Name)","b.$":"$.item"},"End":true}}}`;
    const { analysis, offset, document } = sample(text);
    const found = referencesAt(analysis, URI, offset, { includeDeclaration: true });
    expect(
      textsAt(
        document,
        found.map(({ range }) => range),
      ),
    ).toEqual(['item', 'item', 'item']);
  });

  test('functions are no variables', () => {
    const { analysis } = sample(
      '{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Pass","Output":"{% $sum($map($a, $uppercase)) + $f(1) %}","End":true}}}',
    );
    expect(analysis.definitions[0]?.variables.map(({ name }) => name)).toEqual(['a', 'f']);
  });

  test('of variables in scopes that do not see each other are apart', () => {
    const branch = (name: string) =>
      `{"StartAt":"${name}","States":{"${name}":{"Type":"Pass","Assign":{"v":1},"Next":"${name}2"},"${name}2":{"Type":"Pass","Output":"{% $v %}","End":true}}}`;
    const text = `{"QueryLanguage":"JSONata","StartAt":"P","States":{"P":{"Type":"Parallel","End":true,"Branches":[${branch('a')},${branch('b')}]}}}`;
    const { analysis, offset } = sample(text.replace('"v":1', '"v<|>":1'));
    expect(referencesAt(analysis, URI, offset, { includeDeclaration: true })).toHaveLength(2);
  });

  test('nothing is named in blanks, keys of the language and plain texts', () => {
    for (const marked of ['{ <|>"StartAt":"A"}', '{"Start<|>At":"A"}', '{"Comment":"A<|>"}']) {
      const { analysis, offset } = sample(marked);
      expect(highlightsAt(analysis, offset)).toEqual([]);
    }
  });
});

test('links of a template lead to definitions and handlers', async () => {
  const uri = 'file:///work/template.yaml';
  const text = `Resources:
  Pay: { Type: AWS::Serverless::Function, Properties: { CodeUri: src, Handler: app.go, Runtime: nodejs22.x } }
  M: { Type: AWS::Serverless::StateMachine, Properties: { DefinitionUri: m.asl.yaml } }
`;
  const { analysis, document } = sample(text, 'yaml');
  const links = await documentLinksOf(
    analysis,
    uri,
    workspaceOf({ [uri]: text, 'file:///work/src/app.js': '\nexports.go = () => 1;\n' }),
  );
  expect(links.map(({ range, target }) => [textsAt(document, [range])[0], target])).toEqual([
    ['m.asl.yaml', 'file:///work/m.asl.yaml'],
    ['app.go', 'file:///work/src/app.js#L2'],
  ]);
});
