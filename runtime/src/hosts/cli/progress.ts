import type { Observer } from '../../interpreter/environment.ts';
import type { Terminal } from './terminal.ts';

/** Iterations between two updates of the line: often enough to be alive, seldom enough to cost nothing. */
const STEP = 100;

/** Tells on the progress line how many Map iterations have ended. */
export function mapProgress(terminal: Terminal): Observer {
  let ended = 0;
  return {
    onBranchEnd(branch) {
      if (branch.kind !== 'iteration' && branch.execution.parent === undefined) return;
      ended += 1;
      if (ended % STEP === 0) terminal.progress(`${ended.toLocaleString('en')} Map iterations done ...`);
    },
  };
}
