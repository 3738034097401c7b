import type { Alias, Revision, StateMachine } from './model.ts';
import type { AliasPut, StateMachineRevised, VersionPublished } from './records.ts';

/** The state machines with their revisions, versions and aliases, as records change them. */
export class Machines {
  readonly byArn = new Map<string, StateMachine>();
  private readonly revisions = new Map<string, Revision>();

  /** A revision of any machine, also of one that was deleted since, as long as something may use it. */
  revision(id: string): Revision | undefined {
    return this.revisions.get(id);
  }

  forgetRevisionsBut(inUse: ReadonlySet<string>): void {
    for (const id of this.revisions.keys()) if (!inUse.has(id)) this.revisions.delete(id);
  }

  revise(record: StateMachineRevised): void {
    const revision: Revision = {
      id: record.revisionId,
      machineArn: record.arn,
      machineName: record.name,
      machineType: record.machineType,
      definition: record.definition,
      roleArn: record.roleArn,
      configuration: record.configuration,
      time: record.time,
    };
    this.revisions.set(revision.id, revision);
    const before = this.byArn.get(record.arn);
    this.byArn.set(record.arn, {
      arn: record.arn,
      name: record.name,
      type: record.machineType,
      creationTime: before?.creationTime ?? record.time,
      updated: before !== undefined,
      revision,
      versions: before?.versions ?? new Map(),
      lastVersion: before?.lastVersion ?? 0,
      aliases: before?.aliases ?? new Map(),
    });
  }

  publishVersion(record: VersionPublished): void {
    const revision = this.revisions.get(record.revisionId);
    const { arn, number, description, time } = record;
    this.change(record.machineArn, (machine) => ({
      ...machine,
      // Of a version that was deleted since, the journal may have lost the revision.
      versions:
        revision === undefined
          ? machine.versions
          : new Map(machine.versions).set(number, { arn, number, revision, description, creationTime: time }),
      lastVersion: number,
    }));
  }

  deleteVersion(arn: string): void {
    this.change(beforeLastColon(arn), (machine) => {
      const versions = new Map(machine.versions);
      versions.delete(Number(arn.slice(machine.arn.length + 1)));
      return { ...machine, versions };
    });
  }

  putAlias(record: AliasPut): void {
    this.change(record.machineArn, (machine) => {
      const alias: Alias = {
        arn: record.arn,
        name: record.name,
        machineArn: record.machineArn,
        description: record.description,
        routes: record.routes,
        creationTime: machine.aliases.get(record.name)?.creationTime ?? record.time,
        updateTime: record.time,
      };
      return { ...machine, aliases: new Map(machine.aliases).set(record.name, alias) };
    });
  }

  deleteAlias(arn: string): void {
    this.change(beforeLastColon(arn), (machine) => {
      const aliases = new Map(machine.aliases);
      aliases.delete(arn.slice(machine.arn.length + 1));
      return { ...machine, aliases };
    });
  }

  private change(arn: string, change: (machine: StateMachine) => StateMachine): void {
    const machine = this.byArn.get(arn);
    if (machine) this.byArn.set(arn, change(machine));
  }
}

function beforeLastColon(arn: string): string {
  return arn.slice(0, arn.lastIndexOf(':'));
}
