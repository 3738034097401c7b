import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';

const run = promisify(execFile);
const scratch = mkdtempSync(path.join(os.tmpdir(), 'stepwise-desktop-test-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** What a node process with these arguments says in this environment, and how it ends. */
async function node(environment: Record<string, string>, ...args: string[]) {
  const { DISPLAY: _, WAYLAND_DISPLAY: __, ...others } = process.env;
  const child = run(process.execPath, args, { env: { ...others, ...environment } });
  const { stdout } = await child.catch((error: { stdout: string }) => error);
  return { code: child.child.exitCode, stdout };
}

/** A desktop editor that notes how it is called and answers as a run of the suite does. */
function standIn(): { executable: string; calls: () => string } {
  const log = path.join(scratch, 'calls.txt');
  const executable = path.join(scratch, 'code');
  mkdirSync(path.join(scratch, 'bin'), { recursive: true });
  writeFileSync(path.join(scratch, 'bin/code'), `#!/bin/sh\necho "install $*" >> ${log}\n`);
  writeFileSync(
    executable,
    `#!/bin/sh\necho "test $*" >> ${log}\necho '{"passed":2,"failed":0,"pending":0,"failures":[]}' > "$STEPWISE_TEST_RESULTS"\n`,
  );
  for (const file of [executable, path.join(scratch, 'bin/code')]) chmodSync(file, 0o755);
  return { executable, calls: () => readFileSync(log, 'utf8') };
}

// The stand-ins are scripts of a shell, and only Linux can lack a display.
describe.runIf(process.platform === 'linux')('the suite of the extension host in a desktop editor', () => {
  test('says that it needs a display', async () => {
    const { code, stdout } = await node({}, 'test/editor/run.mjs', '--desktop');
    expect(stdout).toMatch(/no display.*xvfb-run/);
    expect(code).toBe(1);
  });

  test('says that the editor is not where VSCODE_PATH points', async () => {
    const { code, stdout } = await node({ DISPLAY: ':0', VSCODE_PATH: '/nowhere/code' }, 'test/editor/run.mjs');
    expect(stdout).toContain('/nowhere/code');
    expect(code).toBe(1);
  });

  test('installs the package, runs the suite and counts what it counted', async () => {
    const { executable, calls } = standIn();
    const script = `import('./test/editor/desktop.mjs')
      .then(({ run }) => run({ vsix: 'stepwise.vsix', grep: '' }))
      .then((counted) => console.log(JSON.stringify(counted)))`;
    const { code, stdout } = await node({ DISPLAY: ':0', VSCODE_PATH: executable }, '--eval', script);
    expect(stdout).toContain('{"passed":2,"failed":0,"pending":0,"failures":[]}');
    expect(code).toBe(0);
    expect(calls()).toMatch(/^install .*--install-extension stepwise\.vsix\ntest .*--extensionTestsPath=\S+index\.js/);
  });
});
