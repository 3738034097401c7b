import type { Branch } from './branch.ts';

/** The branches of an execution that have not ended, in the order in which they started: a list through the branches themselves. */
export class LiveBranches {
  first: Branch | undefined = undefined;
  private last: Branch | undefined = undefined;

  add(branch: Branch): void {
    branch.startedBefore = this.last;
    branch.startedAfter = undefined;
    if (this.last) this.last.startedAfter = branch;
    else this.first = branch;
    this.last = branch;
  }

  delete(branch: Branch): void {
    const { startedBefore: before, startedAfter: after } = branch;
    if (before) before.startedAfter = after;
    else if (this.first === branch) this.first = after;
    if (after) after.startedBefore = before;
    else if (this.last === branch) this.last = before;
    branch.startedBefore = undefined;
    branch.startedAfter = undefined;
  }
}
