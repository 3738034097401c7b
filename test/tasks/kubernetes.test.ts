import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { isObject, type Json } from '../../runtime/src/asl/json.ts';
import { runExecution } from '../../runtime/src/index.ts';
import { AwsClients } from '../../runtime/src/tasks/aws/awsClients.ts';
import { awsRunner } from '../../runtime/src/tasks/aws/awsRunner.ts';
import { definitionOf } from '../support/endpoint.ts';
import { temporaryFolder } from '../support/serveProcess.ts';

interface Request {
  readonly line: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

const requests: Request[] = [];
/** What the cluster answers: a list is gone through, its last answer again and again. */
let answers: Record<string, readonly [status: number, body: Json | string][]> = {};

function answer(request: http.IncomingMessage, response: http.ServerResponse): void {
  const line = `${request.method} ${request.url}`;
  let body = '';
  request.on('data', (piece: Buffer) => {
    body += piece;
  });
  request.on('end', () => {
    const list = answers[line] ?? [[404, { kind: 'Status', code: 404 }]];
    const given = requests.filter((earlier) => earlier.line === line).length;
    requests.push({ line, headers: request.headers, body });
    const [status, value] = list[Math.min(given, list.length - 1)]!;
    response.statusCode = status;
    response.end(typeof value === 'string' ? value : JSON.stringify(value));
  });
}

const server = http.createServer(answer);
const listening = new Promise<string>((resolve) =>
  server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)),
);
afterAll(() => server.close());
beforeEach(() => {
  requests.length = 0;
});

async function eks(action: string, parameters: object, endpoint?: string) {
  const clients = new AwsClients({ folder: temporaryFolder(), region: 'eu-west-1' }, () => {});
  const definition = definitionOf({
    Call: {
      ...{ Type: 'Task', QueryLanguage: 'JSONata', Resource: `arn:aws:states:::eks:${action}` },
      Arguments: '{% $states.input %}',
      End: true,
    },
  });
  const tasks = [awsRunner({ clients, log: () => {}, pollSeconds: 0.001 })];
  const input = { ClusterName: 'shop', Endpoint: endpoint ?? (await listening), ...parameters } as Json;
  const { output, error, cause } = await runExecution({ definition, tasks, input, clock: 'real' });
  return output === undefined ? { error, cause } : (JSON.parse(output) as { readonly [name: string]: Json });
}

describe('eks:call', () => {
  test('sends what it is told to the cluster and shows the whole answer', async () => {
    answers = { 'GET /api/v1/namespaces/default/pods?labelSelector=job-name%3Dexample': [[200, { items: [] }]] };
    const output = await eks('call', {
      Method: 'GET',
      Path: '/api/v1/namespaces/default/pods',
      QueryParameters: { labelSelector: ['job-name=example'] },
    });
    expect(output).toMatchObject({ StatusCode: 200, StatusText: 'OK', ResponseBody: { items: [] } });
    expect(requests[0]!.headers.authorization).toBeUndefined();
  });

  test('an error is named by its status, with the answer as its cause', async () => {
    const failed = await eks('call', { Method: 'DELETE', Path: '/api/v1/namespaces/none' });
    expect(failed).toEqual({ error: 'EKS.404', cause: '{"kind":"Status","code":404}' });
  });

  test.each(['https://example.com', 'https://shop.eks.example.com', 'https://eks.amazonaws.com.example.com'])(
    'nobody but a cluster of EKS is told who calls: %s',
    async (Endpoint) => {
      const { error, cause } = await eks('call', { Method: 'GET', Path: '/', Endpoint });
      expect(error).toBe('States.Runtime');
      expect(cause).toContain("'Endpoint' must be the endpoint of an EKS cluster, or on this machine");
    },
  );

  test.each([
    [{ Method: 'GET' }, "The field 'Path' is required but was missing"],
    [{ Method: 'LOOK', Path: '/' }, "The value of the field 'Method' has an invalid format"],
    [
      { Method: 'GET', Path: '/', Endpoint: 'http://example.com' },
      "The value of the field 'Endpoint' has an invalid format",
    ],
  ])('parameters that do not fit are refused before anything is sent: %j', async (parameters, problem) => {
    const { error, cause } = await eks('call', parameters);
    expect(error).toBe('States.Runtime');
    expect(cause).toContain(`could not be used to start the Task: [${problem}]`);
    expect(requests).toEqual([]);
  });

  test('over HTTPS the cluster is known by its certificate authority, and is told who calls', async () => {
    const folder = temporaryFolder();
    const files = { key: path.join(folder, 'key.pem'), cert: path.join(folder, 'cert.pem') };
    const options = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
    const names = ['-subj', '/CN=cluster', '-addext', 'subjectAltName=IP:127.0.0.1'];
    execFileSync('openssl', ['req', '-x509', ...options, ...names, '-keyout', files.key, '-out', files.cert], {
      stdio: 'ignore',
    });
    const cert = readFileSync(files.cert);
    const secure = https.createServer({ key: readFileSync(files.key), cert }, answer);
    await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
    afterAll(() => secure.close());
    const endpoint = `https://127.0.0.1:${(secure.address() as AddressInfo).port}`;
    process.env.AWS_ACCESS_KEY_ID = 'AKID';
    process.env.AWS_SECRET_ACCESS_KEY = 'secret';
    answers = { 'GET /version': [[200, { major: '1' }]] };

    const unknown = await eks('call', { Method: 'GET', Path: '/version' }, endpoint);
    expect(unknown.error).toBe('EKS.SdkClientException');
    const parameters = { Method: 'GET', Path: '/version', CertificateAuthority: cert.toString('base64') };
    expect(await eks('call', parameters, endpoint)).toMatchObject({ ResponseBody: { major: '1' } });

    const [scheme, token] = requests[0]!.headers.authorization!.split(' ');
    expect([scheme, token!.startsWith('k8s-aws-v1.')]).toEqual(['Bearer', true]);
    const url = new URL(Buffer.from(token!.slice('k8s-aws-v1.'.length), 'base64url').toString());
    expect(url.host).toBe('sts.eu-west-1.amazonaws.com');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      Action: 'GetCallerIdentity',
      'X-Amz-Expires': '60',
      'X-Amz-SignedHeaders': 'host;x-k8s-aws-id',
      'X-Amz-Signature': expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });
});

