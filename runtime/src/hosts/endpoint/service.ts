import { randomUUID } from 'node:crypto';
import type { TaskRunner } from '../../interpreter/environment.ts';
import { invalidName, stateMachineDoesNotExist } from './api/serviceError.ts';
import { type ArnScope, isValidName, type ParsedArn, unqualifiedArn } from './arns.ts';
import type { Executions } from './executions/executions.ts';
import type { Revision, StateMachine } from './store/model.ts';
import type { Store } from './store/store.ts';

/** What operations work with. */
export class Service {
  /** Runners of tasks, asked in order. */
  tasks: readonly TaskRunner[] = [];

  constructor(
    readonly scope: ArnScope,
    readonly store: Store,
    readonly executions: Executions,
    /** The wall clock, in milliseconds since the epoch. */
    readonly now: () => number,
  ) {}

  newId(): string {
    return randomUUID();
  }

  /** The machine that an ARN names, with or without version, alias, label or test case. Throws StateMachineDoesNotExist. */
  machine(parsed: ParsedArn): StateMachine {
    const machine = this.store.machines.get(unqualifiedArn(parsed));
    if (!machine) throw stateMachineDoesNotExist(parsed.arn);
    return machine;
  }

  /** The revision that an ARN means: that of the version, that which the alias leads to, or the present one. */
  revisionFor(machine: StateMachine, parsed: ParsedArn): Revision {
    return this.route(machine, parsed).revision;
  }

  /** Resolves versions and aliases. An alias with two routes chooses by their weights. */
  route(machine: StateMachine, parsed: ParsedArn): Route {
    if (parsed.kind !== 'qualified') return { revision: machine.revision };
    const version = machine.versions.get(Number(parsed.qualifier));
    if (version) return { revision: version.revision, versionArn: version.arn };
    const alias = machine.aliases.get(parsed.qualifier);
    if (!alias) throw stateMachineDoesNotExist(parsed.arn);
    let chance = Math.random() * 100;
    const chosen = alias.routes.find((route) => {
      chance -= route.weight;
      return chance < 0;
    });
    const versionArn = (chosen ?? alias.routes[0]!).stateMachineVersionArn;
    const routed = machine.versions.get(Number(versionArn.slice(machine.arn.length + 1)));
    if (!routed) throw stateMachineDoesNotExist(parsed.arn);
    return { revision: routed.revision, versionArn, aliasArn: alias.arn };
  }
}

export interface Route {
  readonly revision: Revision;
  readonly versionArn?: string;
  readonly aliasArn?: string;
}

export function requireValidName(name: string): void {
  if (!isValidName(name)) throw invalidName(name);
}
