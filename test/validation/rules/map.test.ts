import { describe, test } from 'vitest';
import { expectStateDiagnostics } from '../../support/diagnostics.ts';

describe('processor-mode', () => {
  test('distributed without execution type', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Map",
  "ItemProcessor": {
    "ProcessorConfig": { "Mode": "DISTRIBUTED" },
    ^^^^^^^^^^^^^^^^^^^^ error processor-mode: A distributed Map needs "ExecutionType": "STANDARD" or "EXPRESS".
    "StartAt": "B",
    "States": { "B": { "Type": "Pass", "End": true } }
  },
  "End": true
}
`);
  });

  test('inline with execution type', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Map",
  "ItemProcessor": {
    "ProcessorConfig": { "Mode": "INLINE", "ExecutionType": "STANDARD" },
                                           ^^^^^^^^^^^^^^^ error processor-mode: "ExecutionType" needs "Mode": "DISTRIBUTED"; an inline Map has no child executions.
    "StartAt": "B",
    "States": { "B": { "Type": "Pass", "End": true } }
  },
  "End": true
}
`);
  });

  test('accepts both together', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Map",
  "ItemProcessor": {
    "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS" },
    "StartAt": "B",
    "States": { "B": { "Type": "Pass", "End": true } }
  },
  "End": true
}
`);
  });
});

describe('distributed-only', () => {
  test('on an inline Map', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Map",
  "Label": "items",
  ^^^^^^^ information distributed-only: "Label" only works in a distributed Map. Set "Mode": "DISTRIBUTED" in "ProcessorConfig".
  "ItemBatcher": { "MaxItemsPerBatch": 10 },
  ^^^^^^^^^^^^^ warning distributed-only: "ItemBatcher" only works in a distributed Map. Set "Mode": "DISTRIBUTED" in "ProcessorConfig".
  "ItemProcessor": { "StartAt": "B", "States": { "B": { "Type": "Pass", "End": true } } },
  "End": true
}
`);
  });

  test('accepts them on a distributed Map', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Map",
  "Label": "items",
  "ItemBatcher": { "MaxItemsPerBatch": 10 },
  "ItemProcessor": {
    "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS" },
    "StartAt": "B",
    "States": { "B": { "Type": "Pass", "End": true } }
  },
  "End": true
}
`);
  });
});

describe('map-label', () => {
  test('a forbidden character', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Map",
  "Label": "my items",
              ^ error map-label: A label cannot hold " ".
  "ItemProcessor": {
    "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
    "StartAt": "B",
    "States": { "B": { "Type": "Pass", "End": true } }
  },
  "End": true
}
`);
  });

  test('too long', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Map",
  "Label": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error map-label: A label can have at most 40 characters; this one has 41.
  "ItemProcessor": {
    "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
    "StartAt": "B",
    "States": { "B": { "Type": "Pass", "End": true } }
  },
  "End": true
}
`);
  });

  test('used twice', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Map",
  "Label": "items",
  "ItemProcessor": {
    "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
    "StartAt": "B",
    "States": { "B": { "Type": "Pass", "End": true } }
  },
  "Next": "C"
},
"C": {
  "Type": "Map",
  "Label": "items",
           ^^^^^^^ error map-label: The label "items" is used by another Map, too.
  "ItemProcessor": {
    "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
    "StartAt": "D",
    "States": { "D": { "Type": "Pass", "End": true } }
  },
  "End": true
}
`);
  });

  test('accepts letters, digits, hyphen and underscore', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Map",
  "Label": "items-1_a",
  "ItemProcessor": {
    "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
    "StartAt": "B",
    "States": { "B": { "Type": "Pass", "End": true } }
  },
  "End": true
}
`);
  });
});
