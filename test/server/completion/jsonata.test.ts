import { describe, expect, test } from 'vitest';
import { chosen, labelsAt } from './support.ts';

const SAMPLE = [{ order: { id: 7, lines: [{ sku: 'a', 'unit price': 2 }] } }];

const machine = (second: string) => `{
  "QueryLanguage": "JSONata",
  "StartAt": "First",
  "States": {
    "First": { "Type": "Pass", "Assign": { "orderId": "{% $states.input.order.id %}", "totals": { "net": 3 } }, "Next": "Second" },
    "Second": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", ${second}, "Next": "Third" },
    "Third": { "Type": "Pass", "Assign": { "late": 1 }, "End": true }
  }
}`;

describe('inside {% %}', () => {
  test('functions, variables that have a value, and $states', () => {
    const labels = labelsAt(machine('"Output": "{% <|> %}"'));
    expect(labels.slice(0, 3)).toEqual(['$states', '$orderId', '$totals']);
    expect(labels).toEqual(expect.arrayContaining(['$sum', '$uuid', '$partition']));
    expect(labels).not.toContain('$late');
    expect(labels).not.toContain('$eval');
  });

  test.each([
    ['"Output": "{% $states.<|> %}"', ['context', 'input', 'result']],
    ['"Arguments": { "a": "{% $states.<|> %}" }', ['context', 'input']],
    [
      '"Catch": [ { "ErrorEquals": [ "States.ALL" ], "Output": "{% $states.<|> %}", "Next": "Third" } ]',
      ['context', 'errorOutput', 'input'],
    ],
    [
      '"Catch": [ { "Assign": { "e": { "deep": "{% $states.errorOutput.<|> %}" } }, "Next": "Third" } ]',
      ['Cause', 'Error'],
    ],
    ['"Output": "{% $states.context.<|> %}"', ['Execution', 'Map', 'State', 'StateMachine', 'Task']],
    ['"Output": "{% $states.context.StateMachine.<|> %}"', ['Id', 'Name']],
    ['"Output": "{% $states.context.Execution.Input.order.<|> %}"', ['id', 'lines']],
    ['"Output": "{% $states.input.order.<|> %}"', ['id', 'lines']],
    ['"Output": "{% $states.input.order.lines[0].<|> %}"', ['sku', 'unit price']],
    ['"Output": "{% $states.input.order.lines.<|> %}"', ['sku', 'unit price']],
    ['"Output": "{% $totals.<|> %}"', ['net']],
    [
      '"Output": "{% $states.result.<|> %}"',
      ['ExecutedVersion', 'FunctionError', 'LogResult', 'Payload', 'StatusCode'],
    ],
  ])('%s', (field, labels) => {
    expect(labelsAt(machine(field), { sampleInputs: SAMPLE })).toEqual(labels);
  });

  test('in a predicate and in parentheses the members of the value before them', () => {
    const inPredicate = labelsAt(machine('"Output": "{% $states.input.order.lines[<|>] %}"'), { sampleInputs: SAMPLE });
    expect(inPredicate.slice(0, 3)).toEqual(['$states', 'sku', 'unit price']);
    expect(labelsAt(machine('"Output": "{% $states.input.order.lines.(<|>) %}"'), { sampleInputs: SAMPLE })).toContain(
      'sku',
    );
  });

  test.each([
    ['{% $st<|> %}', '$states', '{% $states %}'],
    ['{% $su<|> %}', '$sum', '{% $sum() %}'],
    ['{% $su<|>($x) %}', '$sum', '{% $sum($x) %}'],
    ['{% $now<|> %}', '$now', '{% $now() %}'],
    ['{% $uu<|> %}', '$uuid', '{% $uuid() %}'],
    ['{% {\\"a\\": $ord<|>} %}', '$orderId', '{% {\\"a\\": $orderId} %}'],
    ['{% $states.input.order.lines.u<|> %}', 'unit price', '{% $states.input.order.lines.`unit price` %}'],
    ['{% $states.in<|>put.x %}', 'input', '{% $states.input.x %}'],
    ['{% $sum(<|>', '$totals', '{% $sum($totals'],
    ['<|>', '{% … %}', '{%  %}'],
  ])('%s', (before, label, after) => {
    expect(chosen(machine(`"Output": "${before}"`), label, { sampleInputs: SAMPLE })).toBe(
      machine(`"Output": "${after}"`),
    );
  });

  test('names that the expression binds itself', () => {
    const labels = labelsAt(machine('"Output": "{% ($tmp := 1; $map($x, function($item) { $<|> })) %}"'));
    expect(labels).toEqual(expect.arrayContaining(['$tmp', '$item']));
  });

  test('an iteration gets an item', () => {
    const map = (
      inner: string,
    ) => `{ "QueryLanguage": "JSONata", "StartAt": "M", "States": { "M": { "Type": "Map", "Items": "{% $states.input.order.lines %}",
      "ItemProcessor": { "StartAt": "I", "States": { "I": { "Type": "Pass", "Output": "{% ${inner} %}" } } } } } }`;
    const setting = { sampleInputs: SAMPLE };
    expect(labelsAt(map('$states.input.<|>'), setting)).toEqual(['sku', 'unit price']);
    expect(labelsAt(map('$states.context.Map.Item.Value.<|>'), setting)).toEqual(['sku', 'unit price']);
  });

  test('keys of a template: members to take over', () => {
    const text = machine('"Arguments": { "FunctionName": "f", "Payload": { "<|>" } }');
    expect(chosen(text, 'order', { sampleInputs: SAMPLE })).toContain('{ "order": "{% $states.input.order %}" }');
  });

  test('nothing in strings, comments and other texts', () => {
    for (const expression of ["{% 'a $<|>' %}", '{% /* $<|> */ 1 %}', 'plain $<|>', '{% 12<|> %}']) {
      expect(labelsAt(machine(`"Output": "${expression}"`)), expression).toEqual([]);
    }
  });

  test('fields that are never dynamic have no expressions', () => {
    expect(labelsAt(machine('"Comment": "{% $<|> %}"'))).toEqual([]);
    expect(labelsAt(machine('"Retry": [ { "MaxAttempts": "{% $<|> %}" } ]'))).toEqual([]);
  });

  test('also for numbers and conditions', () => {
    expect(labelsAt(machine('"TimeoutSeconds": "{% $orderI<|> %}"'))).toContain('$orderId');
    const rule =
      '{ "QueryLanguage": "JSONata", "States": { "C": { "Type": "Choice", "Choices": [ { "Condition": "{% $<|> %}" } ] } } }';
    expect(labelsAt(rule)).toContain('$exists');
  });
});

