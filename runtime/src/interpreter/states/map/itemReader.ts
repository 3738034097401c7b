import { isObject, type Json, type JsonObject } from '../../../asl/json.ts';
import type { Branch } from '../../branch.ts';
import type { ObjectStore, ObjectSummary, StoredObject } from '../../environment.ts';
import { type NumberReader, numberField, requestField } from '../../fields.ts';
import type { Evaluated } from '../../phases.ts';
import { type ItemFormat, parseItems, textOf } from './itemFormats.ts';
import type { MapItems } from './items.ts';

/** Reads a Map's items from an object store. A text is the cause of States.ItemReaderFailed. */
export interface ItemReader {
  readonly maxItems: NumberReader | undefined;
  arguments(branch: Branch): Evaluated;
  read(
    request: JsonObject,
    maxItems: number | undefined,
    objects: ObjectStore,
  ): MapItems | string | Promise<MapItems | string>;
  /** `$$.Map.Item.Source` of the items. */
  source(request: JsonObject): string;
}

/** ItemReader: AWS Step Functions Developer Guide, "ItemReader (Map)". */
export function itemReader(owner: JsonObject, queryLanguage: string): ItemReader {
  const config = isObject(owner.ReaderConfig) ? owner.ReaderConfig : {};
  const lists = String(owner.Resource ?? '').endsWith('s3:listObjectsV2');
  return {
    maxItems: numberField(config, queryLanguage, {
      name: 'MaxItems',
      kind: 'integer',
      location: 'ItemReader/ReaderConfig/MaxItems',
    }),
    arguments: requestField(owner, 'ItemReader', queryLanguage),
    // The objects of a list are items themselves, unless what they contain is taken.
    source: (request) => {
      const bucket = `S3://${String(request.Bucket ?? '')}`;
      return lists ? bucket : `${bucket}/${String(request.Key ?? '')}`;
    },
    read: (request, maxItems, objects) => {
      if (maxItems !== undefined && maxItems < 0) return 'field MaxItems must be positive';
      const bucket = String(request.Bucket ?? '');
      const limit = maxItems || Number.POSITIVE_INFINITY;
      if (lists) {
        return then(objects.list(bucket, String(request.Prefix ?? '')), (found) =>
          config.Transformation === 'LOAD_AND_FLATTEN'
            ? loadAll(
                found.map(({ key }) => ({ bucket, key })),
                config,
                limit,
                objects,
              )
            : limited(found.map(listing), limit),
        );
      }
      const key = String(request.Key ?? '');
      return then(objects.get(bucket, key), (object) => {
        if (object === undefined) return missing(bucket, key);
        if (config.ManifestType !== undefined || config.InputType === 'MANIFEST')
          return readManifest(object, bucket, config, limit, objects);
        return then(parseItems(object, formatOf(config)), (items) =>
          typeof items === 'string' ? items : limited(items, limit),
        );
      });
    },
  };
}

function formatOf(config: JsonObject): ItemFormat {
  return {
    inputType: String(config.InputType ?? 'JSON'),
    headers:
      config.CSVHeaderLocation === 'GIVEN' && Array.isArray(config.CSVHeaders)
        ? config.CSVHeaders.map(String)
        : undefined,
    delimiter: typeof config.CSVDelimiter === 'string' ? config.CSVDelimiter : 'COMMA',
    pointer: typeof config.ItemsPointer === 'string' ? config.ItemsPointer : undefined,
  };
}

function limited(items: MapItems | readonly Json[], limit: number): MapItems {
  const { values, keys } =
    'values' in items && !Array.isArray(items)
      ? (items as MapItems)
      : { values: items as readonly Json[], keys: undefined };
  if (values.length <= limit) return { values, keys };
  return { values: values.slice(0, limit), keys: keys?.slice(0, limit) };
}

function listing(object: ObjectSummary): Json {
  return {
    Etag: object.etag ?? '',
    Key: object.key,
    LastModified: object.lastModified ?? 0,
    Size: object.size,
    StorageClass: object.storageClass ?? 'STANDARD',
  };
}

interface ObjectAddress {
  readonly bucket: string;
  readonly key: string;
}

/** Items of several objects, one after the other. */
async function loadAll(
  found: readonly ObjectAddress[],
  config: JsonObject,
  limit: number,
  objects: ObjectStore,
): Promise<MapItems | string> {
  const all: Json[] = [];
  for (const { bucket, key } of found) {
    const object = await objects.get(bucket, key);
    if (object === undefined) return missing(bucket, key);
    const items = await parseItems(object, formatOf(config));
    if (typeof items === 'string') return items;
    for (const item of items.values) all.push(item);
    if (all.length >= limit) break;
  }
  return limited(all, limit);
}

/** An S3 inventory (rows of the listed files) or an Athena UNLOAD manifest (one `s3://` address a line). */
async function readManifest(
  object: StoredObject,
  bucket: string,
  config: JsonObject,
  limit: number,
  objects: ObjectStore,
): Promise<MapItems | string> {
  const text = await textOf(object);
  if (config.ManifestType === 'ATHENA_DATA') {
    const addresses = text.split(/\r?\n/).map((line) => /^"?s3:\/\/([^/]+)\/([^"]+)"?$/.exec(line.trim()));
    const files = addresses.flatMap((address) => (address ? [{ bucket: address[1]!, key: address[2]! }] : []));
    return loadAll(files, config, limit, objects);
  }
  const manifest = parseJson(text);
  if (!isObject(manifest) || !Array.isArray(manifest.files)) return 'The manifest file has no list of files.';
  const headers = String(manifest.fileSchema ?? '')
    .split(',')
    .map((name) => name.trim());
  const source = String(manifest.destinationBucket ?? '').replace(/^arn:aws[\w-]*:s3:::/, '') || bucket;
  const files = manifest.files.filter(isObject).map((file) => ({ bucket: source, key: String(file.key ?? '') }));
  const format: JsonObject =
    manifest.fileFormat === 'Parquet'
      ? { InputType: 'PARQUET' }
      : { InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: headers };
  return loadAll(files, format, limit, objects);
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function missing(bucket: string, key: string): string {
  return `The specified key does not exist: s3://${bucket}/${key}`;
}

/** Applies `use` at once, or when the promise has settled. */
function then<T, R>(value: T | Promise<T>, use: (value: T) => R | Promise<R>): R | Promise<R> {
  return value instanceof Promise ? value.then(use) : use(value);
}
