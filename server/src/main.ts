import { readdir, readFile } from 'node:fs/promises';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { boundHeap } from './heap.ts';
import { startServer } from './server.ts';
import { stdioConnection } from './stdio.ts';
import type { FileSystem } from './workspace.ts';

const disk: FileSystem = {
  readText: (path) => readFile(path, 'utf8'),
  list: async (path) => {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.map((entry) => ({ name: entry.name, isDirectory: entry.isDirectory() }));
  },
};

const isStarted = process.argv.some((argument) =>
  /^--(?:stdio|node-ipc|socket=\d+|pipe=.+|clientProcessId=\d+)$/.test(argument),
);
if (!isStarted) {
  process.stderr.write('Language server for Amazon States Language. Usage: server.js --stdio | --node-ipc\n');
  process.exit(2);
}

boundHeap();
const isStdio = process.argv.includes('--stdio');
startServer(isStdio ? stdioConnection() : createConnection(ProposedFeatures.all), disk);
