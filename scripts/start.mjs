// Shows the product: runs an example on the command line, or with `--editor [--port N]` opens the examples in an editor.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const args = process.argv.slice(2);

if (args.includes('--editor')) {
  const { startEditor } = await import('./startEditor.mjs');
  await startEditor({ port: args.includes('--port') ? Number(args[args.indexOf('--port') + 1]) : undefined });
} else {
  const poller = 'examples/job-poller';
  const example = ['run', `${poller}/job-poller.asl.json`, '--input-file', `${poller}/nightly.input.json`];
  const answers = ['--mocks', `${poller}/mocks.json`, '--test-case', 'ReadyAfterRetry'];
  const { status } = spawnSync(process.execPath, ['dist/cli.js', ...example, ...answers, ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}
