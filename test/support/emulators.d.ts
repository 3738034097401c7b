/** Emulators that come without types. */
declare module 'dynalite' {
  export default function dynalite(options?: { readonly createTableMs?: number }): import('node:net').Server;
}

declare module 's3rver' {
  export default class S3rver {
    constructor(options: {
      readonly port: number;
      readonly silent: boolean;
      readonly directory: string;
      readonly configureBuckets: readonly { readonly name: string; readonly configs: readonly string[] }[];
    });
    run(): Promise<import('node:net').AddressInfo>;
    close(): Promise<void>;
  }
}