describe('variables in scope', () => {
  const scoped = (processor: string, inner: string) => `{ "QueryLanguage": "JSONata", "StartAt": "A", "States": {
    "A": { "Type": "Pass", "Assign": { "outer": 1 }, "Next": "M" },
    "M": { "Type": "Map", "ItemProcessor": { ${processor} "StartAt": "I", "States": {
      "I": { "Type": "Pass", "Assign": { "inner": 1 }, "Next": "J" },
      "J": { "Type": "Pass", "Output": "{% ${inner} %}", "End": true } } }, "Next": "Z" },
    "Z": { "Type": "Pass", "Assign": { "later": 1 }, "End": true } } }`;
  const variables = (text: string) => labelsAt(text).filter((label) => /^\$(?:outer|inner|later)$/.test(label));

  test('those of outer scopes and of states that ran before', () => {
    expect(variables(scoped('', '$<|>'))).toEqual(['$inner', '$outer']);
  });

  test('a distributed Map starts without variables', () => {
    expect(variables(scoped('"ProcessorConfig": { "Mode": "DISTRIBUTED" },', '$<|>'))).toEqual(['$inner']);
  });

  test('a state that nothing leads to yet may use all of its scope', () => {
    const text = `{ "QueryLanguage": "JSONata", "StartAt": "A", "States": { "A": { "Type": "Pass", "Assign": { "a": 1 } }, "New": { "Type": "Pass", "Output": "{% $<|> %}" } } }`;
    expect(labelsAt(text)).toContain('$a');
  });

  test('assigned by a rule and by a catcher', () => {
    const text = `{ "QueryLanguage": "JSONata", "StartAt": "C", "States": {
      "C": { "Type": "Choice", "Choices": [ { "Condition": true, "Assign": { "chosen": 1 }, "Next": "T" } ] },
      "T": { "Type": "Task", "Resource": "x", "Catch": [ { "ErrorEquals": [ "States.ALL" ], "Assign": { "caught": 1 }, "Next": "E" } ], "End": true },
      "E": { "Type": "Pass", "Output": "{% $<|> %}" } } }`;
    expect(labelsAt(text)).toEqual(expect.arrayContaining(['$chosen', '$caught']));
  });

  test('keys of Assign: variables to assign again', () => {
    const text = machine('"Assign": { "<|>" }');
    expect(labelsAt(text)).toEqual(['orderId', 'totals']);
    expect(chosen(text, 'orderId')).toBe(machine('"Assign": { "orderId": "{%  %}" }'));
  });
});

describe('in YAML', () => {
  const yaml = (output: string) => `QueryLanguage: JSONata
StartAt: First
States:
  First:
    Type: Pass
    Assign:
      orderId: 1
    Next: Second
  Second:
    Type: Pass
    Output: ${output}
    End: true
`;

  test.each([
    ['"{% $<|> %}"'],
    ["'{% $<|> %}'"],
    ['"{% $<|>'],
    ['>-\n      {% $<|> %}'],
    ['|\n      {% (\n        $x := 1;\n        $<|>\n      ) %}'],
    ['\n      nested:\n        - "{% $<|> %}"'],
  ])('%j', (output) => {
    const labels = labelsAt(yaml(output), { format: 'yaml' });
    expect(labels).toEqual(expect.arrayContaining(['$states', '$orderId', '$sum']));
  });

  test('a quote of the string is written twice inside single quotes', () => {
    const text = yaml("'{% $states.input.<|> %}'");
    expect(chosen(text, "it's", { format: 'yaml', sampleInputs: [{ "it's": 1 }] })).toBe(
      text.replace('<|>', "`it''s`"),
    );
  });

  test('an expression begins with its quotes', () => {
    expect(chosen(yaml('<|>'), '{% … %}', { format: 'yaml' })).toBe(yaml('"{%  %}"'));
  });
});
