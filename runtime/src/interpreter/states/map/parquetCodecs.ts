import zlib from 'node:zlib';
import type { Compressors } from 'hyparquet';

/** Node has had it since version 22.15. */
const unzstd: typeof zlib.zstdDecompressSync | undefined = zlib.zstdDecompressSync;

/** What unpacks the pages of Parquet files, beside Snappy, which the reader knows itself. A page that unpacks to more than its header says is refused. */
export const PARQUET_CODECS: Compressors = {
  GZIP: (page, maxOutputLength) => zlib.gunzipSync(page, { maxOutputLength }),
  BROTLI: (page, maxOutputLength) => zlib.brotliDecompressSync(page, { maxOutputLength }),
  ...(unzstd && { ZSTD: (page: Uint8Array, maxOutputLength: number) => unzstd(page, { maxOutputLength }) }),
};
