import { isObject, type Json, type JsonObject } from '../asl/json.ts';
import type {
  HttpRequestData,
  HttpResponseData,
  TaskCall,
  TaskOutcome,
  TaskRunner,
} from '../interpreter/environment.ts';
import { type Connection, connectionOf, type OAuth } from './httpConnections.ts';
import { type ArrayFormat, formEncoded } from './httpForm.ts';
import { bodyValue, invalid, isAllowedUrl, missing, unusable } from './httpParts.ts';

export interface HttpRunnerOptions {
  readonly connections: ReadonlyMap<string, Connection>;
  /** Told every request that is made. */
  readonly log: (line: string) => void;
  readonly region?: string;
}

/** Longest time of a request (Step Functions, HTTP Task quotas). */
const TIMEOUT_MILLISECONDS = 60_000;
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'];
/** Headers that a state may not set (Step Functions Developer Guide, "Call HTTPS APIs"). */
const FORBIDDEN_HEADERS =
  /^(authorization|connection|content-md5|date|expect|forwarded|from|host|if-.*|max-forwards|origin|pragma|proxy-.*|referer|server|te|trailer|transfer-encoding|upgrade|via|warning|accept-encoding|cache-control|content-encoding|x-amz.*|x-forwarded.*)$/i;

/** Runs HTTP tasks, `arn:aws:states:::http:invoke`, with connections from the configuration. */
export function httpRunner({ connections, log, region = 'us-east-1' }: HttpRunnerOptions): TaskRunner {
  return {
    run(call) {
      if (call.target.resourceType !== 'http' || call.target.action !== 'invoke') return undefined;
      const input = isObject(call.input) ? call.input : {};
      const problem = problemOf(input);
      if (problem) return unusable(call.input, problem);
      const arn = connectionArn(input);
      const connection = connectionOf(connections, arn);
      if (!connection) {
        const cause = `The connection ${arn} is not configured. Add it to "connections", by its name or ARN.`;
        return { type: 'failure', error: 'Events.ConnectionResource.NotFound', cause };
      }
      return invoke(call, input, connection, { log, region });
    },
  };
}

async function invoke(
  call: TaskCall,
  input: JsonObject,
  connection: Connection,
  { log, region }: { readonly log: (line: string) => void; readonly region: string },
): Promise<TaskOutcome> {
  const signal = AbortSignal.any([call.signal, AbortSignal.timeout(TIMEOUT_MILLISECONDS)]);
  try {
    const { url, method, headers, body } = requestOf(input, await authorized(connection, signal), region);
    // Query strings may hold keys of the connection.
    log(`HTTP call: ${method} ${url.origin}${url.pathname}`);
    const response = await fetch(url, { method, headers, body, redirect: 'manual', signal });
    const text = await response.text();
    call.branch.execution.environment.onExchange?.({
      request: requestData(requestOf(input, NO_CONNECTION, region)),
      secretRequest: requestData({ url, method, headers, body }),
      response: responseData(url, response, text),
    });
    return outcomeOf(response, text);
  } catch (thrown) {
    const error = thrown as Error & { readonly cause?: Error };
    return { type: 'failure', error: 'States.Http.Socket', cause: error.cause?.message || error.message };
  }
}

interface HttpRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

const NO_CONNECTION: Connection = { headers: {}, queryParameters: {}, bodyParameters: {} };

/** The request of a state, with what a connection adds. */
function requestOf(input: JsonObject, connection: Connection, region: string): HttpRequest {
  const body = bodyOf(input, connection);
  const headers = {
    'user-agent': `Amazon|StepFunctions|HttpInvoke|${region}`,
    range: 'bytes=0-262144',
    ...(body === undefined ? {} : { 'content-type': body.type }),
    ...texts(input.Headers),
    ...connection.headers,
  };
  return { url: urlOf(input, connection), method: String(input.Method), headers, body: body?.text };
}

function requestData({ url, method, headers, body }: HttpRequest): HttpRequestData {
  return {
    protocol: protocolOf(url),
    method,
    url: url.href,
    headers: headerList(Object.entries(headers)),
    ...(body === undefined ? {} : { body }),
  };
}

