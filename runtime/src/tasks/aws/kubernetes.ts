import http from 'node:http';
import https from 'node:https';
import { isObject, type Json, type JsonObject } from '../../asl/json.ts';
import type { TaskCall, TaskFailure, TaskOutcome } from '../../interpreter/environment.ts';
import { bodyValue, invalid, isAllowedUrl, isThisMachine, missing, unusable } from '../httpParts.ts';
import type { AwsClients } from './awsClients.ts';
import { MissingSdk } from './sdkLoader.ts';
import { presignedUrl } from './signature.ts';

/** What the API of a cluster answered. */
export interface ClusterAnswer {
  readonly statusCode: number;
  readonly statusText: string;
  readonly headers: JsonObject;
  readonly text: string;
}

export interface ClusterRequest {
  readonly method: string;
  readonly path: string;
  /** Values of each parameter. */
  readonly query?: JsonObject;
  readonly body?: Json;
  readonly signal?: AbortSignal;
}

/** Calls the API of one cluster. Rejects when no answer comes. */
export type Cluster = (request: ClusterRequest) => Promise<ClusterAnswer>;

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD'];
const TIMEOUT_MILLISECONDS = 60_000;
const TOKEN_SECONDS = 60;

/** Runs `eks:call`: a request to the Kubernetes API of the cluster (Developer Guide, "Call Amazon EKS"). */
export async function callKubernetes(call: TaskCall, clients: AwsClients): Promise<TaskOutcome> {
  const input = isObject(call.input) ? call.input : {};
  const problem = clusterProblem(input) ?? requestProblem(input);
  if (problem) return unusable(call.input, problem);
  const { Method, Path, QueryParameters, RequestBody: body } = input;
  const query = isObject(QueryParameters) ? QueryParameters : {};
  try {
    const cluster = clusterOf(input, clients);
    const answer = await cluster({ method: String(Method), path: String(Path), query, body, signal: call.signal });
    return failureOf(answer) ?? { type: 'success', output: shown(answer) };
  } catch (thrown) {
    return unreachable(thrown);
  }
}

/** The cluster of a task: what it is called through, and how it is told who calls. */
export function clusterOf({ ClusterName, CertificateAuthority, Endpoint }: JsonObject, clients: AwsClients): Cluster {
  const endpoint = new URL(String(Endpoint));
  const ca = typeof CertificateAuthority === 'string' ? certificate(CertificateAuthority) : undefined;
  return async ({ method, path, query = {}, body, signal }) => {
    const url = new URL(`${endpoint.href.replace(/\/$/, '')}/${path.replace(/^\//, '')}`);
    for (const [name, values] of Object.entries(query)) {
      for (const value of Array.isArray(values) ? values : [values]) url.searchParams.append(name, String(value));
    }
    // A proxy on this machine, such as kubectl's, tells the cluster itself who calls.
    const isDirect = url.protocol === 'https:';
    const token = isDirect ? await clusterToken(String(ClusterName), endpoint, clients) : undefined;
    clients.told(`AWS call: eks:${method} ${url.origin}${url.pathname}`);
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      accept: 'application/json',
      ...(text === undefined ? {} : { 'content-type': contentType(method), 'content-length': Buffer.byteLength(text) }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    const limit = AbortSignal.timeout(TIMEOUT_MILLISECONDS);
    const options = { method, headers, ca, signal: signal ? AbortSignal.any([signal, limit]) : limit };
    return answerOf((isDirect ? https : http).request(url, options), text);
  };
}

/** What is wrong with the parameters that name a cluster. */
export function clusterProblem(input: JsonObject): string | undefined {
  for (const field of ['ClusterName', 'Endpoint']) if (input[field] === undefined) return missing(field);
  const endpoint = String(input.Endpoint);
  if (!isAllowedUrl(endpoint)) return invalid('Endpoint');
  const { hostname } = new URL(endpoint);
  return isThisMachine(hostname) || CLUSTER_HOST.test(hostname) ? undefined : STRANGE_HOST;
}

/** Where clusters of EKS are: the token that says who calls goes nowhere else, whatever a definition names. */
const CLUSTER_HOST = /\.eks\.(?:amazonaws\.com(?:\.cn)?|api\.aws|c2s\.ic\.gov|sc2s\.sgov\.gov)$/;
const STRANGE_HOST =
  "The value of the field 'Endpoint' must be the endpoint of an EKS cluster, or on this machine: who calls is proved to nobody else";

/** The failure that a status of the cluster's API means. */
export function failureOf({ statusCode, statusText, text }: ClusterAnswer): TaskFailure | undefined {
  if (statusCode >= 200 && statusCode < 300) return undefined;
  return { type: 'failure', error: `EKS.${statusCode}`, cause: text === '' ? statusText : text };
}

export function unreachable(thrown: unknown): TaskFailure {
  const { message, code } = thrown as NodeJS.ErrnoException;
  if (thrown instanceof MissingSdk) return { type: 'failure', error: 'States.Runtime', cause: message };
  const cause = `Unable to execute HTTP request: ${message || code}`;
  return { type: 'failure', error: 'EKS.SdkClientException', cause };
}

export function shown({ statusCode, statusText, headers, text }: ClusterAnswer): JsonObject {
  return { Headers: headers, ResponseBody: bodyValue(text), StatusCode: statusCode, StatusText: statusText };
}

function requestProblem({ Method, Path, QueryParameters }: JsonObject): string | undefined {
  if (Method === undefined) return missing('Method');
  if (Path === undefined) return missing('Path');
  if (!METHODS.includes(String(Method))) return invalid('Method');
  return QueryParameters === undefined || isObject(QueryParameters) ? undefined : invalid('QueryParameters');
}

/** EKS gives it as DescribeCluster does: in Base64. */
function certificate(text: string): string {
  return text.includes('-----BEGIN') ? text : Buffer.from(text, 'base64').toString();
}

/** Kubernetes knows several ways to read a patch; this is what kubectl sends for resources of any kind. */
function contentType(method: string): string {
  return method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
}

/**
 * Who calls, as EKS wants to be told: a request to STS that is signed and not sent, bound to the cluster's name (aws-iam-authenticator, "API
 * Authorization from Outside a Cluster").
 */
async function clusterToken(name: string, endpoint: URL, clients: AwsClients): Promise<string> {
  const region = /\.([a-z]{2}(?:-[a-z]+)+-\d)\.eks\./.exec(endpoint.hostname)?.[1] ?? clients.region;
  const credentials = await clients.credentials();
  const url = new URL(`https://sts.${region}.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15`);
  const request = { method: 'GET', url, headers: { 'x-k8s-aws-id': name }, body: '' };
  const signed = presignedUrl(request, { credentials, region, service: 'sts', time: new Date() }, TOKEN_SECONDS);
  return `k8s-aws-v1.${Buffer.from(signed.href).toString('base64url')}`;
}

function answerOf(request: http.ClientRequest, body: string | undefined): Promise<ClusterAnswer> {
  return new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      const pieces: Buffer[] = [];
      response.on('error', reject);
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () =>
        resolve({
          statusCode: response.statusCode ?? 0,
          statusText: response.statusMessage ?? '',
          headers: Object.fromEntries(
            Object.entries(response.headers).map(([header, value]) => [header, [value ?? ''].flat()]),
          ),
          text: Buffer.concat(pieces).toString(),
        }),
      );
    });
    request.end(body);
  });
}
