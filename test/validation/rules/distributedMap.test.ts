import { describe, test } from 'vitest';
import { expectStateDiagnostics } from '../../support/diagnostics.ts';

describe('item-reader', () => {
  test('a resource that cannot be read', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Map",
  "ItemReader": {
    "Resource": "arn:aws:states:::s3:putObject",
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error item-reader: Items can be read with arn:aws:states:::s3:getObject or arn:aws:states:::s3:listObjectsV2.
    "Parameters": { "Bucket": "b" }
  },
  "ItemProcessor": {
    "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
    "StartAt": "B",
    "States": { "B": { "Type": "Pass", "End": true } }
  },
  "End": true
}
`);
  });

  test('what a CSV file needs', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Map",
  "ItemReader": {
    "Resource": "arn:aws:states:::s3:getObject",
    "ReaderConfig": { "InputType": "CSV" },
                      ^^^^^^^^^^^ error item-reader: A CSV file needs "CSVHeaderLocation": "FIRST_ROW" or "GIVEN".
    "Parameters": { "Bucket": "b" }
    ^^^^^^^^^^^^ error item-reader: S3 needs "Key" here.
  },
  "ItemProcessor": {
    "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
    "StartAt": "B",
    "States": { "B": { "Type": "Pass", "End": true } }
  },
  "End": true
}
`);
  });

  test('a file without format', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Map",
  "ItemReader": {
    "Resource": "arn:aws:states:::s3:getObject",
    "ReaderConfig": { "MaxItems": 5 },
    ^^^^^^^^^^^^^^^^^ error item-reader: The format of the file is missing: write "InputType".
    "Parameters": { "Bucket": "b", "Key.$": "$.key" }
  },
  "ItemProcessor": {
    "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
    "StartAt": "B",
    "States": { "B": { "Type": "Pass", "End": true } }
  },
  "End": true
}
`);
  });

  test('headers that are not given', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Map",
  "ItemReader": {
    "Resource": "arn:aws:states:::s3:getObject",
    "ReaderConfig": { "InputType": "CSV", "CSVHeaderLocation": "GIVEN" },
                                                               ^^^^^^^ error item-reader: With "GIVEN", "CSVHeaders" must list the column names.
    "Parameters": { "Bucket": "b", "Key": "k" }
  },
  "ItemProcessor": {
    "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
    "StartAt": "B",
    "States": { "B": { "Type": "Pass", "End": true } }
  },
  "End": true
}
`);
  });

  test('what only fails when the file is read', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Map",
  "ItemReader": {
    "Resource": "arn:aws:states:::s3:getObject",
    "ReaderConfig": {
      "InputType": "CSV",
      "CSVHeaderLocation": "GIVEN",
      "CSVHeaders": ["a", "b", "a"],
                               ^^^ warning item-reader: There is another column "a", and the reader fails where two have one name.
      "ItemsPointer": "$.items"
                      ^^^^^^^^^ warning item-reader: "$.items" is no JSON Pointer: it begins with "/" and leads from member to member, like "/orders/items".
    },
    "Parameters": { "Bucket": "b", "Key": "k" }
  },
  "ItemProcessor": {
    "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
    "StartAt": "B",
    "States": { "B": { "Type": "Pass", "End": true } }
  },
  "End": true
}
`);
  });

  test('a parameter of S3 with a small letter, a manifest that does not exist', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Map",
  "ItemReader": {
    "Resource": "arn:aws:states:::s3:getObject",
    "ReaderConfig": { "ManifestType": "S3" },
                                      ^^^^ error field-value: "ManifestType" must be "S3_INVENTORY" or "ATHENA_DATA".
    "Parameters": { "bucket.$": "$.b", "Key": "k" }
                    ^^^^^^^^^^ error item-reader: S3 has no parameter "bucket" here. Did you mean "Bucket"?
  },
  "ItemProcessor": {
    "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
    "StartAt": "B",
    "States": { "B": { "Type": "Pass", "End": true } }
  },
  "End": true
}
`);
  });

  test('accepts listings and inventories', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Map",
  "ItemReader": {
    "Resource": "arn:aws:states:::s3:listObjectsV2",
    "Parameters": { "Bucket.$": "$.bucket", "Prefix": "in/" }
  },
  "ItemProcessor": {
    "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
    "StartAt": "B",
    "States": { "B": { "Type": "Pass", "End": true } }
  },
  "Next": "C"
},
"C": {
  "Type": "Map",
  "ItemReader": {
    "Resource": "arn:aws:states:::s3:getObject",
    "ReaderConfig": { "ManifestType": "S3_INVENTORY" },
    "Parameters": { "Bucket": "b", "Key": "k" }
  },
  "ItemProcessor": {
    "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
    "StartAt": "D",
    "States": { "D": { "Type": "Pass", "End": true } }
  },
  "End": true
}
`);
  });
});

describe('item-batcher', () => {
  test('no limit', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Map",
  "ItemBatcher": { "BatchInput": { "a": 1 } },
  ^^^^^^^^^^^^^^^^ error item-batcher: A batch needs a limit: "MaxItemsPerBatch", "MaxInputBytesPerBatch" or both.
  "ItemProcessor": {
    "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
    "StartAt": "B",
    "States": { "B": { "Type": "Pass", "End": true } }
  },
  "End": true
}
`);
  });

  test('accepts a limit from a path', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Map",
  "ItemBatcher": { "MaxInputBytesPerBatchPath": "$.bytes" },
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

describe('result-writer', () => {
  test('nothing in it', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Map",
  "ResultWriter": {},
  ^^^^^^^^^^^^^^^^^ error result-writer: The results need "Resource": "arn:aws:states:::s3:putObject" to be written, or a "WriterConfig" to be formatted.
  "ItemProcessor": {
    "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
    "StartAt": "B",
    "States": { "B": { "Type": "Pass", "End": true } }
  },
  "End": true
}
`);
  });

  test('no bucket', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Map",
  "ResultWriter": { "Resource": "arn:aws:states:::s3:putObject", "Parameters": { "Prefix": "p" } },
                                                                 ^^^^^^^^^^^^ error result-writer: S3 needs "Bucket" here.
  "ItemProcessor": {
    "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
    "StartAt": "B",
    "States": { "B": { "Type": "Pass", "End": true } }
  },
  "End": true
}
`);
  });

  test('a resource that cannot be written', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Map",
  "ResultWriter": { "Resource": "arn:aws:states:::s3:getObject", "Parameters": { "Bucket": "b" } },
                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error result-writer: Results can be written with arn:aws:states:::s3:putObject only.
  "ItemProcessor": {
    "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
    "StartAt": "B",
    "States": { "B": { "Type": "Pass", "End": true } }
  },
  "End": true
}
`);
  });

  test('half a format', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Map",
  "ResultWriter": { "WriterConfig": { "OutputType": "JSON" } },
                                      ^^^^^^^^^^^^ error result-writer: "Transformation" must be here, too.
  "ItemProcessor": {
    "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
    "StartAt": "B",
    "States": { "B": { "Type": "Pass", "End": true } }
  },
  "End": true
}
`);
  });

  test('accepts a format alone', () => {
    expectStateDiagnostics(`
"A": {
  "Type": "Map",
  "ResultWriter": { "WriterConfig": { "OutputType": "JSONL", "Transformation": "COMPACT" } },
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
