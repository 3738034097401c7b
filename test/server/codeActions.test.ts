import { describe, expect, test } from 'vitest';
import { codeActions, sample, written } from '../support/languageService.ts';

/** The text that an action makes; the titles that there are when there is none of that title. */
function applied(marked: string, title: string, format?: 'json' | 'yaml'): unknown {
  const actions = codeActions(sample(marked, format));
  return actions.get(title) ?? [...actions.keys()];
}

const machine = (states: string) => `{\n  "StartAt": "A",\n  "States": {\n${states}\n  }\n}`;

describe('fixes of diagnostics', () => {
  test('a branch without StartAt begins with its first state', () => {
    const text = machine(
      '    "A": { "Type": "Parallel", "Branches": [<|>{ "States": { "B": { "Type": "Succeed" } } }], "End": true },\n    "C": { "Type": "Succeed" }',
    );
    expect(applied(text, 'Add StartAt')).toMatch(/"B": \{ "Type": "Succeed" \} \}, "StartAt": "B" \}/);
  });

  test('what is missing beside a member is added there', () => {
    const text = machine(
      '    "A": { "Type": "Map", "ItemProcessor": { "StartAt": "B", "States": { "B": { "Type": "Succeed" } } }, "ItemReader": { "Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": { "InputType<|>": "CSV" }, "Parameters": { "Bucket": "b", "Key": "k" } }, "End": true }',
    );
    expect(applied(text, 'Add CSVHeaderLocation')).toContain('"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW" }');
  });

  test('a resource that is added names what can stand there', () => {
    const text = machine(
      '    "A": { "Type": "Map", "ItemProcessor": { "StartAt": "B", "States": { "B": { "Type": "Succeed" } } }, "ResultWriter": { "Parameters<|>": { "Bucket": "b" } }, "End": true }',
    );
    expect(applied(text, 'Add Resource')).toContain('"Resource": "arn:aws:states:::s3:putObject"');
  });

  test('no state is created under a name that another one has, and none without name', () => {
    const inner =
      '"B": { "Type": "Map", "ItemProcessor": { "StartAt": "C", "States": { "C": { "Type": "Succeed" } } }, "End": true }';
    for (const name of ['C', '']) {
      const titles = applied(
        machine(`    "A": { "Type": "Pass", "Next": "<|>${name}" },\n    ${inner}`),
        'none',
      ) as string[];
      expect(titles.filter((title) => title.startsWith('Create'))).toEqual([]);
    }
  });

  test('of states that lead only to each other none is removed alone', () => {
    const text = machine(
      '    "A": { "Type": "Succeed" },\n    "B<|>": { "Type": "Pass", "Next": "C" },\n    "C": { "Type": "Pass", "Next": "B" }',
    );
    expect((applied(text, 'none') as string[]).filter((title) => title.startsWith('Remove'))).toEqual([]);
  });

  test('a misspelled target', () => {
    const text = machine('    "A": { "Type": "Pass", "Next": "Fnd<|>" },\n    "Find": { "Type": "Succeed" }');
    expect(applied(text, 'Change to Find')).toBe(text.replace('Fnd<|>', 'Find'));
  });

  test('a misspelled target in YAML keeps its quotes', () => {
    const text = "StartAt: A\nStates:\n  A:\n    Type: Pass\n    Next: 'Fnd<|>'\n  Find:\n    Type: Succeed\n";
    expect(applied(text, 'Change to Find', 'yaml')).toBe(text.replace('Fnd<|>', 'Find'));
  });

  test('a misspelled field', () => {
    const text = machine('    "A": { "Type": "Pass", "Cmment<|>": "x", "End": true }');
    expect(applied(text, 'Change to Comment')).toBe(text.replace('Cmment<|>', 'Comment'));
  });

  test.each([
    [
      'on a line of its own',
      machine('    "A": {\n      "Type": "Succeed",\n      "Retr<|>y": []\n    }'),
      machine('    "A": {\n      "Type": "Succeed"\n    }'),
    ],
    [
      'between others',
      machine('    "A": {\n      "Retr<|>y": [],\n      "Type": "Succeed"\n    }'),
      machine('    "A": {\n      "Type": "Succeed"\n    }'),
    ],
    [
      'in one line',
      machine('    "A": { "Retr<|>y": [], "Type": "Succeed" }'),
      machine('    "A": { "Type": "Succeed" }'),
    ],
    [
      'last in one line',
      machine('    "A": { "Type": "Succeed", "Retr<|>y": [] }'),
      machine('    "A": { "Type": "Succeed" }'),
    ],
  ])('a field that must go: %s', (_name, text, expected) => {
    expect(applied(text, 'Remove Retry')).toBe(expected);
  });

  test.each([
    [
      'first',
      'StartAt: A\nStates:\n  A:\n    Retr<|>y: []\n    Type: Succeed\n',
      'StartAt: A\nStates:\n  A:\n    Type: Succeed\n',
    ],
    [
      'last',
      'StartAt: A\nStates:\n  A:\n    Type: Succeed\n    Retr<|>y:\n      - ErrorEquals: [E]\n',
      'StartAt: A\nStates:\n  A:\n    Type: Succeed\n',
    ],
    [
      'in braces',
      'StartAt: A\nStates:\n  A: { Type: Succeed, Retr<|>y: [] }\n',
      'StartAt: A\nStates:\n  A: { Type: Succeed }\n',
    ],
  ])('a field that must go in YAML: %s', (_name, text, expected) => {
    expect(applied(text, 'Remove Retry', 'yaml')).toBe(expected);
  });

  test('a missing field gets a value that makes sense', () => {
    const text = machine(
      '    "A<|>": {\n      "Type": "Task",\n      "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",\n      "Parameters": { "QueueUrl": "q", "MessageBody": "b" }\n    }',
    );
    expect(applied(text, 'Add End')).toBe(text.replace('<|>', '').replace('"b" }\n', '"b" },\n      "End": true\n'));
  });

  test('a missing field in YAML', () => {
    const text = 'StartAt: A\nStates:\n  A<|>:\n    Type: Pass\n    # last\n';
    expect(applied(text, 'Add End', 'yaml')).toBe(
      'StartAt: A\nStates:\n  A:\n    Type: Pass\n    End: true\n    # last\n',
    );
  });

  test('a state that nothing leads to is removed', () => {
    const text = machine('    "A": { "Type": "Succeed" },\n    "B<|>": { "Type": "Succeed" }');
    expect(applied(text, 'Remove B')).toBe(machine('    "A": { "Type": "Succeed" }'));
  });

  test('a catch-all moves to the end', () => {
    const all = '{ "ErrorEquals": ["States.ALL"], "Next": "B" }';
    const other = '{ "ErrorEquals": ["E"], "Next": "B" }';
    const text = machine(
      `    "A": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:listBuckets", "Next": "B", "Catch": [${all.replace('States.ALL', 'States<|>.ALL')}, ${other}] },\n    "B": { "Type": "Succeed" }`,
    );
    expect(applied(text, 'Move to the end')).toBe(
      text.replace('<|>', '').replace(`${all}, ${other}`, `${other}, ${all}`),
    );
  });
});

