import { SUBSTITUTION } from '../../asl/fields.ts';
import { parseResource } from '../../asl/resources.ts';
import type { SourceNode } from '../../source/node.ts';
import { unrecognized } from '../awsMessages.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { type Fields, type TypedObject, textOf } from '../model.ts';
import { headOf } from '../places.ts';
import type { Rule } from '../rule.ts';
import { checkParameters } from '../s3Parameters.ts';

/** What each source needs. Keys of the S3 calls are parameters of S3, not fields of the language. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  getObject: ['Bucket', 'Key'],
  listObjectsV2: ['Bucket'],
};

export const itemReader: Rule = {
  id: 'item-reader',
  severity: 'error',
  code: 'SCHEMA_VALIDATION_FAILED',
  doc: 'An "ItemReader" that names no readable source, or lacks what the source needs: a bucket, a key, the format of the file. The service refuses the definition. Use s3:getObject with "Bucket" and "Key", or s3:listObjectsV2 with "Bucket".',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const reader of context.objects('itemReader')) {
      const resource = reader.fields.Resource;
      const text = textOf(resource?.valueNode);
      if (!resource?.valueNode || text === undefined) continue;
      const parsed = parseResource(text);
      if (parsed?.kind === 'placeholder') continue;
      const action = parsed?.kind === 'optimized' && parsed.service === 's3' ? parsed.resource : '';
      if (!Object.hasOwn(SOURCES, action)) {
        report({
          at: resource.valueNode,
          where: resource.keyNode,
          message: 'Items can be read with arn:aws:states:::s3:getObject or arn:aws:states:::s3:listObjectsV2.',
          awsMessage: unrecognized(text),
          data: { kind: 'rename', names: Object.keys(SOURCES).map((name) => `arn:aws:states:::s3:${name}`) },
        });
        continue;
      }
      checkParameters(reader, SOURCES[action]!, context, report);
      checkConfig(reader, action, context, report);
    }
  },
};

function checkConfig(
  reader: TypedObject<'itemReader'>,
  action: string,
  context: ValidationContext,
  report: (finding: Finding) => void,
): void {
  const config = context.objects('readerConfig').find((candidate) => candidate.parent === reader);
  const fields: Fields<'readerConfig'> = config?.fields ?? {};
  const format = textOf(fields.InputType?.valueNode);
  const manifest = textOf(fields.ManifestType?.valueNode);
  const transformation = textOf(fields.Transformation?.valueNode);
  const place = config ?? reader;
  const lacks = (at: SourceNode | undefined, message: string, field?: string): void =>
    report({
      at: at ?? headOf(place.node, context.document.text),
      where: place.node,
      message,
      awsMessage: field ? `These fields are required: [${field}]` : undefined,
      data: field ? { kind: 'add', fields: [field] } : undefined,
    });
  if ([format, manifest, transformation].some((text) => text !== undefined && SUBSTITUTION.test(text))) return;
  if (action === 'getObject' && !fields.InputType && (!fields.ManifestType || manifest === 'ATHENA_DATA')) {
    lacks(fields.ManifestType?.keyNode, 'The format of the file is missing: write "InputType".', INPUT_TYPE);
  }
  if (action === 'listObjectsV2' && fields.InputType && transformation !== 'LOAD_AND_FLATTEN') {
    lacks(fields.InputType.keyNode, 'A listing has no "InputType", unless "Transformation" is "LOAD_AND_FLATTEN".');
  }
  if (transformation === 'LOAD_AND_FLATTEN' && action === 'listObjectsV2' && !fields.InputType) {
    lacks(fields.Transformation?.keyNode, 'The format of the files is missing: write "InputType".', INPUT_TYPE);
  }
  doubtful(fields, report);
  // What a manifest lists was written by a service, with or without headers.
  if (format === 'CSV' && !fields.CSVHeaderLocation && !fields.ManifestType) {
    lacks(fields.InputType?.keyNode, 'A CSV file needs "CSVHeaderLocation": "FIRST_ROW" or "GIVEN".', HEADER_LOCATION);
  }
  if (textOf(fields.CSVHeaderLocation?.valueNode) === 'GIVEN' && !fields.CSVHeaders) {
    lacks(fields.CSVHeaderLocation?.valueNode, 'With "GIVEN", "CSVHeaders" must list the column names.', HEADERS);
  }
}

/** What the service takes, and the reader then fails at. */
function doubtful(fields: Fields<'readerConfig'>, report: (finding: Finding) => void): void {
  const headers = fields.CSVHeaders?.valueNode?.items ?? [];
  const repeated = headers.find((item, index) => headers.findIndex(({ value }) => value === item.value) < index);
  if (repeated) {
    report({
      at: repeated,
      severity: 'warning',
      code: null,
      message: `There is another column ${JSON.stringify(repeated.value)}, and the reader fails where two have one name.`,
      data: { kind: 'remove' },
    });
  }
  const pointer = textOf(fields.ItemsPointer?.valueNode);
  if (pointer && !pointer.startsWith('/') && !SUBSTITUTION.test(pointer)) {
    report({
      at: fields.ItemsPointer!.valueNode!,
      severity: 'warning',
      code: null,
      message: `"${pointer}" is no JSON Pointer: it begins with "/" and leads from member to member, like "/orders/items".`,
    });
  }
}

const INPUT_TYPE: keyof Fields<'readerConfig'> = 'InputType';
const HEADER_LOCATION: keyof Fields<'readerConfig'> = 'CSVHeaderLocation';
const HEADERS: keyof Fields<'readerConfig'> = 'CSVHeaders';
