import { execFile, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

const run = promisify(execFile);
const dist = path.resolve('dist');
const file = (name: string) => path.join(dist, name);

/** Most bytes a bundle may have: what everybody pays on start. */
const BUDGETS: Readonly<Record<string, number>> = {
  'extension.js': 40 * 1024,
  'graph.js': 150 * 1024,
};

describe('bundles', () => {
  test.each(Object.entries(BUDGETS))('%s stays within %i bytes', (name, budget) => {
    expect(statSync(file(name)).size).toBeLessThanOrEqual(budget);
  });

  test('contain no source maps and no paths of the machine that built them', () => {
    for (const name of readdirSync(dist).filter((entry) => entry.endsWith('.js'))) {
      const text = readFileSync(file(name), 'utf8');
      expect([name, text.includes('sourceMappingURL='), text.includes(path.resolve('.'))]).toEqual([
        name,
        false,
        false,
      ]);
    }
  });

  test('come with the licences of what is inside them', () => {
    const notices = readFileSync(file('THIRD-PARTY-NOTICES.txt'), 'utf8');
    expect(notices).toMatch(/^jsonata \d+\.\d+\.\d+ \(MIT\)$/m);
    expect(notices).toMatch(/^yaml \d+\.\d+\.\d+ \(ISC\)$/m);
  });

  test('runtime.js exports the public API', () => {
    const runtime = createRequire(import.meta.url)(file('runtime.js'));
    expect(Object.keys(runtime)).toEqual(
      expect.arrayContaining([
        'compile',
        'runExecution',
        'testState',
        'validateStateMachineDefinition',
        'variableReferences',
        'InvalidDefinition',
      ]),
    );
  });

  test('cli.js tells its version and runs an example', async () => {
    const { stdout } = await run(process.execPath, [file('cli.js'), '--version']);
    expect(stdout.trim()).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version);
    const example = 'examples/pet-cuddle-o-tron';
    const mocks = ['--mocks', `${example}/mocks.json`, '--test-case', 'Sent'];
    const result = await run(process.execPath, [
      file('cli.js'),
      'run',
      `${example}/pet-cuddle-o-tron.asl.json`,
      '--input-file',
      `${example}/whiskers.input.json`,
      ...mocks,
    ]);
    expect(result.stdout).toContain('✓ SUCCEEDED after 2:00:00');
    expect(result.stderr).toBe('');
  });

  test('cli.js ends with the exit code of its command', async () => {
    await expect(run(process.execPath, [file('cli.js'), 'run', 'no-such-file.json'])).rejects.toMatchObject({
      code: 2,
    });
  });

  test('cli.js does not complain when its reader goes away', async () => {
    const child = spawn(process.execPath, [
      file('cli.js'),
      'run',
      'examples/job-poller/job-poller.asl.json',
      '--format',
      'json',
    ]);
    child.stdout.destroy();
    let errors = '';
    child.stderr.on('data', (chunk) => {
      errors += chunk;
    });
    await new Promise((resolve) => child.on('close', resolve));
    expect(errors).toBe('');
  });

  test('server.js and debugAdapter.js answer the first request over stdio', async () => {
    const initialize = {
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { processId: null, rootUri: null, capabilities: {} },
    };
    expect(await firstMessage(['server.js', '--stdio'], initialize)).toMatchObject({
      id: 1,
      result: { capabilities: {} },
    });
    const request = { seq: 1, type: 'request', command: 'initialize', arguments: { adapterID: 'asl' } };
    expect(await firstMessage(['debugAdapter.js'], request)).toMatchObject({
      type: 'response',
      command: 'initialize',
      success: true,
    });
  });

  test('every file in dist/ that package.json names is built', () => {
    const named = [...readFileSync('package.json', 'utf8').matchAll(/"(?:\.\/)?(dist\/[\w./-]+)"/g)].map(
      ([, entry]) => entry!,
    );
    expect(named).toContain('dist/cli.js');
    expect(named.filter((entry) => !existsSync(path.resolve(entry)))).toEqual([]);
  });
});

/** Starts a program that speaks in messages with a Content-Length header, sends one and gives the first that comes back. */
function firstMessage([script, ...args]: string[], message: object): Promise<unknown> {
  const child = spawn(process.execPath, [file(script!), ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const text = JSON.stringify(message);
  return new Promise((resolve, reject) => {
    let received = '';
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`${script} ended with ${code} before it answered`)));
    child.stdout.on('data', (chunk) => {
      received += chunk;
      const [head, length] = /^Content-Length: (\d+)\r\n(?:.*\r\n)*?\r\n/.exec(received) ?? [];
      if (head === undefined || Buffer.byteLength(received) < head.length + Number(length)) return;
      resolve(
        JSON.parse(
          Buffer.from(received)
            .subarray(head.length, head.length + Number(length))
            .toString(),
        ),
      );
      child.kill();
    });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  });
}
