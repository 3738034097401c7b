import { describe, expect, test } from 'vitest';
import { parseDocument } from '../../runtime/src/source/document.ts';
import { analyze } from '../../server/src/service/analysis.ts';
import { hoverAt } from '../../server/src/service/hover.ts';
import { cut, type Setting, workspaceOf } from './completion/support.ts';

/** The explanation at the cursor and the text it is about. */
function hover(marked: string, setting: Setting = {}): { about: string; says: string } | undefined {
  const { text, offset } = cut(marked);
  const document = parseDocument(text, { format: setting.format });
  const found = hoverAt(analyze(document), offset, workspaceOf(setting));
  if (!found?.range) return undefined;
  const { start, end } = found.range;
  const about = text.slice(document.lines.offsetAt(start), document.lines.offsetAt(end));
  return { about, says: (found.contents as { value: string }).value };
}

const machine = (members: string) => `{
  "StartAt": "First",
  "States": {
    "First": { "Type": "Pass", "Result": { "rate": 2 }, "Assign": { "total.$": "$.amount" }, "Next": "Second" },
    "Second": { ${members}, "Next": "Third" },
    "Third": { "Type": "Wait", "Comment": "Gives the shop some time.", "Seconds": 60, "Next": "Fourth" },
    "Fourth": { "Type": "Succeed" }
  }
}`;
const jsonata = (expression: string) => `{ "QueryLanguage": "JSONata", "StartAt": "A", "States": {
  "A": { "Type": "Pass", "Assign": { "total": "{% $states.input.amount * 2 %}" }, "Next": "B" },
  "B": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Output": "{% ${expression} %}", "End": true } } }`;

describe('names and values of the language', () => {
  test.each([
    ['a field', '"Type": "Task", "Time<|>outSeconds": 5', '"TimeoutSeconds"', /Most seconds one attempt/],
    [
      'its limits and relations',
      '"Type": "Task", "Time<|>outSeconds": 5',
      '"TimeoutSeconds"',
      /Excludes `TimeoutSecondsPath`[\s\S]*Range: 1 to/,
    ],
    ['its default', '"Type": "Task", "Retry": [ { "Max<|>Attempts": 5 } ]', '"MaxAttempts"', /Default: `3`/],
    ['its value', '"Type": "Wait", "Seconds": 6<|>0', '60', /How many seconds/],
    ['a state type', '"Type": "Par<|>allel"', '"Parallel"', /Runs branches at the same time/],
    [
      'an enumeration',
      '"Type": "Task", "Retry": [ { "JitterStrategy": "FU<|>LL" } ]',
      '"FULL"',
      /draws each delay at random/,
    ],
    [
      'an error name',
      '"Type": "Task", "Retry": [ { "ErrorEquals": [ "States.Time<|>out" ] } ]',
      '"States.Timeout"',
      /ran longer[\s\S]*Raised by: Task/,
    ],
    [
      'an error of a service',
      '"Type": "Task", "Retry": [ { "ErrorEquals": [ "Lambda.Unk<|>nown" ] } ]',
      '"Lambda.Unknown"',
      /error of the Lambda service/,
    ],
    [
      'an integration',
      '"Type": "Task", "Resource": "arn:aws:states:::glue:start<|>JobRun.sync"',
      '"arn:aws:states:::glue:startJobRun.sync"',
      /Waits until the job is done[\s\S]*`JobName`/,
    ],
    [
      'an action of the SDK',
      '"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:get<|>Object"',
      '"arn:aws:states:::aws-sdk:s3:getObject"',
      /`Bucket`, `Key`/,
    ],
    [
      'a function',
      '"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f<|>n"',
      '"arn:aws:lambda:us-east-1:123456789012:function:fn"',
      /Lambda function \*\*fn\*\*/,
    ],
    [
      'a parameter',
      '"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "Function<|>Name": "f" }',
      '"FunctionName"',
      /required parameter of lambda:invoke/,
    ],
  ])('%s', (_, members, about, says) => {
    const found = hover(machine(members));
    expect(found?.about).toBe(about);
    expect(found?.says).toMatch(says);
  });
});

describe('states', () => {
  test.each([
    ['where they are named', machine('"Type": "Pass"').replace('"Next": "Third"', '"Next": "Th<|>ird"'), '"Third"'],
    ['where they are defined', machine('"Type": "Pass"').replace('"Third": {', '"Th<|>ird": {'), '"Third"'],
  ])('%s: what they do', (_, text, about) => {
    const found = hover(text);
    expect(found?.about).toBe(about);
    expect(found?.says).toBe('**Third**: Wait, Seconds `60`\n\nGives the shop some time.\n\nGoes on to `Fourth`');
  });

  test('a target that is not there', () => {
    expect(hover(machine('"Type": "Pass"').replace('"Next": "Third"', '"Next": "Gh<|>ost"'))?.says).toMatch(
      /no state \*\*Ghost\*\*/,
    );
  });
});

