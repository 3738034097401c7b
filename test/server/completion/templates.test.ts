import { describe, expect, test } from 'vitest';
import { chosen, labelsAt } from './support.ts';

const FUNCTION = `  ChargeCard:
    Type: AWS::Serverless::Function
    Properties:
      Handler: charge.handler
`;

describe('a definition inside a SAM template', () => {
  const sam = (state: string) => `Resources:
${FUNCTION}  Orders:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition:
        StartAt: Charge
        States:
          Charge:
${state}
          Done:
            Type: Succeed
`;
  const here = (text: string) => ({
    format: 'yaml' as const,
    uri: 'file:///work/template.yaml',
    templates: { 'file:///work/template.yaml': text.replace('<|>', '') },
  });

  test.each([
    ['            Type: <|>', 'Task', '            Type: Task'],
    ['            Type: Task\n            <|>', 'Resource', '            Type: Task\n            Resource: '],
    ['            Type: Task\n            Res<|>', 'Resource', '            Type: Task\n            Resource: '],
    ['            Type: Pass\n            Next: "Do<|>', 'Done', '            Type: Pass\n            Next: "Done"'],
    ['            Type: Pass\n            Next: <|>', 'Done', '            Type: Pass\n            Next: Done'],
    [
      '            Type: Task\n            Resource: <|>',
      'ChargeCard',
      '            Type: Task\n            Resource: \n              Fn::GetAtt:\n                - ChargeCard\n                - Arn',
    ],
  ])('%j', (before, label, after) => {
    const text = sam(before);
    expect(chosen(text, label, here(text))).toBe(sam(after));
  });

  test('nothing outside of the definition', () => {
    const text = sam('            Type: Pass').replace('Handler: charge.handler', '<|>');
    expect(labelsAt(text, here(text))).toEqual([]);
  });
});

describe('a definition in a text of a template', () => {
  const cloudFormation = (definition: string) => `Resources:
  ChargeCard:
    Type: AWS::Lambda::Function
  Orders:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionString: !Sub |
        ${definition.replaceAll('\n', '\n        ')}
`;
  const definition = (state: string) => `{
  "StartAt": "Charge",
  "States": {
    "Charge": { ${state} },
    "Done": { "Type": "Succeed" }
  }
}`;
  const here = (text: string) => ({
    format: 'yaml' as const,
    uri: 'file:///work/template.yaml',
    templates: { 'file:///work/template.yaml': text.replace('<|>', '') },
  });

  test.each([
    ['"Type": "<|>"', 'Task', '"Type": "Task"'],
    ['"Type": "Pass", "<|>"', 'End', '"Type": "Pass", "End": true'],
    ['"Type": "Pass", "Next": "<|>"', 'Done', '"Type": "Pass", "Next": "Done"'],
    ['"Type": "Task", "Resource": "<|>"', '${ChargeCard.Arn}', '"Type": "Task", "Resource": "${ChargeCard.Arn}"'],
  ])('%s', (before, label, after) => {
    const text = cloudFormation(definition(before));
    expect(chosen(text, label, here(text))).toBe(cloudFormation(definition(after)));
  });

  test('in a JSON string quotes are escaped', () => {
    const json = (state: string) =>
      JSON.stringify({
        Resources: {
          Orders: { Type: 'AWS::StepFunctions::StateMachine', Properties: { DefinitionString: definition(state) } },
        },
      });
    const text = json('"Type": "Pass", "<|>"');
    expect(chosen(text, 'End', { format: 'json' })).toBe(json('"Type": "Pass", "End": true'));
    const value = json('"Type": "Pass", "Next": "<|>"');
    expect(chosen(value, 'Done', { format: 'json' })).toBe(json('"Type": "Pass", "Next": "Done"'));
  });
});

describe('a definition in a file that a template uses', () => {
  const template = `Resources:
${FUNCTION}  Orders:
    Type: AWS::Serverless::StateMachine
    Properties:
      Type: EXPRESS
      DefinitionUri: orders.asl.json
      DefinitionSubstitutions:
        ChargeCardArn: !GetAtt ChargeCard.Arn
        TableName: orders
`;
  const setting = { uri: 'file:///work/orders.asl.json', templates: { 'file:///work/template.yaml': template } };
  const task = (members: string) => `{ "States": { "A": { "Type": "Task", ${members} } } }`;

  test('its substitutions after ${', () => {
    expect(labelsAt(task('"Resource": "${<|>"'), setting)).toEqual(
      expect.arrayContaining(['ChargeCardArn', 'TableName']),
    );
    expect(chosen(task('"Resource": "${<|>"'), 'ChargeCardArn', setting)).toBe(task('"Resource": "${ChargeCardArn}"'));
    expect(chosen(task('"Resource": "${Ch<|>x}"'), 'TableName', setting)).toBe(task('"Resource": "${TableName}"'));
    expect(labelsAt(task('"Comment": "${<|>"'), setting)).toContain('TableName');
  });

  test('its functions as resources and as parameters', () => {
    expect(labelsAt(task('"Resource": "<|>"'), setting)[0]).toBe('${ChargeCardArn}');
    const parameters = task('"Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "FunctionName": "<|>" }');
    expect(chosen(parameters, '${ChargeCardArn}', setting)).toContain('"FunctionName": "${ChargeCardArn}"');
  });

  test('an Express machine waits for nothing', () => {
    const labels = labelsAt(task('"Resource": "<|>"'), setting);
    expect(labels).toContain('arn:aws:states:::glue:startJobRun');
    expect(labels.filter((label) => /\.(?:sync|waitForTaskToken)/.test(label))).toEqual([]);
  });

  test('names that the definition uses are known without a template', () => {
    expect(labelsAt(task('"Resource": "${Fn}", "Comment": "${<|>"'))).toEqual(['Fn']);
  });
});
