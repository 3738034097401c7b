// Parquet files as small as they can be: one required column of INT64, one page.

type Field = readonly [id: number, type: number, bytes: Buffer];

const I32 = 5;
const I64 = 6;
const BINARY = 8;
const LIST = 9;
const STRUCT = 12;

/** Numbers of the codecs in the format's Thrift definition. */
export const CODECS = { GZIP: 2, BROTLI: 4, LZ4: 5, ZSTD: 6 } as const;

export function parquetOf(column: string, values: readonly bigint[], codec: number, pack: (page: Buffer) => Buffer) {
  const page = Buffer.alloc(values.length * 8);
  for (const [index, value] of values.entries()) page.writeBigInt64LE(value, index * 8);
  const packed = pack(page);
  const dataPage = struct(
    [1, I32, number(values.length)],
    [2, I32, number(0)],
    [3, I32, number(3)],
    [4, I32, number(3)],
  );
  const header = struct(
    [1, I32, number(0)],
    [2, I32, number(page.length)],
    [3, I32, number(packed.length)],
    [5, STRUCT, dataPage],
  );
  const size = number(header.length + packed.length);
  const metadata = struct(
    [1, I32, number(2)],
    [2, LIST, list(I32, [number(0)])],
    [3, LIST, list(BINARY, [text(column)])],
    [4, I32, number(codec)],
    [5, I64, number(values.length)],
    [6, I64, number(header.length + page.length)],
    [7, I64, size],
    [9, I64, number(4)],
  );
  const chunk = struct([2, I64, number(4)], [3, STRUCT, metadata]);
  const schema = [
    struct([4, BINARY, text('root')], [5, I32, number(1)]),
    struct([1, I32, number(2)], [3, I32, number(0)], [4, BINARY, text(column)]),
  ];
  const group = struct([1, LIST, list(STRUCT, [chunk])], [2, I64, size], [3, I64, number(values.length)]);
  const footer = struct(
    [1, I32, number(1)],
    [2, LIST, list(STRUCT, schema)],
    [3, I64, number(values.length)],
    [4, LIST, list(STRUCT, [group])],
  );
  const length = Buffer.alloc(4);
  length.writeInt32LE(footer.length);
  return Buffer.concat([Buffer.from('PAR1'), header, packed, footer, length, Buffer.from('PAR1')]);
}

/** Thrift's compact protocol: a field's id as the difference to that before it. */
function struct(...fields: readonly Field[]): Buffer {
  let last = 0;
  const parts = fields.map(([id, type, bytes]) => {
    const head = Buffer.from([((id - last) << 4) | type]);
    last = id;
    return Buffer.concat([head, bytes]);
  });
  return Buffer.concat([...parts, Buffer.from([0])]);
}

function list(type: number, items: readonly Buffer[]): Buffer {
  return Buffer.concat([Buffer.from([(items.length << 4) | type]), ...items]);
}

function text(value: string): Buffer {
  return Buffer.concat([varint(value.length), Buffer.from(value)]);
}

/** Zigzag, as integers are written. */
function number(value: number): Buffer {
  return varint(value * 2);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Buffer.from([...bytes, rest]);
}
