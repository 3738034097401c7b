import type { JournalRecord, StateMachineRevised } from './records.ts';
import type { Store } from './store.ts';

/**
 * Tells which records of a journal its state still comes from. What is left out: old revisions that nothing uses, what was deleted, Express
 * executions that have ended, executions whose time is over. Tags are left out, too: the store tells them anew, in one record a resource.
 */
export class NeededRecords {
  private readonly revisions: ReadonlySet<string>;
  /** Resources of which a record is kept: then that of their deletion is kept as well, so that they stay deleted. */
  private readonly kept = new Set<string>();

  constructor(private readonly store: Store) {
    this.revisions = revisionsInUse(store);
  }

  keeps(record: JournalRecord): boolean {
    switch (record.type) {
      case 'stateMachineRevised':
        return this.isNeededRevision(record) && this.remember(record.arn);
      case 'versionPublished': {
        const machine = this.store.machines.get(record.machineArn);
        const version = machine?.versions.get(record.number);
        // The highest number counts even when its version was deleted: it is never given out again.
        const isNeeded = version ? version.creationTime === record.time : machine?.lastVersion === record.number;
        return isNeeded && this.remember(record.arn);
      }
      case 'aliasPut': {
        const alias = this.store.machines.get(record.machineArn)?.aliases.get(record.name);
        const isNeeded = record.time === alias?.creationTime || record.time === alias?.updateTime;
        return isNeeded && this.remember(record.arn);
      }
      case 'activityCreated':
        return this.store.activities.get(record.arn)?.creationTime === record.time && this.remember(record.arn);
      case 'stateMachineDeleted':
      case 'versionDeleted':
      case 'aliasDeleted':
      case 'activityDeleted':
        return this.kept.delete(record.arn);
      case 'tagged':
      case 'untagged':
        return false;
      case 'executionStarted':
        return this.store.executions.get(record.arn)?.id === record.id;
      case 'stimulus':
      case 'executionEnded':
        return this.store.hasExecution(record.id);
    }
  }

  get tags(): JournalRecord[] {
    const { machines, activities } = this.store;
    return [...machines.keys(), ...activities.keys()]
      .map((arn) => ({ type: 'tagged', arn, tags: [...this.store.tagsOf(arn)] }) as const)
      .filter(({ tags }) => tags.length > 0);
  }

  private isNeededRevision({ arn, revisionId, time }: StateMachineRevised): boolean {
    // A machine is as old as the first of its revisions.
    return this.revisions.has(revisionId) || this.store.machines.get(arn)?.creationTime === time;
  }

  private remember(arn: string): true {
    this.kept.add(arn);
    return true;
  }
}

/** Ids of revisions that a machine, a version or an execution has. */
export function revisionsInUse(store: Store): Set<string> {
  const ids = new Set<string>();
  for (const { revision, versions } of store.machines.values()) {
    ids.add(revision.id);
    for (const version of versions.values()) ids.add(version.revision.id);
  }
  for (const { revision } of store.executions.values()) ids.add(revision.id);
  return ids;
}
