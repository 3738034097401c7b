import { createHash, createHmac } from 'node:crypto';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface SignedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface SigningScope {
  readonly credentials: Credentials;
  readonly region: string;
  readonly service: string;
  readonly time: Date;
}

/** The headers of a request with those of its signature (AWS Signature Version 4: "Create a signed AWS API request"). */
export function signedHeaders(request: SignedRequest, scope: SigningScope): Record<string, string> {
  const { sessionToken } = scope.credentials;
  const headers: Record<string, string> = {
    ...request.headers,
    'x-amz-date': timestamp(scope),
    ...(sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }),
  };
  const { names, signature } = sign({ ...request, headers }, scope);
  const credential = `Credential=${scope.credentials.accessKeyId}/${credentialScope(scope)}`;
  const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names}, Signature=${signature}`;
  return { ...headers, authorization };
}

/** The URL of a request that carries its signature in its query and is good for some seconds. */
export function presignedUrl(request: SignedRequest, scope: SigningScope, seconds: number): URL {
  const { accessKeyId, sessionToken } = scope.credentials;
  const url = new URL(request.url);
  url.searchParams.set('X-Amz-Algorithm', 'AWS4-HMAC-SHA256');
  url.searchParams.set('X-Amz-Credential', `${accessKeyId}/${credentialScope(scope)}`);
  url.searchParams.set('X-Amz-Date', timestamp(scope));
  url.searchParams.set('X-Amz-Expires', String(seconds));
  if (sessionToken !== undefined) url.searchParams.set('X-Amz-Security-Token', sessionToken);
  url.searchParams.set('X-Amz-SignedHeaders', canonicalHeaders({ ...request, url }).names);
  url.searchParams.set('X-Amz-Signature', sign({ ...request, url }, scope).signature);
  return url;
}

function sign(request: SignedRequest, scope: SigningScope): { readonly names: string; readonly signature: string } {
  const { names, lines } = canonicalHeaders(request);
  const { method, url, body } = request;
  const text = [method, canonicalPath(url), canonicalQuery(url), ...lines, '', names, sha256(body)].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', timestamp(scope), credentialScope(scope), sha256(text)].join('\n');
  const key = credentialScope(scope)
    .split('/')
    .reduce<string | Buffer>(
      (before, part) => createHmac('sha256', before).update(part).digest(),
      `AWS4${scope.credentials.secretAccessKey}`,
    );
  return { names, signature: createHmac('sha256', key).update(toSign).digest('hex') };
}

function timestamp({ time }: SigningScope): string {
  return time.toISOString().replace(/[-:]|\.\d+/g, '');
}

function credentialScope(scope: SigningScope): string {
  return `${timestamp(scope).slice(0, 8)}/${scope.region}/${scope.service}/aws4_request`;
}

/** The headers' names, and a line for each header. */
function canonicalHeaders({ url, headers }: SignedRequest): { readonly names: string; readonly lines: string[] } {
  const values = new Map(
    Object.entries({ host: url.host, ...headers }).map(([name, value]) => [name.toLowerCase(), value.trim()]),
  );
  const names = [...values.keys()].sort();
  const lines = names.map((name) => `${name}:${values.get(name)!.replace(/ +/g, ' ')}`);
  return { names: names.join(';'), lines };
}

/** Every service but S3 signs a path that is encoded twice. */
function canonicalPath({ pathname }: URL): string {
  return pathname.split('/').map(encoded).join('/');
}

function canonicalQuery({ searchParams }: URL): string {
  return [...searchParams]
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join('&');
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
