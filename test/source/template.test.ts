import { describe, expect, test } from 'vitest';
import { parseDocument } from '../../runtime/src/source/document.ts';
import { definitionsIn, isTemplate } from '../../runtime/src/source/template.ts';
import { functionsIn } from '../../runtime/src/source/templateFunctions.ts';

const SAM = `Transform: AWS::Serverless-2016-10-31
Globals:
  Function: { Runtime: nodejs22.x, Timeout: 5, Environment: { Variables: { TABLE: t } } }
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: hello/, Handler: app.handler, Environment: { Variables: { X: 1 } } }
  Inline:
    Type: AWS::Serverless::StateMachine
    Properties:
      Type: EXPRESS
      Definition:
        StartAt: A
        States:
          A: { Type: Task, Resource: !GetAtt Hello.Arn, End: true }
  External:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: machines/pay.asl.json
      DefinitionSubstitutions: { HelloArn: !GetAtt Hello.Arn, Table: orders }
`;

function definitions(text: string, format: 'json' | 'yaml' = 'yaml') {
  return definitionsIn(parseDocument(text, { format }));
}

describe('state machines in templates', () => {
  test('SAM: inline definitions with references as placeholders', () => {
    const [inline] = definitions(SAM);
    expect(inline).toMatchObject({ logicalId: 'Inline', host: 'sam', type: 'EXPRESS' });
    expect(inline?.document?.value).toEqual({
      StartAt: 'A',
      States: { A: { Type: 'Task', Resource: '${Hello.Arn}', End: true } },
    });
    const resource = inline!.document!.root!.get('States')!.get('A')!.get('Resource')!;
    expect(resource).toMatchObject({ substitution: true, pointer: '/States/A/Resource' });
    expect(SAM.slice(resource.start, resource.end)).toBe('!GetAtt Hello.Arn');
  });

  test('SAM: definitions in files, with the substitutions that are known', () => {
    const [, external] = definitions(SAM);
    expect(external).toMatchObject({ uri: 'machines/pay.asl.json', substitutions: { Table: 'orders' } });
    expect([...external!.substitutionNodes.keys()]).toEqual(['HelloArn', 'Table']);
    expect(external?.document).toBeUndefined();
  });

  test.each([
    [
      'a JSON string',
      JSON.stringify({
        Resources: {
          M: {
            Type: 'AWS::StepFunctions::StateMachine',
            Properties: { DefinitionString: '{"StartAt":"Größe","States":{}}' },
          },
        },
      }),
      'json',
    ],
    [
      'a literal block',
      'Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: |\n        {\n          "StartAt": "Größe",\n          "States": {}\n        }\n',
      'yaml',
    ],
    [
      'Fn::Sub with names of its own',
      'Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: !Sub\n        - |-\n          {"StartAt": "Größe",\n           "States": {}}\n        - { X: y }\n',
      'yaml',
    ],
    [
      'Fn::Join',
      'Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString:\n        Fn::Join: ["", [\'{"Comment":"\', !Ref R, \'","StartAt":"Größe","States":{}}\']]\n',
      'yaml',
    ],
  ] as const)('CloudFormation: %s, with places in the template', (_name, text, format) => {
    const [found] = definitions(text, format);
    const start = found!.document!.root!.get('StartAt')!;
    expect(start.value).toBe('Größe');
    const { start: from, end: to } = start.rangeOf(0, 5);
    expect(text.slice(from, to)).toBe('Größe');
    expect(found!.document!.problems).toEqual([]);
  });

  test('Fn::Join: references become placeholders', () => {
    const text =
      'Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString:\n        Fn::Join: ["", [\'{"Comment":"arn:\', !Ref AWS::Partition, \':x"}\']]\n';
    expect(definitions(text)[0]?.document?.value).toEqual({ Comment: 'arn:${AWS::Partition}:x' });
  });

  test('new text for a string in the template is escaped as its string wants it', () => {
    const json = JSON.stringify({
      Resources: { M: { Type: 'AWS::StepFunctions::StateMachine', Properties: { DefinitionString: '{}' } } },
    });
    expect(definitions(json, 'json')[0]?.document?.encode?.('"a"\n')).toBe('\\"a\\"\\n');
    const block =
      'Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: |\n        {\n        }\n';
    expect(definitions(block)[0]?.document?.encode?.('a\nb')).toBe('a\n        b');
  });

  test('serverless.yml: definitions and functions', () => {
    const text = `provider: { name: aws, runtime: nodejs22.x }
functions:
  hello: { handler: src/hello.main, timeout: 3 }
stepFunctions:
  stateMachines:
    pay:
      type: EXPRESS
      definition: { StartAt: A, States: { A: { Type: Succeed } } }
    other:
      definition: \${file(other.asl.yml)}
`;
    const document = parseDocument(text, { format: 'yaml' });
    expect(definitionsIn(document)).toMatchObject([
      { logicalId: 'pay', host: 'serverless', type: 'EXPRESS', document: { value: { StartAt: 'A' } } },
      { logicalId: 'other', uri: 'other.asl.yml' },
    ]);
    expect(functionsIn(document)).toMatchObject([
      { logicalId: 'hello', handler: 'src/hello.main', runtime: 'nodejs22.x', timeout: 3 },
    ]);
  });

  test('a definition is no template, even with a field Resources', () => {
    expect(isTemplate(parseDocument('{"StartAt":"A","States":{},"Resources":{}}'))).toBe(false);
    expect(isTemplate(parseDocument(SAM, { format: 'yaml' }))).toBe(true);
  });
});

test('functions take what they do not say from Globals', () => {
  expect(functionsIn(parseDocument(SAM, { format: 'yaml' }))).toMatchObject([
    {
      logicalId: 'Hello',
      codeUri: 'hello/',
      handler: 'app.handler',
      runtime: 'nodejs22.x',
      timeout: 5,
      environment: { TABLE: 't', X: '1' },
    },
  ]);
});
