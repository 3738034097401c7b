import type { Command } from './command.ts';
import { graphCommand } from './commands/graph.ts';
import { runCommand } from './commands/run.ts';
import { serveCommand } from './commands/serve.ts';
import { testCommand } from './commands/test.ts';
import { validateCommand } from './commands/validate.ts';

/** All commands, in the order of the help. */
export const commands: readonly Command[] = [runCommand, validateCommand, testCommand, serveCommand, graphCommand];
