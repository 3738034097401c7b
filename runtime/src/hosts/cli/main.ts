import { runCommandLine } from './cli.ts';
import { processTerminal } from './terminal.ts';

// A reader that went away (`stepwise run ... | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
const interrupt = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupt.abort());

runCommandLine(process.argv.slice(2), processTerminal(), interrupt.signal).then((exitCode) => {
  process.exitCode = exitCode;
});
