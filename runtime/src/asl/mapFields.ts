import {
  COMMENT,
  ERROR_HANDLING,
  INPUT_OUTPUT_PATHS,
  LONGEST_SECONDS,
  PARAMETERS,
  QUERY_LANGUAGE,
  RESULT_OUTPUT,
  RESULT_PATH,
  RESULT_SELECTOR,
  TRANSITION,
  TWIN_PATH,
} from './commonFields.ts';
import type { ObjectFact } from './fieldFacts.ts';

const READER_ARGUMENTS = {
  Parameters: {
    types: ['object'],
    language: 'JSONPath',
    template: true,
    doc: 'Parameters of the S3 call: `Bucket` and, by action, `Key`, `Prefix` or `VersionId`.',
  },
  Arguments: {
    types: ['object'],
    language: 'JSONata',
    expression: true,
    template: true,
    doc: 'Arguments of the S3 call: `Bucket` and, by action, `Key`, `Prefix` or `VersionId`.',
  },
} as const;

/** The Map state and the objects that only it has. */
export const MAP_OBJECTS = {
  mapState: {
    doc: 'Runs the same machine for every item of an array, inside the execution or as child executions.',
    groups: [
      { members: ['Next', 'End'], required: true },
      { members: ['ItemProcessor', 'Iterator'], required: true },
      { members: ['ItemSelector', 'Parameters'] },
      { members: ['MaxConcurrency', 'MaxConcurrencyPath'] },
      { members: ['ToleratedFailureCount', 'ToleratedFailureCountPath'] },
      { members: ['ToleratedFailurePercentage', 'ToleratedFailurePercentagePath'] },
    ],
    fields: {
      Type: {
        types: ['string'],
        required: true,
        values: ['Map'],
        doc: 'What the state does: one of the eight state types.',
      },
      ...COMMENT,
      ...QUERY_LANGUAGE,
      ItemProcessor: {
        types: ['object'],
        object: 'itemProcessor',
        doc: 'The machine that runs once per item.',
      },
      Iterator: {
        types: ['object'],
        object: 'itemProcessor',
        deprecated: 'ItemProcessor',
        doc: 'The older name of `ItemProcessor`.',
      },
      ItemsPath: {
        types: ['string'],
        language: 'JSONPath',
        holds: 'referencePath',
        assumed: '$',
        doc: 'Reference path to the array to iterate over. Without effect next to an `ItemReader`.',
      },
      Items: {
        types: ['array', 'object'],
        language: 'JSONata',
        expression: true,
        template: true,
        doc: 'The array to iterate over (in a distributed Map also an object). The state input when absent.',
      },
      ItemSelector: {
        types: ['any'],
        expression: true,
        template: true,
        doc: 'The input of one iteration, evaluated per item. The item is `$$.Map.Item.Value` or `$states.context.Map.Item.Value`.',
      },
      Parameters: { ...PARAMETERS.Parameters, deprecated: 'ItemSelector', doc: 'The older name of `ItemSelector`.' },
      MaxConcurrency: {
        types: ['integer'],
        expression: true,
        pathTwin: 'MaxConcurrencyPath',
        minimum: 0,
        maximum: LONGEST_SECONDS,
        assumed: 0,
        doc: 'Most iterations at once. `1` runs them one after another, `0` sets no limit of its own.',
      },
      MaxConcurrencyPath: { ...TWIN_PATH, doc: 'Reference path to the number for `MaxConcurrency`.' },
      ToleratedFailureCount: {
        types: ['integer'],
        expression: true,
        pathTwin: 'ToleratedFailureCountPath',
        minimum: 0,
        assumed: 0,
        doc: 'How many items may fail before the Map state fails. Counted in distributed mode.',
      },
      ToleratedFailureCountPath: { ...TWIN_PATH, doc: 'Reference path to the number for `ToleratedFailureCount`.' },
      ToleratedFailurePercentage: {
        types: ['number'],
        expression: true,
        pathTwin: 'ToleratedFailurePercentagePath',
        minimum: 0,
        maximum: 100,
        assumed: 0,
        doc: 'What share of the items, in percent, may fail before the Map state fails. Counted in distributed mode.',
      },
      ToleratedFailurePercentagePath: {
        ...TWIN_PATH,
        doc: 'Reference path to the number for `ToleratedFailurePercentage`.',
      },
      Label: {
        types: ['string'],
        holds: 'label',
        minLength: 1,
        maxLength: 40,
        distributedOnly: true,
        doc: 'Names the Map Run in ARNs. At most 40 characters, unique in the definition; distributed mode only.',
      },
      ItemReader: {
        types: ['object'],
        object: 'itemReader',
        distributedOnly: true,
        doc: 'Reads the items from S3 instead of the state input; distributed mode only.',
      },
      ItemBatcher: {
        types: ['object'],
        object: 'itemBatcher',
        distributedOnly: true,
        doc: 'Gives several items to one child execution; distributed mode only.',
      },
      ResultWriter: {
        types: ['object'],
        object: 'resultWriter',
        distributedOnly: true,
        doc: 'Writes the results to S3 and sets their format; distributed mode only.',
      },
      ...TRANSITION,
      ...INPUT_OUTPUT_PATHS,
      ...RESULT_SELECTOR,
      ...RESULT_PATH,
      ...RESULT_OUTPUT,
      ...ERROR_HANDLING,
    },
  },
  itemReader: {
    doc: 'Where a distributed Map reads its items from.',
    groups: [],
    fields: {
      Resource: {
        types: ['string'],
        required: true,
        holds: 'readerResource',
        arns: ['arn:aws:states:::s3:getObject', 'arn:aws:states:::s3:listObjectsV2'],
        doc: '`arn:aws:states:::s3:getObject` for one file, `arn:aws:states:::s3:listObjectsV2` for the objects of a bucket.',
      },
      ReaderConfig: {
        types: ['object'],
        object: 'readerConfig',
        doc: 'Format of the data and how much of it to read.',
      },
      ...READER_ARGUMENTS,
    },
  },
  readerConfig: {
    doc: 'How the item source is read.',
    groups: [{ members: ['MaxItems', 'MaxItemsPath'] }],
    fields: {
      InputType: {
        types: ['string'],
        values: ['CSV', 'JSON', 'JSONL', 'PARQUET', 'MANIFEST'],
        doc: 'Format of the file.',
      },
      CSVHeaderLocation: {
        types: ['string'],
        values: ['FIRST_ROW', 'GIVEN'],
        doc: 'Where the column names come from: the first row, or `CSVHeaders`.',
      },
      CSVHeaders: {
        types: ['array'],
        minLength: 1,
        holds: 'texts',
        doc: 'The column names, with `"CSVHeaderLocation": "GIVEN"`.',
      },
      CSVDelimiter: {
        types: ['string'],
        values: ['COMMA', 'PIPE', 'SEMICOLON', 'SPACE', 'TAB'],
        assumed: 'COMMA',
        doc: 'What separates the columns.',
      },
      MaxItems: {
        types: ['integer'],
        expression: true,
        pathTwin: 'MaxItemsPath',
        minimum: 0,
        maximum: 100_000_000,
        doc: 'Most items to read; the rest is ignored silently. `0` sets no limit.',
      },
      MaxItemsPath: { ...TWIN_PATH, doc: 'Reference path to the number for `MaxItems`.' },
      ManifestType: {
        types: ['string'],
        values: ['S3_INVENTORY', 'ATHENA_DATA'],
        doc: 'What the manifest file lists: an S3 inventory, or the output of an Athena UNLOAD.',
      },
      Transformation: {
        types: ['string'],
        values: ['NONE', 'LOAD_AND_FLATTEN'],
        assumed: 'NONE',
        doc: 'For `listObjectsV2`: `NONE` iterates over the object descriptions, `LOAD_AND_FLATTEN` over the contents of all objects.',
      },
      ItemsPointer: {
        types: ['string'],
        doc: 'JSON Pointer (RFC 6901) to the array inside the JSON file.',
      },
    },
  },
  itemBatcher: {
    doc: 'Groups items into batches.',
    groups: [
      { members: ['MaxItemsPerBatch', 'MaxItemsPerBatchPath'] },
      { members: ['MaxInputBytesPerBatch', 'MaxInputBytesPerBatchPath'] },
    ],
    fields: {
      MaxItemsPerBatch: {
        types: ['integer'],
        expression: true,
        pathTwin: 'MaxItemsPerBatchPath',
        minimum: 1,
        doc: 'Most items in one batch.',
      },
      MaxItemsPerBatchPath: { ...TWIN_PATH, doc: 'Reference path to the number for `MaxItemsPerBatch`.' },
      MaxInputBytesPerBatch: {
        types: ['integer'],
        expression: true,
        pathTwin: 'MaxInputBytesPerBatchPath',
        minimum: 1,
        maximum: 262_144,
        doc: 'Most bytes of one batch.',
      },
      MaxInputBytesPerBatchPath: { ...TWIN_PATH, doc: 'Reference path to the number for `MaxInputBytesPerBatch`.' },
      BatchInput: {
        types: ['any'],
        expression: true,
        template: true,
        doc: 'Fixed data every batch gets next to its `Items`.',
      },
    },
  },
  resultWriter: {
    doc: 'Where and how the results of a distributed Map are written.',
    groups: [],
    fields: {
      Resource: {
        types: ['string'],
        holds: 'writerResource',
        arns: ['arn:aws:states:::s3:putObject'],
        doc: '`arn:aws:states:::s3:putObject`.',
      },
      ...READER_ARGUMENTS,
      WriterConfig: { types: ['object'], object: 'writerConfig', doc: 'Format of the results.' },
    },
  },
  writerConfig: {
    doc: 'Format of the results of a distributed Map.',
    groups: [],
    fields: {
      Transformation: {
        types: ['string'],
        values: ['NONE', 'COMPACT', 'FLATTEN'],
        doc: '`NONE`: outputs with execution metadata. `COMPACT`: outputs only. `FLATTEN`: outputs, arrays joined into one.',
      },
      OutputType: {
        types: ['string'],
        values: ['JSON', 'JSONL'],
        doc: '`JSON`: one array. `JSONL`: one JSON value per line.',
      },
    },
  },
} as const satisfies Partial<Record<string, ObjectFact>>;
