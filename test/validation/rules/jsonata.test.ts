import { describe, test } from 'vitest';
import { expectDiagnostics, expectStateDiagnostics } from '../../support/diagnostics.ts';

describe('jsonata-syntax', () => {
  test('expressions that cannot be read', () => {
    expectStateDiagnostics(
      `
"A": {
  "Type": "Pass",
  "Output": {
    "a": "{% [1, 2 %}",
                 ^ error jsonata-syntax: JSONata: Expected "]" before end of expression.
    "b": "{% $states.input",
         ^^^^^^^^^^^^^^^^^^ error jsonata-syntax: The expression is not closed: the string must end with "%}", with nothing behind it.
    "c": "$states.input %}"
         ^^^^^^^^^^^^^^^^^^ warning jsonata-syntax: This ends like an expression but is plain text: an expression begins with "{%".
  },
  "End": true
}
`,
      { queryLanguage: 'JSONata' },
    );
  });

  test('the offset counts escapes', () => {
    expectStateDiagnostics(
      `
"A": { "Type": "Pass", "Output": "{% ( $a := \\"x\\"; $b == 1 ) %}", "End": true }
                                                        ^ error jsonata-syntax: JSONata: The symbol "=" cannot be used as a unary operator.
`,
      { queryLanguage: 'JSONata' },
    );
  });

  test('the offset inside a folded YAML string', () => {
    expectDiagnostics(
      `
QueryLanguage: JSONata
StartAt: A
States:
  A:
    Type: Pass
    Output: >-
      {% $states.input.
      + 1 %}
      ^ error jsonata-syntax: JSONata: The symbol "+" cannot be used as a unary operator.
    End: true
`,
      { format: 'yaml' },
    );
  });

  test('accepts expressions without blanks', () => {
    expectStateDiagnostics(
      `
"A": { "Type": "Pass", "Output": "{%$states.input.a%}", "End": true }
`,
      { queryLanguage: 'JSONata' },
    );
  });
});

describe('jsonata-reference', () => {
  test('what has no input to look in', () => {
    expectStateDiagnostics(
      `
"A": {
  "Type": "Pass",
  "Output": {
    "a": "{% input.id %}",
             ^^^^^ error jsonata-reference: "input" begins a path, but there is no input to look in. Did you mean "$states.input.input"?
    "b": "{% $$.Execution.Id %}",
             ^^ error jsonata-reference: "$$" has no meaning here. Use "$states.input", or "$states.context" for the context object.
    "c": "{% $.items %}",
             ^ warning jsonata-reference: "$" has no value here: there is no input to look in. Use "$states.input".
    "d": "{% $states.result %}",
                     ^^^^^^ error jsonata-reference: "$states.result" does not exist in "Output" of this state. The result of the Task, Parallel or Map state. Only in its own \`Output\` and \`Assign\`.
    "e": "{% $states.inptu %}",
                     ^^^^^ error jsonata-reference: "$states" has no member "inptu". Did you mean "input"?
    "f": "{% $map($states.input.items, function($i) { price }) %}"
                                                      ^^^^^ error jsonata-reference: "price" begins a path, but there is no input to look in. Did you mean "$states.input.price"?
  },
  "End": true
}
`,
      { queryLanguage: 'JSONata' },
    );
  });

  test('members by place', () => {
    expectStateDiagnostics(
      `
"A": {
  "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f",
  "Output": "{% $states.result %}",
  "Catch": [{ "ErrorEquals": ["States.ALL"], "Output": "{% $states.errorOutput.Cause %}", "Assign": { "r": "{% $states.result %}" }, "Next": "B" }],
                                                                                                                       ^^^^^^ error jsonata-reference: "$states.result" does not exist in "Assign" of this catcher. The result of the Task, Parallel or Map state. Only in its own \`Output\` and \`Assign\`.
  "End": true
},
"B": { "Type": "Fail" }
`,
      { queryLanguage: 'JSONata' },
    );
  });

  test('accepts names inside paths, filters and groupings', () => {
    expectStateDiagnostics(
      `
"A": {
  "Type": "Pass",
  "Output": "{% $states.input.items[price > 10].{ 'total': price * $.quantity }^(>total) %}",
  "Assign": { "sum": "{% $sum($states.input.items.(price * qty)) %}" },
  "End": true
}
`,
      { queryLanguage: 'JSONata' },
    );
  });
});

describe('jsonata-function', () => {
  test('unknown functions and wrong arguments', () => {
    expectStateDiagnostics(
      `
"A": {
  "Type": "Pass",
  "Output": {
    "a": "{% $concat('a', 'b') %}",
             ^^^^^^^ warning jsonata-function: There is no function "$concat".
    "b": "{% $uppercase('a', 'b') %}",
             ^^^^^^^^^^ warning jsonata-function: $uppercase(str?) is called with 2 arguments.
    "c": "{% $eval('1') %}",
             ^^^^^ warning jsonata-function: $eval: Evaluate a string as JSONata. Not available in Step Functions; \`$parse\` reads JSON text.
    "d": "{% $states.input.text ~> $split(' ', 2, 3) %}"
                                   ^^^^^^ warning jsonata-function: $split(str?, separator, limit?) is called with 4 arguments.
  },
  "End": true
}
`,
      { queryLanguage: 'JSONata' },
    );
  });

  test('accepts functions of the library, the service and the expression', () => {
    expectStateDiagnostics(
      `
"A": {
  "Type": "Pass",
  "Output": "{% ( $double := function($x) { $x * 2 }; ([1, 2] ~> $map($double) ~> $sum()) + $double($partition([1, 2], 1)[0][0]) ) %}",
  "End": true
}
`,
      { queryLanguage: 'JSONata' },
    );
  });
});

describe('jsonata-context-member', () => {
  test('a misspelt member', () => {
    expectStateDiagnostics(
      `
"A": { "Type": "Pass", "Output": "{% $states.context.Execution.Nmae %}", "End": true }
                                                               ^^^^ warning jsonata-context-member: The context object has no member "Nmae" here. Did you mean "Name"?
`,
      { queryLanguage: 'JSONata' },
    );
  });

  test('accepts what the input may hold', () => {
    expectStateDiagnostics(
      `
"A": { "Type": "Pass", "Output": "{% $states.context.Execution.Input.any.thing %}", "End": true }
`,
      { queryLanguage: 'JSONata' },
    );
  });
});

describe('missing-delimiters', () => {
  test('an expression without delimiters', () => {
    expectStateDiagnostics(
      `
"A": { "Type": "Pass", "Output": { "a": "$states.input.a", "b": "{% $states.input.b %}" }, "End": true }
                                        ^^^^^^^^^^^^^^^^^ warning missing-delimiters: This is passed on as text. Write "{% $states.input.a %}" to have it evaluated.
`,
      { queryLanguage: 'JSONata' },
    );
  });

  test('accepts text about expressions', () => {
    expectStateDiagnostics(
      `
"A": { "Type": "Pass", "Output": { "help": "use $states.input for the input" }, "End": true }
`,
      { queryLanguage: 'JSONata' },
    );
  });
});
