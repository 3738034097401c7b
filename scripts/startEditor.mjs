// Visual Studio Code in the browser (code-server) with the packaged extension and the examples, until Ctrl-C.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { endAll } from '../test/editor/support/cleanUp.mjs';
import { startServer } from '../test/editor/support/codeServer.mjs';
import { installEditor, packageExtension } from '../test/editor/support/product.mjs';

const examples = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../examples');
const shown = path.join(examples, 'job-poller/job-poller.asl.json');

/** Listens on the loopback interface only; `port` 0 or undefined takes a free one. */
export async function startEditor({ port }) {
  const obstacle = installEditor();
  if (obstacle) {
    console.error(
      `The editor cannot be started here: ${obstacle}\n'npm run package' makes a .vsix for an editor you have.`,
    );
    process.exitCode = 1;
    return;
  }
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void endAll().then(() => process.exit(0)));
  const server = await startServer({ vsix: packageExtension(), port });
  const file = `vscode-remote://${new URL(server.url).host}${shown}`;
  const payload = encodeURIComponent(JSON.stringify([['openFile', file]]));
  console.log(`\nThe editor is ready, with the examples and its profile in ${server.root}:\n`);
  console.log(`  ${server.url}/?folder=${encodeURIComponent(examples)}&payload=${payload}\n`);
  console.log('F5 debugs the file that is open. Ctrl-C ends the editor and removes its profile.');
}
