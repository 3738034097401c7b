import { describe, test } from 'vitest';
import { expectStateDiagnostics } from '../../support/diagnostics.ts';

describe('assign-name', () => {
  test('names no variable can have', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Pass",
  "Assign": {
    "states": 1,
    ^^^^^^^^ error assign-name: "states" is reserved: "$states" holds the data of the state.
    "1st": 1,
    ^^^^^ error assign-name: "1st" is no variable name: it must begin with a letter and hold letters, digits and "_" only.
    "a.b": 1,
    ^^^^^ error assign-name: "a.b" is a part of a variable; only whole variables can be assigned.
    "with-hyphen": 1,
    ^^^^^^^^^^^^^ warning assign-name: "with-hyphen" is no variable name: it must begin with a letter and hold letters, digits and "_" only.
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx": 1
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error assign-name: A variable name can have at most 80 characters; this one has 81.
  },
  "End": true
}
`);
  });

  test('accepts names', () => {
    expectStateDiagnostics(`
"A": { "Type": "Pass", "Assign": { "größe_2": 1, "path.$": "$.a" }, "End": true }
`);
  });
});

describe('outer-variable', () => {
  test('assigned before the branch starts', () => {
    expectStateDiagnostics(`
"A": { "Type": "Pass", "Assign": { "x": 1 }, "Next": "B" },
"B": {
  "Type": "Parallel",
  "Branches": [{ "StartAt": "C", "States": { "C": { "Type": "Pass", "Assign": { "x": 2 }, "End": true } } }],
                                                                                ^^^ error outer-variable: The variable "x" belongs to a scope around this one and cannot be assigned here. Use another name.
  "End": true
}
`);
  });

  test('accepts a name that is assigned afterwards', () => {
    expectStateDiagnostics(`
"B": {
  "Type": "Parallel",
  "Branches": [{ "StartAt": "C", "States": { "C": { "Type": "Pass", "Assign": { "x": 2 }, "End": true } } }],
  "Assign": { "x": 3 },
  "End": true
}
`);
  });

  test('accepts the same name in a distributed Map', () => {
    expectStateDiagnostics(`
"A": { "Type": "Pass", "Assign": { "x": 1 }, "Next": "B" },
"B": {
  "Type": "Map",
  "ItemProcessor": {
    "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
    "StartAt": "C",
    "States": { "C": { "Type": "Pass", "Assign": { "x": 2 }, "End": true } }
  },
  "End": true
}
`);
  });
});

describe('undefined-variable', () => {
  test('nothing assigns it', () => {
    expectStateDiagnostics(`
"A": { "Type": "Pass", "Assign": { "total": 1 }, "Next": "B" },
"B": { "Type": "Pass", "Parameters": { "a.$": "$totl.sum", "b.$": "States.Format('{}', $nothing)" }, "End": true }
                                               ^^^^^ warning undefined-variable: Nothing assigns "$totl". Did you mean "$total"?
                                                                                       ^^^^^^^^ warning undefined-variable: Nothing assigns "$nothing".
`);
  });

  test('only a later state assigns it', () => {
    expectStateDiagnostics(
      `
"A": { "Type": "Pass", "Output": "{% $later %}", "Next": "B" },
                                     ^^^^^^ warning undefined-variable: "$later" has no value yet: no state that runs before this one assigns it.
"B": { "Type": "Pass", "Assign": { "later": 1 }, "End": true }
`,
      { queryLanguage: 'JSONata' },
    );
  });

  test('a distributed Map sees no outer variables', () => {
    expectStateDiagnostics(
      `
"A": { "Type": "Pass", "Assign": { "x": 1 }, "Next": "B" },
"B": {
  "Type": "Map",
  "ItemProcessor": {
    "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
    "StartAt": "C",
    "States": { "C": { "Type": "Pass", "Output": "{% $x %}", "End": true } }
                                                     ^^ warning undefined-variable: "$x" cannot be seen from here: it belongs to a branch, an item processor, or to the outside of a distributed Map.
  },
  "End": true
}
`,
      { queryLanguage: 'JSONata' },
    );
  });

  test('accepts outer variables and local ones', () => {
    expectStateDiagnostics(
      `
"A": { "Type": "Pass", "Assign": { "x": 1 }, "Next": "B" },
"B": {
  "Type": "Parallel",
  "Branches": [{ "StartAt": "C", "States": { "C": { "Type": "Pass", "Output": "{% $x + $states.input.y %}", "End": true } } }],
  "Next": "D"
},
"D": { "Type": "Pass", "Output": "{% ( $y := $x; $y ) %}", "End": true }
`,
      { queryLanguage: 'JSONata' },
    );
  });

  test('accepts a variable that a loop assigns', () => {
    expectStateDiagnostics(`
"A": { "Type": "Choice", "Choices": [{ "Variable": "$count", "NumericGreaterThan": 3, "Next": "C" }], "Default": "B" },
"B": { "Type": "Pass", "Assign": { "count": 1 }, "Next": "A" },
"C": { "Type": "Succeed" }
`);
  });
});