describe('new states', () => {
  test('a target that does not exist is made behind the state', () => {
    const text = machine('    "A": { "Type": "Pass", "Next": "Ne<|>w" },\n    "B": { "Type": "Succeed" }');
    expect(applied(text, 'Create state "New"')).toBe(
      machine(
        '    "A": { "Type": "Pass", "Next": "New" },\n    "New": {\n      "Type": "Pass",\n      "End": true\n    },\n    "B": { "Type": "Succeed" }',
      ),
    );
  });

  test('in YAML', () => {
    const text = 'StartAt: Ne<|>w\nStates:\n  A:\n    Type: Succeed\n';
    expect(applied(text, 'Create state "New"', 'yaml')).toBe(
      'StartAt: New\nStates:\n  A:\n    Type: Succeed\n  New:\n    Type: Pass\n    End: true\n',
    );
  });

  test('inside a block of a template', () => {
    const text =
      'Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: |\n        {\n          "StartAt": "B<|>",\n          "States": {\n            "A": {}\n          }\n        }\n';
    expect(applied(text, 'Create state "B"', 'yaml')).toBe(
      text
        .replace('<|>', '')
        .replace(
          '"A": {}\n',
          '"A": {},\n            "B": {\n              "Type": "Pass",\n              "End": true\n            }\n',
        ),
    );
  });
});

describe('error handling', () => {
  const task = '"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:listBuckets", "End": true';

  test('Catch goes to a state that fails, a new one when there is none', () => {
    const text = machine(`    "A<|>": { ${task} }`);
    const value = JSON.parse(String(applied(text, 'Add Catch to "Failed"')));
    expect(value.States.A.Catch).toEqual([{ ErrorEquals: ['States.ALL'], Next: 'Failed' }]);
    expect(value.States.Failed).toEqual({ Type: 'Fail' });
  });

  test('an existing one is used', () => {
    const text = machine(`    "A<|>": { ${task} },\n    "Stop": { "Type": "Fail" }`);
    const value = JSON.parse(String(applied(text, 'Add Catch to "Stop"')));
    expect(Object.keys(value.States)).toEqual(['A', 'Stop']);
  });

  test('Default for a Choice state without one', () => {
    const text =
      'StartAt: A\nStates:\n  A<|>:\n    Type: Choice\n    Choices:\n      - Variable: $.a\n        IsPresent: true\n        Next: A\n';
    expect(applied(text, 'Add Default to "Failed"', 'yaml')).toBe(
      `${text.replace('<|>', '')}    Default: Failed\n  Failed:\n    Type: Fail\n`,
    );
  });

  test('only what the state can have and has not', () => {
    expect(
      [...codeActions(sample(machine('    "A<|>": { "Type": "Succeed" }'))).keys()].filter((title) =>
        title.startsWith('Add'),
      ),
    ).toEqual([]);
  });
});

