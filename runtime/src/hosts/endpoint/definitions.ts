import { isObject, type Json } from '../../asl/json.ts';
import { compileMachine, processorConfig } from '../../interpreter/compile.ts';
import type { CompiledMachine, CompiledState } from '../../interpreter/machine.ts';
import { type AwsDiagnostic, refusalText, validateStateMachineDefinition } from '../../validation/aws.ts';
import { ServiceError, stateMachineDoesNotExist } from './api/serviceError.ts';
import { isNestedTooDeep } from './json.ts';
import type { Revision } from './store/model.ts';
import type { StateMachineType } from './store/records.ts';

/** Throws InvalidDefinition with every error of a definition, as CreateStateMachine words them (recorded on AWS). */
export function assertValidDefinition(definition: string, type: StateMachineType): void {
  assertShallow(definition);
  const { diagnostics } = validateStateMachineDefinition({ definition, type });
  if (diagnostics.length > 0) throw invalidDefinition(diagnostics);
}

/** Refuses text that nests deeper than any reader should follow, before anybody walks it. */
export function assertShallow(definition: string): void {
  if (isNestedTooDeep(definition))
    throw invalidDefinition([
      { severity: 'ERROR', code: 'INVALID_JSON_DESCRIPTION', message: 'The definition is nested too deep' },
    ]);
}

const machines = new WeakMap<Revision, CompiledMachine>();

/** A revision's machine, compiled once. */
export function compiledMachine(revision: Revision): CompiledMachine {
  let machine = machines.get(revision);
  if (!machine) {
    const definition = JSON.parse(revision.definition) as Json;
    machine = compileMachine(isObject(definition) ? definition : {});
    machines.set(revision, machine);
  }
  return machine;
}

const withMapRuns = new WeakMap<CompiledMachine, boolean>();

/** Whether executions of the revision may have Map Runs. */
export function hasDistributedMap(revision: Revision): boolean {
  const machine = compiledMachine(revision);
  let has = withMapRuns.get(machine);
  if (has === undefined) {
    has = isAnyDistributed(machine);
    withMapRuns.set(machine, has);
  }
  return has;
}

function isAnyDistributed(machine: CompiledMachine): boolean {
  return machine.states.some((state) => processorConfig(state.definition).Mode === 'DISTRIBUTED');
}

/** The definition of the machine inside a distributed Map, by its label. */
export function labelledDefinition(revision: Revision, label: string, arn: string): string {
  const owner = compiledMachine(revision).states.find((state) => state.definition.Label === label);
  if (!owner) throw stateMachineDoesNotExist(arn);
  return JSON.stringify(processorOf(owner));
}

function processorOf(state: CompiledState): Json {
  return state.definition.ItemProcessor ?? state.definition.Iterator ?? null;
}

function invalidDefinition(diagnostics: readonly AwsDiagnostic[]): ServiceError {
  return new ServiceError('InvalidDefinition', refusalText(diagnostics));
}
