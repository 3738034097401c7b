import { isObject, type Json } from '../asl/json.ts';
import type { Branch } from '../interpreter/branch.ts';
import type { CompiledState } from '../interpreter/machine.ts';
import type { Step, StepPhase } from './step.ts';
import { type ValuePath, withValueAt } from './valuePath.ts';

/** A change that the user made at a step. A run that is built again makes it again. */
export interface Edit {
  readonly index: number;
  apply(branch: Branch): void;
}

/** Values of a step that may be changed, each while the phases that read it are still to come. */
export type EditTarget = 'input' | 'effective' | 'result' | 'output' | 'variables' | 'assigned';

/** Why a change cannot be made, for the user to read. */
export class Refusal {
  constructor(readonly reason: string) {}
}

const BEFORE_WORK: ReadonlySet<StepPhase> = new Set<StepPhase>([
  'input',
  'afterInputPath',
  'afterParameters',
  'afterArguments',
]);
const ON_ITS_WAY_OUT: ReadonlySet<StepPhase> = new Set<StepPhase>([
  'result',
  'afterResultSelector',
  'afterResultPath',
  'output',
  'variables',
]);

/** The change of one value, or a part of it, at a step; a refusal that says why it would have no effect. */
export function editOf(step: Step, target: EditTarget, path: ValuePath, value: Json): Edit | Refusal {
  const refusal = refusalFor(step, target);
  if (refusal) return refusal;
  if (target === 'variables' && path.length === 0) return new Refusal('Variables are changed one by one.');
  const before = step[target];
  const after = withValueAt(before ?? {}, path, value);
  if (after === undefined) return new Refusal('There is nothing at this path any more.');
  return { index: step.index, apply: (branch) => assign(branch, step, target, after) };
}

/** Leaves the state without doing its work: `output` is what it would have made. */
export function skipEdit(step: Step, output: Json): Edit | Refusal {
  if (step.phase !== 'input')
    return new Refusal(`'${step.state.name}' is already at work. Restart its frame, then skip it.`);
  if (step.state.type === 'Choice')
    return new Refusal('A Choice decides where to go: jump to one of its targets instead.');
  if (step.state.type === 'Fail')
    return new Refusal('A Fail state has no output to be replaced: jump to another state instead.');
  return {
    index: step.index,
    apply: (branch) => {
      branch.output = output;
      branch.phase = branch.state.phases.length;
    },
  };
}

/** Goes on at another state of the same scope, with the value that the present state has in hand. */
export function jumpEdit(step: Step, target: CompiledState): Edit | Refusal {
  if (target.scope !== step.state.scope) {
    return new Refusal(
      `'${target.name}' is in another scope than '${step.state.name}': one can only jump inside the same States.`,
    );
  }
  const input = step.phase === 'output' ? step.output : step.input;
  return {
    index: step.index,
    apply: (branch) => branch.execution.restart(branch, target, input, branch.variables),
  };
}

function refusalFor(step: Step, target: EditTarget): Refusal | undefined {
  const { phase, state } = step;
  const goBack = 'Restart the frame of the state, or step back to its entry, to change it.';
  switch (target) {
    case 'input':
      if (phase === 'input') return undefined;
      return new Refusal(`The input of '${state.name}' has already been read. ${goBack}`);
    case 'effective':
      if (BEFORE_WORK.has(phase)) return undefined;
      return new Refusal(`The work of '${state.name}' has already got its effective input. ${goBack}`);
    case 'result':
      if (phase === 'result' || phase === 'afterItemsPath') return undefined;
      return new Refusal(
        step.result === undefined
          ? `'${state.name}' has no result yet.`
          : `The result of '${state.name}' has already been read. Change its output instead, or step back to the phase 'result'.`,
      );
    case 'output':
      if (ON_ITS_WAY_OUT.has(phase)) return undefined;
      return new Refusal(`'${state.name}' has no output yet.`);
    case 'assigned':
      return step.assigned === undefined ? new Refusal(`'${state.name}' has not assigned variables yet.`) : undefined;
    default:
      return phase === 'failure' && step.handling?.kind === 'uncaught'
        ? new Refusal(`'${state.name}' has failed and nothing reads variables any more.`)
        : undefined;
  }
}

function assign(branch: Branch, step: Step, target: EditTarget, value: Json): void {
  switch (target) {
    case 'input':
      branch.input = value;
      branch.effective = value;
      branch.output = value;
      return;
    case 'effective':
      branch.effective = value;
      return;
    case 'result':
      branch.result = value;
      if (step.phase === 'result') branch.output = value;
      return;
    case 'output':
      branch.output = value;
      return;
    case 'assigned':
      if (isObject(value)) branch.assigned = value;
      return;
    default:
      if (isObject(value)) branch.variables = value;
  }
}