describe('wrapping', () => {
  const text = machine(
    '    "A<|>": { "Type": "Task", "Resource": "r", "Retry": [], "Catch": [], "Next": "B" },\n    "B": { "Type": "Succeed" }',
  );

  test('in a Parallel state leaves name, catchers and transition outside', () => {
    const { States } = JSON.parse(String(applied(text, 'Wrap in a Parallel state')));
    expect(States.A).toEqual({
      Type: 'Parallel',
      Branches: [{ StartAt: 'Run A', States: { 'Run A': { Type: 'Task', Resource: 'r', Retry: [], End: true } } }],
      OutputPath: '$[0]',
      Catch: [],
      Next: 'B',
    });
  });

  test('in a Map state', () => {
    const { States } = JSON.parse(String(applied(text, 'Wrap in a Map state')));
    expect(States.A).toMatchObject({
      Type: 'Map',
      ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt: 'Run A' },
      Next: 'B',
    });
  });

  test('is not offered where it would change what happens', () => {
    expect(applied(machine('    "A<|>": { "Type": "Succeed" }'), 'Wrap in a Map state')).toEqual(
      expect.not.arrayContaining(['Wrap in a Map state']),
    );
    expect(
      applied(machine('    "A<|>": { "Type": "Pass", "Assign": { "x": 1 }, "End": true }'), 'Wrap in a Map state'),
    ).toEqual(expect.not.arrayContaining(['Wrap in a Map state']));
  });
});

describe('sorting states by flow', () => {
  test('JSON: comments go with their states', () => {
    const text =
      '{ "StartAt": "A", "States": {\n  // about C\n  "C": { "Type": "Succeed" },\n  "A": { "Type": "Pass", "Next": "B" }, // first\n  "Z": { "Type": "Succeed" },\n  "B": { "Type": "Pass", "Next": "C" }\n} }';
    expect(applied(text, 'Sort states by flow', 'json')).toBe(
      '{ "StartAt": "A", "States": {\n  "A": { "Type": "Pass", "Next": "B" }, // first\n  "B": { "Type": "Pass", "Next": "C" },\n  // about C\n  "C": { "Type": "Succeed" },\n  "Z": { "Type": "Succeed" }\n} }',
    );
  });

  test('YAML', () => {
    const text = 'StartAt: A\nStates:\n  B:\n    Type: Succeed # end\n  # about A\n  A:\n    Type: Pass\n    Next: B';
    expect(applied(text, 'Sort states by flow', 'yaml')).toBe(
      'StartAt: A\nStates:\n  # about A\n  A:\n    Type: Pass\n    Next: B\n  B:\n    Type: Succeed # end',
    );
  });

  test('nested states are sorted, too', () => {
    const inner = { StartAt: 'X', States: { Y: { Type: 'Succeed' }, X: { Type: 'Pass', Next: 'Y' } } };
    const text = written(
      { StartAt: 'P', States: { P: { Type: 'Parallel', Branches: [inner], End: true } } },
      'json',
      '',
    );
    const value = JSON.parse(String(applied(text, 'Sort states by flow')));
    expect(Object.keys(value.States.P.Branches[0].States)).toEqual(['X', 'Y']);
  });

  test('is not offered when they are sorted', () => {
    expect(applied(machine('    "A": { "Type": "Succeed" }'), 'Sort states by flow')).not.toContain(
      'Sort states by flow',
    );
  });
});

test('conversion to JSONata replaces the state', () => {
  const text = machine('    "A<|>": {\n      "Type": "Pass",\n      "InputPath": "$.a",\n      "End": true\n    }');
  expect(applied(text, 'Convert state to JSONata')).toBe(
    machine(
      '    "A": {\n      "Type": "Pass",\n      "QueryLanguage": "JSONata",\n      "Output": "{% $states.input.a %}",\n      "End": true\n    }',
    ),
  );
});

test('nothing is offered in text that would need escapes', () => {
  const template = JSON.stringify({
    Resources: {
      M: {
        Type: 'AWS::StepFunctions::StateMachine',
        Properties: { DefinitionString: '{"StartAt":"B","States":{"A":{"Type":"Succeed"}}}' },
      },
    },
  });
  const at = template.indexOf('B\\"');
  expect(codeActions(sample(`${template.slice(0, at)}<|>${template.slice(at)}`, 'json')).size).toBe(0);
});
