import { describe, expect, test } from 'vitest';
import { parseDocument } from '../../runtime/src/source/document.ts';
import { analyze } from '../../server/src/service/analysis.ts';
import { diagnosticsOf } from '../../server/src/service/diagnostics.ts';

/** What is wrong in a template whose state machine has that definition: rules with the text they underline. */
function problems(definition: string): string[] {
  const text = `Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      RoleArn: r\n${definition.replace(/^/gm, '      ')}\n`;
  const document = parseDocument(text, { format: 'yaml' });
  return diagnosticsOf(analyze(document), { uri: 'file:///t.yaml' }).map(({ code, range }) => {
    const [start, end] = [range.start, range.end].map((position) => document.lines.offsetAt(position));
    return `${code}: ${text.slice(start, end)}`;
  });
}

describe('definitions in templates', () => {
  test.each([
    ['chosen by a condition', 'Definition: !If [Live, { StartAt: A }, { StartAt: B }]'],
    ['included', 'Definition:\n  Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://b/k } }'],
    [
      'with functions in place of a number, an object and a name',
      'Definition:\n  StartAt: A\n  States:\n    A:\n      Type: Task\n      Resource: !GetAtt F.Arn\n      TimeoutSeconds: !Ref T\n      Parameters: !Ref P\n      Next: !Ref N',
    ],
    [
      'as text with a placeholder in place of a number',
      `DefinitionString: !Sub |\n  { "StartAt": "A", "States": { "A": { "Type": "Wait", "Seconds": \${N}, "End": true } } }`,
    ],
  ])('%s: nothing is wrong', (_, definition) => {
    expect(problems(definition)).toEqual([]);
  });

  test.each([
    [
      'an object',
      'Definition:\n  StartAt: A\n  States:\n    A: { Type: Pass, Next: Q, Comment: !Ref C }',
      ['transition-target: Q'],
    ],
    [
      'text of parts',
      `DefinitionString: !Join ['', ['{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"', !GetAtt F.Arn, '","Nxt":"B"},"B":{"Type":"Succeed"}}}']]`,
      ['unknown-field: "Nxt"'],
    ],
    [
      'an object that becomes text',
      'DefinitionString:\n  Fn::ToJsonString:\n    StartAt: A\n    States:\n      A: { Type: Pass, Next: Q }',
      ['transition-target: Q'],
    ],
  ])('%s: the place in the template is underlined', (_, definition, expected) => {
    expect(problems(definition)).toEqual(expected);
  });
});