function responseData(url: URL, response: Response, body: string): HttpResponseData {
  return {
    protocol: protocolOf(url),
    statusCode: String(response.status),
    statusMessage: response.statusText,
    headers: headerList([...response.headers]),
    body,
  };
}

function protocolOf(url: URL): string {
  return url.protocol.replace(':', '');
}

function headerList(headers: readonly (readonly [string, string])[]): string {
  return `[${headers.map(([name, value]) => `${name}: ${value}`).join(', ')}]`;
}

function outcomeOf(response: Response, text: string): TaskOutcome {
  const headers: Record<string, string[]> = {};
  for (const [name, value] of response.headers) headers[name] = [value];
  const output = {
    Headers: headers,
    ResponseBody: bodyValue(text),
    StatusCode: response.status,
    StatusText: response.statusText,
  };
  if (response.ok) return { type: 'success', output };
  const cause = text === '' ? response.statusText : text;
  return { type: 'failure', error: `States.Http.StatusCode.${response.status}`, cause };
}

/** What is wrong with the parameters, in AWS's words. */
function problemOf(input: JsonObject): string | undefined {
  for (const field of ['ApiEndpoint', 'Method']) {
    if (input[field] === undefined) return missing(field);
  }
  if (!METHODS.includes(String(input.Method))) return invalid('Method');
  if (!isAllowedUrl(String(input.ApiEndpoint))) return invalid('ApiEndpoint');
  if (input.Headers !== undefined && !isObject(input.Headers)) {
    return invalid('Headers');
  }
  const forbidden = Object.keys(input.Headers ?? {}).find((name) => FORBIDDEN_HEADERS.test(name));
  return forbidden && `The header '${forbidden}' is not allowed`;
}

function connectionArn(input: JsonObject): string {
  for (const owner of [input.Authentication, input.InvocationConfig]) {
    if (isObject(owner) && typeof owner.ConnectionArn === 'string') return owner.ConnectionArn;
  }
  return '';
}

function urlOf(input: JsonObject, connection: Connection): URL {
  const url = new URL(String(input.ApiEndpoint));
  const parameters = {
    ...(isObject(input.QueryParameters) ? input.QueryParameters : {}),
    ...connection.queryParameters,
  };
  for (const [name, value] of Object.entries(parameters)) {
    for (const item of Array.isArray(value) ? value : [value]) url.searchParams.append(name, String(item));
  }
  return url;
}

function bodyOf(input: JsonObject, connection: Connection): { text: string; type: string } | undefined {
  const written = input.RequestBody;
  const added = connection.bodyParameters;
  if (written === undefined && Object.keys(added).length === 0) return undefined;
  const body = written === undefined || isObject(written) ? { ...(written ?? {}), ...added } : written;
  const transform = isObject(input.Transform) ? input.Transform : {};
  if (transform.RequestBodyEncoding === 'URL_ENCODED' && isObject(body)) {
    const options = isObject(transform.RequestEncodingOptions) ? transform.RequestEncodingOptions : {};
    const text = formEncoded(body, (options.ArrayFormat ?? 'INDICES') as ArrayFormat);
    return { text, type: 'application/x-www-form-urlencoded' };
  }
  return { text: JSON.stringify(body), type: 'application/json' };
}

/** The connection with the token that its authorization server gives. */
async function authorized(connection: Connection, signal: AbortSignal): Promise<Connection> {
  if (!connection.oauth) return connection;
  return { ...connection, headers: { ...connection.headers, Authorization: await token(connection.oauth, signal) } };
}

async function token(oauth: OAuth, signal: AbortSignal): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: oauth.clientId,
    client_secret: oauth.clientSecret,
  });
  const response = await fetch(oauth.endpoint, { method: oauth.method, body, signal });
  const answer = (await response.json()) as { readonly access_token?: string; readonly token_type?: string };
  if (!response.ok || !answer.access_token) {
    throw new Error(`The authorization endpoint ${oauth.endpoint} answered with status ${response.status}.`);
  }
  return `${answer.token_type ?? 'Bearer'} ${answer.access_token}`;
}

function texts(value: Json | undefined): Record<string, string> {
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, String(member)]));
}
