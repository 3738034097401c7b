import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { installingSdks } from '../../runtime/src/hosts/taskSetup/sdkStore.ts';
import { AwsClients } from '../../runtime/src/tasks/aws/awsClients.ts';
import { loadSdkClient, type SdkStore } from '../../runtime/src/tasks/aws/sdkLoader.ts';
import { temporaryFolder } from '../support/serveProcess.ts';

/** A small client; others are larger. */
const PACKAGE = '@aws-sdk/client-sso';
const SERVICE = 'sso';

const project = temporaryFolder();
const problemOf = (service: string, store?: SdkStore) =>
  loadSdkClient(project, service, store).then(
    () => 'none',
    (error: Error) => error.message,
  );

test.each([
  ['sqs', '@aws-sdk/client-sqs'],
  ['cloudwatchlogs', '@aws-sdk/client-cloudwatch-logs'],
  ['cognitoidentityprovider', '@aws-sdk/client-cognito-identity-provider'],
  ['config', '@aws-sdk/client-config-service'],
])('a client that is missing is called by its package: %s', async (service, name) => {
  const folder = temporaryFolder();
  expect(await problemOf(service, { folder })).toBe(
    `The AWS SDK's package ${name} is not installed. Install it in ${project} (npm install --save-dev ${name}), run again with --install-sdk to have it kept outside the project, or mock the state.`,
  );
  expect(readdirSync(folder)).toEqual([]);
});

test('names that are none of a service are refused before anything is looked for', async () => {
  const install = () => Promise.reject(new Error('It was to be installed.'));
  const store = { folder: temporaryFolder(), install };
  for (const service of ['../evil', 'a b', 'sqs/../../x', 'SQS', '']) {
    expect(await problemOf(service, store)).toBe(`'${service}' is no service of the AWS SDK.`);
  }
});

test('an installation that fails says why, and the next call tries again', async () => {
  let tries = 0;
  const install = () => {
    tries += 1;
    return Promise.reject(new Error('npm ended with code 1. No space left.'));
  };
  const clients = new AwsClients({ folder: project, store: { folder: temporaryFolder(), install } }, () => {});
  for (const nth of [1, 2]) {
    await expect(clients.call('sso', 'logout', {})).rejects.toThrow('npm ended with code 1. No space left.');
    expect(tries).toBe(nth);
  }
});

const registry = spawnSync('npm', ['view', PACKAGE, 'version'], {
  timeout: 15_000,
  shell: process.platform === 'win32',
});

test.skipIf(registry.status !== 0)(
  'on request, npm installs the client of major version 3 and it is used (skipped where no registry answers)',
  async () => {
    const folder = path.join(temporaryFolder(), 'cache');
    const lines: string[] = [];
    const store = installingSdks((line) => lines.push(line), folder);
    const module = await loadSdkClient(project, SERVICE, store);
    expect(Object.keys(module)).toContain('SSOClient');
    expect(lines).toEqual([`Installing ${PACKAGE}@3 in ${folder} (npm, without scripts)`]);
    const manifest = JSON.parse(readFileSync(path.join(folder, 'node_modules', PACKAGE, 'package.json'), 'utf8'));
    expect(manifest.version).toMatch(/^3\./);
    expect(existsSync(path.join(project, 'node_modules'))).toBe(false);
    // From now on it is there, also for those who have not asked for an installation.
    expect(await loadSdkClient(project, SERVICE, { folder })).toBe(module);
  },
  60_000,
);
