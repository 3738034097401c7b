import { isObject, type Json, type JsonObject } from '../../asl/json.ts';
import type { TaskCall, TaskOutcome } from '../../interpreter/environment.ts';
import { bodyValue, invalid, missing, unusable } from '../httpParts.ts';
import type { AwsClients } from './awsClients.ts';
import { MissingSdk } from './sdkLoader.ts';
import { signedHeaders } from './signature.ts';

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'];
/** Step Functions gives up after this time (Developer Guide, "Call API Gateway"). */
const TIMEOUT_MILLISECONDS = 30_000;
/** Headers that the service makes itself. */
const OWN_HEADERS =
  /^(authorization|connection|content-md5|date|expect|host|max-forwards|proxy-authenticate|server|te|transfer-encoding|trailer|upgrade|via|www-authenticate|x-amz-date|x-amz-security-token|x-forwarded-for)$/i;

/**
 * Runs `apigateway:invoke`: an HTTPS request to the API, signed where AuthType wants it. An endpoint that is configured for `apigateway` stands in for
 * every API: `sam local start-api`, for instance.
 */
export async function invokeApi(call: TaskCall, clients: AwsClients): Promise<TaskOutcome> {
  const input = isObject(call.input) ? call.input : {};
  const problem = problemOf(input);
  if (problem) return unusable(call.input, problem);
  const signal = AbortSignal.any([call.signal, AbortSignal.timeout(TIMEOUT_MILLISECONDS)]);
  const method = String(input.Method);
  const url = urlOf(input, clients.endpointOf('apigateway'));
  const body = bodyOf(input);
  const plain = { ...headersOf(input), ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  try {
    const headers = isSigned(input) ? await signed(clients, method, url, plain, body ?? '') : plain;
    clients.told(`AWS call: apigateway:invoke ${method} ${url.origin}${url.pathname}`);
    const response = await fetch(url, { method, headers, body, redirect: 'manual', signal });
    return outcomeOf(call, response, await response.text());
  } catch (thrown) {
    if (thrown instanceof MissingSdk) return { type: 'failure', error: 'States.Runtime', cause: thrown.message };
    const error = thrown as Error & { readonly cause?: Error };
    const cause = `Unable to execute HTTP request: ${error.cause?.message || error.message}`;
    return { type: 'failure', error: 'ApiGateway.SdkClientException', cause };
  }
}

function outcomeOf({ target }: TaskCall, response: Response, text: string): TaskOutcome {
  const headers: Record<string, string[]> = {};
  for (const [name, value] of response.headers) headers[name] = [value];
  if (!response.ok) {
    const cause = text === '' ? response.statusText : text;
    return { type: 'failure', error: `ApiGateway.${response.status}`, cause };
  }
  const output = {
    Headers: headers,
    ResponseBody: bodyValue(text),
    StatusCode: response.status,
    StatusText: response.statusText,
  };
  return target.pattern === 'waitForTaskToken' ? { type: 'callback', submitted: output } : { type: 'success', output };
}

/** What is wrong with the parameters, in AWS's words. */
function problemOf(input: JsonObject): string | undefined {
  for (const field of ['ApiEndpoint', 'Method']) {
    if (input[field] === undefined) return missing(field);
  }
  if (!METHODS.includes(String(input.Method))) return invalid('Method');
  if (!URL.canParse(`https://${String(input.ApiEndpoint)}`)) return invalid('ApiEndpoint');
  // Recorded on AWS: a header that is a text and no list of texts is refused.
  if (!areLists(input.Headers)) return invalid('Headers');
  if (!areLists(input.QueryParameters)) return invalid('QueryParameters');
  const own = Object.keys(input.Headers ?? {}).find((name) => OWN_HEADERS.test(name));
  return own && `The header '${own}' is not allowed`;
}

function areLists(value: Json | undefined): boolean {
  return value === undefined || (isObject(value) && Object.values(value).every((member) => Array.isArray(member)));
}

function urlOf({ ApiEndpoint, Stage, Path, QueryParameters }: JsonObject, standIn: string | undefined): URL {
  const url = new URL(standIn ?? `https://${String(ApiEndpoint)}`);
  const parts = [standIn === undefined ? Stage : undefined, Path].filter((part) => typeof part === 'string');
  const path = parts.map((part) => part.replace(/^\/|\/$/g, '')).filter((part) => part !== '');
  url.pathname = [url.pathname.replace(/\/$/, ''), ...path].join('/');
  for (const [name, values] of Object.entries(isObject(QueryParameters) ? QueryParameters : {})) {
    for (const value of values as readonly Json[]) url.searchParams.append(name, String(value));
  }
  return url;
}

/** Members that are null are left out unless AllowNullValues says otherwise. */
function bodyOf({ RequestBody, AllowNullValues, Method }: JsonObject): string | undefined {
  if (RequestBody === undefined || Method === 'GET' || Method === 'HEAD') return undefined;
  return JSON.stringify(RequestBody, (_name, value) =>
    value === null && AllowNullValues !== true ? undefined : value,
  );
}

function headersOf({ Headers }: JsonObject): Record<string, string> {
  const entries = Object.entries(isObject(Headers) ? Headers : {});
  return Object.fromEntries(entries.map(([name, values]) => [name, (values as readonly Json[]).join(',')]));
}

function isSigned({ AuthType }: JsonObject): boolean {
  return AuthType === 'IAM_ROLE' || AuthType === 'RESOURCE_POLICY';
}

async function signed(
  clients: AwsClients,
  method: string,
  url: URL,
  headers: Record<string, string>,
  body: string,
): Promise<Record<string, string>> {
  const credentials = await clients.credentials();
  const region = /\.execute-api\.([\w-]+)\./.exec(url.hostname)?.[1] ?? clients.region;
  const scope = { credentials, region, service: 'execute-api', time: new Date() };
  return signedHeaders({ method, url, headers, body }, scope);
}
