import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { runExecution } from '../../runtime/src/index.ts';
import { CODECS, parquetOf } from '../support/parquet.ts';

/** Items that a distributed Map reads with a reader, or the cause of its failure. */
async function read(reader: object, files: Record<string, string | Uint8Array>): Promise<unknown> {
  const definition = JSON.stringify({
    StartAt: 'Each',
    States: {
      Each: {
        Type: 'Map',
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          Parameters: { Bucket: 'in', Key: 'file' },
          ...reader,
        },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
          StartAt: 'Take',
          States: { Take: { Type: 'Pass', End: true } },
        },
        End: true,
      },
    },
  });
  const { output, cause } = await runExecution({ definition, files });
  return output === undefined ? cause : JSON.parse(output);
}

/**
 * A Parquet file of two rows, plain and uncompressed: `id` INT64, `name` optional STRING, `when` TIMESTAMP, `tags` JSON.
 */
const PARQUET = Buffer.from(
  [
    'UEFSMRUGFSQVJFwVBBUAFQQVABUEFQAAAAMDAQAAAAAAAAACAAAAAAAAABUGFRIVElwVBBUCFQQVABUEFQAAAAMBAwAAAEFubhUGFSQVJFwVBBUAFQQVABUEFQAAAAMD',
    'AAAAAAAAAAAAVrz0jQEAABUGFTYVNlwVBBUAFQQVABUEFQAAAAMDCQAAAHsiYSI6WzFdfQgAAAB7ImEiOltdfRUEGVxIBHJvb3QVCAAVBCUCGAJpZAAVDCUCGARuYW1l',
    'JQAAFQQlAhgEd2hlbiUSABUMJQIYBHRhZ3MlJgAWBBkcGUwmCBwVBBkVABkYAmlkFQAWBBZOFk4mCAAAJlYcFQwZFQAZGARuYW1lFQAWBBY8FjwmVgAAJpIBHBUEGRUA',
    'GRgEd2hlbhUAFgQWThZOJpIBAAAm4AEcFQwZFQAZGAR0YWdzFQAWBBZgFmAm4AEAABa4AhYENrgCACgJaHlwYXJxdWV0GUwcAAAcAAAcAAAcAAAA1AAAAFBBUjE=',
  ].join(''),
  'base64',
);
const ROWS = [
  { id: 1, name: 'Ann', when: '1970-01-01T00:00:00.000Z', tags: { a: [1] } },
  { id: 2, name: null, when: '2024-02-29T12:00:00.000Z', tags: { a: [] } },
];

describe('an ItemReader', () => {
  it('reads the rows of a Parquet file', async () => {
    const config = { ReaderConfig: { InputType: 'PARQUET' } };
    expect(await read(config, { 's3://in/file': PARQUET })).toEqual(ROWS);
    expect(await read(config, { 's3://in/file': 'no such thing' })).toBe('The file is not a Parquet file.');
    expect(await read(config, { 's3://in/file': Buffer.from('no such thing') })).toContain(
      'The Parquet file cannot be read',
    );
  });

  it.each([
    ['GZIP', gzipSync],
    ['BROTLI', brotliCompressSync],
    ['ZSTD', zstdCompressSync],
  ] as const)('unpacks the pages of a Parquet file: %s', async (codec, pack) => {
    const file = parquetOf('id', [1n, 2n, 300n], CODECS[codec], pack);
    const config = { ReaderConfig: { InputType: 'PARQUET' } };
    expect(await read(config, { 's3://in/file': file })).toEqual([{ id: 1 }, { id: 2 }, { id: 300 }]);
    const damaged = parquetOf('id', [1n, 2n, 300n], CODECS[codec], (page) => pack(page).fill(0, 8));
    expect(await read(config, { 's3://in/file': damaged })).toContain('The Parquet file cannot be read');
  });

  it('says which codec of a Parquet file it cannot unpack', async () => {
    const file = parquetOf('id', [1n], CODECS.LZ4, (page) => page);
    const config = { ReaderConfig: { InputType: 'PARQUET' } };
    expect(await read(config, { 's3://in/file': file })).toContain('LZ4');
  });

  it('unpacks what is packed with gzip', async () => {
    const files = { 's3://in/file': gzipSync('{"n":1}\n{"n":2}\n') };
    expect(await read({ ReaderConfig: { InputType: 'JSONL' } }, files)).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('reads an inventory: the rows of its files, under the names of its schema', async () => {
    const manifest = JSON.stringify({
      sourceBucket: 'source',
      destinationBucket: 'arn:aws:s3:::lists',
      fileFormat: 'CSV',
      fileSchema: 'Bucket, Key, Size',
      files: [{ key: 'data/1.csv.gz' }, { key: 'data/2.csv.gz' }],
    });
    const files = {
      's3://in/file': manifest,
      's3://lists/data/1.csv.gz': gzipSync('"source","a/b","12"\n"source","c","3"\n'),
      's3://lists/data/2.csv.gz': gzipSync('"source","d","4"\n'),
    };
    const rows = [
      { Bucket: 'source', Key: 'a/b', Size: '12' },
      { Bucket: 'source', Key: 'c', Size: '3' },
      { Bucket: 'source', Key: 'd', Size: '4' },
    ];
    expect(await read({ ReaderConfig: { ManifestType: 'S3_INVENTORY' } }, files)).toEqual(rows);
    expect(await read({ ReaderConfig: { InputType: 'MANIFEST' } }, files)).toEqual(rows);
    expect(await read({ ReaderConfig: { ManifestType: 'S3_INVENTORY', MaxItems: 2 } }, files)).toEqual(
      rows.slice(0, 2),
    );
    const parquet = { ...JSON.parse(manifest), fileFormat: 'Parquet', files: [{ key: 'data/1.parquet' }] };
    expect(
      await read(
        { ReaderConfig: { ManifestType: 'S3_INVENTORY' } },
        { 's3://in/file': JSON.stringify(parquet), 's3://lists/data/1.parquet': PARQUET },
      ),
    ).toEqual(ROWS);
  });

  it('says what is wrong with an inventory', async () => {
    const config = { ReaderConfig: { ManifestType: 'S3_INVENTORY' } };
    expect(await read(config, { 's3://in/file': '{"a":1}' })).toBe('The manifest file has no list of files.');
    expect(await read(config, { 's3://in/file': '{"files":[{"key":"gone"}]}' })).toBe(
      'The specified key does not exist: s3://in/gone',
    );
  });

  it('reads the files of an Athena manifest, whatever bucket they are in', async () => {
    const files = {
      's3://in/file': '"s3://one/a.csv"\ns3://two/b.csv\n\n',
      's3://one/a.csv': 'id\n1\n',
      's3://two/b.csv': 'id\n2\n',
    };
    const config = { ManifestType: 'ATHENA_DATA', InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' };
    expect(await read({ ReaderConfig: config }, files)).toEqual([{ id: '1' }, { id: '2' }]);
  });

  it('flattens the contents of a list of objects', async () => {
    const files = { 's3://in/p/1': PARQUET, 's3://in/p/2': PARQUET, 's3://in/other': 'x' };
    const reader = {
      Resource: 'arn:aws:states:::s3:listObjectsV2',
      ReaderConfig: { Transformation: 'LOAD_AND_FLATTEN', InputType: 'PARQUET', MaxItems: 3 },
      Parameters: { Bucket: 'in', Prefix: 'p/' },
    };
    expect(await read(reader, files)).toEqual([...ROWS, ROWS[0]]);
  });
});
