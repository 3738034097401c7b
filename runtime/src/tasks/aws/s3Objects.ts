import type { ObjectStore, ObjectSummary } from '../../interpreter/environment.ts';
import type { AwsClients } from './awsClients.ts';

/** The objects of S3, or of what stands in for it. */
export function s3Objects(clients: AwsClients): ObjectStore {
  return {
    async get(bucket, key) {
      try {
        const { response } = await clients.send('s3', 'getObject', { Bucket: bucket, Key: key });
        return await (response.Body as { transformToByteArray(): Promise<Uint8Array> }).transformToByteArray();
      } catch (error) {
        if ((error as Error).name === 'NoSuchKey') return undefined;
        throw error;
      }
    },
    async put(bucket, key, body) {
      await clients.send('s3', 'putObject', { Bucket: bucket, Key: key, Body: body });
    },
    async list(bucket, prefix) {
      const found: ObjectSummary[] = [];
      let token: string | undefined;
      do {
        const { response } = await clients.send('s3', 'listObjectsV2', {
          Bucket: bucket,
          Prefix: prefix,
          ...(token === undefined ? {} : { ContinuationToken: token }),
        });
        found.push(...((response.Contents ?? []) as readonly ListedObject[]).map(summary));
        token = response.NextContinuationToken as string | undefined;
      } while (token !== undefined);
      return found;
    },
  };
}

/** Local files for buckets that have some, and another store for all others. */
export function layeredObjects(
  files: ObjectStore & { has(bucket: string): boolean },
  others: ObjectStore,
): ObjectStore {
  const storeOf = (bucket: string) => (files.has(bucket) ? files : others);
  return {
    get: (bucket, key) => storeOf(bucket).get(bucket, key),
    put: (bucket, key, body) => storeOf(bucket).put(bucket, key, body),
    list: (bucket, prefix) => storeOf(bucket).list(bucket, prefix),
  };
}

interface ListedObject {
  readonly Key: string;
  readonly Size: number;
  readonly ETag?: string;
  readonly LastModified?: Date;
  readonly StorageClass?: string;
}

function summary(listed: ListedObject): ObjectSummary {
  return {
    key: listed.Key,
    size: listed.Size,
    ...(listed.LastModified ? { lastModified: Math.floor(listed.LastModified.getTime() / 1000) } : {}),
    ...(listed.ETag ? { etag: listed.ETag } : {}),
    ...(listed.StorageClass ? { storageClass: listed.StorageClass } : {}),
  };
}