describe('paths and intrinsic functions', () => {
  const task = (value: string) => machine(`"Type": "Task", "Resource": "x", "Parameters": { "a.$": "${value}" }`);

  test.each([
    ['$$.Execution.Na<|>me', 'Name', /Name of the execution/],
    ['$$.Exec<|>ution.Name', 'Execution', /The execution\./],
    ['$$.Task.Tok<|>en', 'Token', /Available in: \.waitForTaskToken/],
    ['$tot<|>al', '$total', /Variable \*\*\$total\*\*[\s\S]*in \*\*First\*\*: `\$\.amount`/],
    ['$.ra<|>te', 'rate', /`\$\.rate`: 2/],
    ["States.For<|>mat('{}', 1)", 'States.Format', /States\.Format\(template: string, \.\.\.values: any\): string/],
    ['States.Array(States.UU<|>ID())', 'States.UUID', /version 4 UUID/],
    ["States.Format('{}', $tot<|>al)", '$total', /in \*\*First\*\*/],
  ])('%s', (value, about, says) => {
    const found = hover(task(value));
    expect(found?.about).toBe(about);
    expect(found?.says).toMatch(says);
  });
});

describe('JSONata', () => {
  test.each([
    ['$su<|>m([1])', '$sum', /\$sum\(array\)/],
    ['$tot<|>al', '$total', /in \*\*A\*\*: `\{% \$states\.input\.amount \* 2 %\}`/],
    ['$sta<|>tes.input', '$states', /the data of the state/],
    ['$states.in<|>put.x', 'input', /input of the state/],
    ['$states.context.State.Na<|>me', 'Name', /Name of the state/],
    ['$states.result.Status<|>Code', 'StatusCode', /integer/],
    ['$ev<|>al("1")', '$eval', /does not offer/],
  ])('%s', (expression, about, says) => {
    const found = hover(jsonata(expression.replaceAll('"', '\\"')));
    expect(found?.about).toBe(about);
    expect(found?.says).toMatch(says);
  });

  test('a variable where it is assigned', () => {
    expect(hover(jsonata('1').replace('"total"', '"to<|>tal"'))?.says).toMatch(
      /Variable \*\*\$total\*\*[\s\S]*next state on/,
    );
  });
});

describe('never an empty box', () => {
  test.each([
    ['a blank', '{ <|> "StartAt": "A" }'],
    ['a text of nobody', '{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Result": { "a": "b<|>c" } } } }'],
    ['an unknown field', '{ "Sta<|>rt": "A" }'],
  ])('%s', (_, text) => {
    expect(hover(text)).toBeUndefined();
  });

  test.each([['$nothing<|>()'], ['$states.input.some<|>thing']])(
    'of %s nobody knows more than what the field is for',
    (expression) => {
      expect(hover(jsonata(expression))?.says).toMatch(/^\*\*Output\*\*/);
    },
  );

  test('every place of a machine has an explanation with words, or none', () => {
    const text = machine(
      '"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "a.$": "States.Array($.x, $total)" }',
    );
    for (let offset = 0; offset <= text.length; offset++) {
      const found = hover(`${text.slice(0, offset)}<|>${text.slice(offset)}`);
      if (found) expect(found.says.trim()).not.toBe('');
    }
  });
});

test('the same in YAML, and substitutions with their values', () => {
  const template = `Resources:
  M:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: m.asl.yaml
      DefinitionSubstitutions:
        Table: orders
`;
  const setting: Setting = {
    format: 'yaml',
    uri: 'file:///work/m.asl.yaml',
    templates: { 'file:///work/template.yaml': template },
  };
  const yaml = (value: string) =>
    `StartAt: A\nStates:\n  A:\n    Type: Task\n    ${value}\n    Next: B\n  B:\n    Type: Succeed\n`;
  expect(hover(yaml('Time<|>outSeconds: 5'), setting)?.about).toBe('TimeoutSeconds');
  expect(hover(yaml('Comment: x').replace('Next: B', 'Next: <|>B'), setting)?.says).toBe('**B**: Succeed');
  expect(hover(yaml('Comment: use ${Ta<|>ble} here'), setting)).toEqual({
    about: '${Table}',
    says: '`${Table}` is replaced when the definition is deployed: orders in template.yaml.',
  });
});
