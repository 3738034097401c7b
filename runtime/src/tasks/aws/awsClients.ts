import type { Json } from '../../asl/json.ts';
import { loadSdkClient, MissingSdk, type SdkModule, type SdkStore } from './sdkLoader.ts';
import { fromSdk, type SdkSchema, toSdk, upperFirst } from './sdkSchema.ts';
import type { Credentials } from './signature.ts';

/** How tasks reach AWS, or what stands in for it. */
export interface AwsConfiguration {
  /** Folder whose `node_modules` hold the AWS SDK's clients. */
  readonly folder: string;
  /** Where to look for those that are not there. */
  readonly store?: SdkStore;
  /** Profile of the AWS configuration files; otherwise the SDK's own search for credentials. */
  readonly profile?: string;
  readonly region?: string;
  /** Endpoint of every service, such as LocalStack's. */
  readonly endpoint?: string;
  /** Endpoints by service, as in `aws-sdk:<service>`: wins over `endpoint`. */
  readonly endpoints?: Readonly<Record<string, string>>;
}

/** A response in Step Functions' view, with what the older integrations show of its transport. */
export interface AwsResponse {
  readonly output: Readonly<Record<string, Json>>;
  readonly requestId: string;
  readonly statusCode: number;
}

interface SdkClient {
  readonly config: { credentials(): Promise<Credentials> };
  send(command: object, options: { readonly abortSignal: AbortSignal | undefined }): Promise<Record<string, unknown>>;
}

/** Clients of the user's own AWS SDK for JavaScript v3, loaded when a service is called for the first time. */
export class AwsClients {
  private readonly modules = new Map<string, Promise<SdkModule>>();
  private readonly clients = new Map<string, SdkClient>();

  constructor(
    private readonly configuration: AwsConfiguration,
    /** Told every call that is made. Parameters are not shown: they may hold secrets. */
    private readonly log: (line: string) => void,
  ) {}

  /** Region of calls that do not go through a client. */
  get region(): string {
    return this.configuration.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1';
  }

  /** Tells a call that does not go through a client. */
  told(line: string): void {
    this.log(line);
  }

  /** Credentials for calls that do not go through a client: those of the environment, or what a client of STS finds. */
  async credentials(): Promise<Credentials> {
    const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = process.env;
    if (this.configuration.profile === undefined && accessKeyId !== undefined && secretAccessKey !== undefined) {
      return { accessKeyId, secretAccessKey, sessionToken: process.env.AWS_SESSION_TOKEN };
    }
    const client = this.client('sts', await this.module('sts'));
    return client.config.credentials();
  }

  /** Calls an API action. Rejects with the SDK's error, or MissingSdk. */
  async call(service: string, action: string, parameters: Json, signal?: AbortSignal): Promise<AwsResponse> {
    const { response, schema } = await this.send(service, action, parameters, signal);
    const metadata = response.$metadata as { readonly requestId?: string; readonly httpStatusCode?: number };
    return {
      output: fromSdk(await readStreams(response), schema) as Readonly<Record<string, Json>>,
      requestId: metadata.requestId ?? '',
      statusCode: metadata.httpStatusCode ?? 200,
    };
  }

  /** Calls an API action and answers what the SDK answers, with the schema of it. */
  async send(
    service: string,
    action: string,
    parameters: Json,
    signal?: AbortSignal,
  ): Promise<{ readonly response: Readonly<Record<string, unknown>>; readonly schema: SdkSchema | undefined }> {
    const module = await this.module(service);
    const name = `${upperFirst(action)}Command`;
    const Command = module[name];
    if (!Command)
      throw new MissingSdk(`The AWS SDK's client of ${service} has no ${name}. A newer version may have it.`);
    const client = this.client(service, module);
    const { input, output } = schemasOf(Command);
    this.log(`AWS call: ${service}:${action}${this.place(service)}`);
    const response = await client.send(new Command(toSdk(parameters, input) as object), { abortSignal: signal });
    return { response, schema: output };
  }

  /** Ends the connections that clients keep. */
  close(): void {
    for (const client of this.clients.values()) (client as { destroy?: () => void }).destroy?.();
    this.clients.clear();
  }

  private module(service: string): Promise<SdkModule> {
    let module = this.modules.get(service);
    if (!module) {
      module = loadSdkClient(this.configuration.folder, service, this.configuration.store);
      this.modules.set(service, module);
      // A package that is installed after a failure is found at the next call.
      module.catch(() => this.modules.delete(service));
    }
    return module;
  }

  private client(service: string, module: SdkModule): SdkClient {
    const known = this.clients.get(service);
    if (known) return known;
    const name = Object.keys(module).find((exported) => /^[A-Z]\w*Client$/.test(exported));
    if (!name) throw new MissingSdk(`The AWS SDK's package of ${service} has no client.`);
    const { profile, region } = this.configuration;
    const endpoint = this.endpointOf(service);
    const client = new module[name]!({
      ...(region === undefined ? {} : { region }),
      ...(profile === undefined ? {} : { profile }),
      ...(endpoint === undefined ? {} : { endpoint, ...localOptions(service, endpoint, this.configuration) }),
    }) as SdkClient;
    this.clients.set(service, client);
    return client;
  }

  /** The endpoint that stands in for a service, if one does. */
  endpointOf(service: string): string | undefined {
    return this.configuration.endpoints?.[service] ?? this.configuration.endpoint;
  }

  private place(service: string): string {
    const endpoint = this.endpointOf(service);
    if (endpoint !== undefined) return ` at ${endpoint}`;
    const { region, profile } = this.configuration;
    const parts = [region && `region ${region}`, profile && `profile ${profile}`].filter(Boolean);
    return parts.length > 0 ? ` (${parts.join(', ')})` : '';
  }
}

/** Emulators take any credentials, and S3's are found by path. */
function localOptions(service: string, endpoint: string, { profile, region }: AwsConfiguration): object {
  const bySetting = profile !== undefined || process.env.AWS_ACCESS_KEY_ID !== undefined;
  const isLocal = /^https?:\/\/(localhost|127\.|\[::1\])/.test(endpoint);
  return {
    ...(isLocal && !bySetting ? { credentials: { accessKeyId: 'local', secretAccessKey: 'local' } } : {}),
    ...(isLocal && region === undefined ? { region: process.env.AWS_REGION ?? 'us-east-1' } : {}),
    ...(service === 's3' ? { forcePathStyle: true } : {}),
    ...(service === 'sfn' ? { disableHostPrefix: true } : {}),
  };
}

function schemasOf(Command: new (argument: object) => object): { input?: SdkSchema; output?: SdkSchema } {
  const { schema } = new Command({}) as { readonly schema?: readonly unknown[] };
  return { input: schema?.[4] as SdkSchema | undefined, output: schema?.[5] as SdkSchema | undefined };
}

/** Bodies that come as streams are read as text, as Step Functions does. */
async function readStreams(response: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
  const read: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(response)) {
    const stream = value as { readonly transformToString?: () => Promise<string> } | null | undefined;
    const isStream = typeof stream === 'object' && typeof stream?.transformToString === 'function';
    read[name] = isStream ? await stream.transformToString!() : value;
  }
  return read;
}