describe('eks:runJob', () => {
  const jobs = '/apis/batch/v1/namespaces/shop/jobs';
  const job = { metadata: { name: 'pi' } };
  const withCondition = (type: string) => ({ ...job, status: { conditions: [{ type, status: 'True' }] } });
  const created = { [`POST ${jobs}`]: [[201, job]] } as typeof answers;
  const parameters = { Namespace: 'shop', Job: { ...job, kind: 'Job' } };

  test('creates the job and shows what the cluster answers', async () => {
    answers = created;
    expect(await eks('runJob', parameters)).toMatchObject({ StatusCode: 201, ResponseBody: job });
    expect(JSON.parse(requests[0]!.body)).toEqual({ metadata: { name: 'pi' }, kind: 'Job' });
  });

  test('.sync waits for the end, and reads the logs of its pods as JSON where they are', async () => {
    const pod = { metadata: { name: 'pi-x' }, spec: { containers: [{ name: 'main' }, { name: 'side' }] } };
    answers = {
      ...created,
      [`GET ${jobs}/pi`]: [
        [200, job],
        [200, withCondition('Complete')],
      ],
      'GET /api/v1/namespaces/shop/pods?labelSelector=job-name%3Dpi': [[200, { items: [pod] }]],
      'GET /api/v1/namespaces/shop/pods/pi-x/log?limitBytes=100&container=main': [[200, '{"pi":3.14}']],
      'GET /api/v1/namespaces/shop/pods/pi-x/log?limitBytes=100&container=side': [[200, 'done\n']],
    };
    const LogOptions = { RetrieveLogs: true, LogParameters: { limitBytes: ['100'] } };
    expect(await eks('runJob.sync', { ...parameters, LogOptions })).toMatchObject({
      ResponseBody: withCondition('Complete'),
      logs: { pods: { 'pi-x': { containers: { main: { log: { pi: 3.14 } }, side: { log: 'done\n' } } } } },
    });
  });

  test('.sync: a job that fails is States.TaskFailed with what describes it', async () => {
    answers = { ...created, [`GET ${jobs}/pi`]: [[200, withCondition('Failed')]] };
    const { error, cause } = await eks('runJob.sync', parameters);
    expect(error).toBe('States.TaskFailed');
    const shown = JSON.parse(String(cause)) as Json;
    expect(isObject(shown) && shown.ResponseBody).toEqual(withCondition('Failed'));
  });

  test('.sync: a job that the cluster does not take is not waited for', async () => {
    answers = { [`POST ${jobs}`]: [[409, { reason: 'AlreadyExists' }]] };
    expect(await eks('runJob.sync', parameters)).toEqual({ error: 'EKS.409', cause: '{"reason":"AlreadyExists"}' });
    expect(requests).toHaveLength(1);
  });
});
