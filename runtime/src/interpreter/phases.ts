import type { Json, JsonObject } from '../asl/json.ts';
import type { PhaseName } from '../asl/phaseFields.ts';
import { ExpressionFailure } from '../expressions/failure.ts';
import { compileJsonataTemplate } from '../expressions/jsonataTemplate.ts';
import { compilePath, isSyntaxProblem } from '../expressions/jsonPath.ts';
import { keptByText } from '../expressions/keptByText.ts';
import { compileTemplate } from '../expressions/payloadTemplate.ts';
import { compileReferencePath } from '../expressions/referencePath.ts';
import type { Branch } from './branch.ts';
import type { Phase, PhaseOutcome } from './machine.ts';

/** A value read or computed from a branch's data. */
export type Evaluated = Json | ExpressionFailure | Promise<Json | ExpressionFailure>;
export type Reader = (branch: Branch, input: Json) => Json | ExpressionFailure;

/** Passes an evaluated value on, at once where it is there at once. */
export function whenEvaluated(
  value: Evaluated,
  use: (value: Json) => PhaseOutcome | Promise<PhaseOutcome>,
): PhaseOutcome | Promise<PhaseOutcome> {
  if (value instanceof Promise)
    return value.then((settled) => (settled instanceof ExpressionFailure ? settled : use(settled)));
  return value instanceof ExpressionFailure ? value : use(value);
}

/** A phase that does its own thing. */
export function phase(id: PhaseName, run: (branch: Branch) => PhaseOutcome | Promise<PhaseOutcome>): Phase {
  return { id, run };
}

/** Reads a path of a JSONPath field; a miss is worded as for InputPath and OutputPath. */
export function pathReader(text: string): Reader {
  const path = compilePath(text);
  if (isSyntaxProblem(path)) {
    return () => new ExpressionFailure('States.Runtime', `Invalid path '${text}' : ${path.message}`);
  }
  return (branch, input) => {
    const scope = branch.evaluation.at(input);
    const value = path.evaluate(scope);
    return value === undefined
      ? new ExpressionFailure('States.Runtime', `Invalid path '${text}' : ${path.explain(scope)}`)
      : value;
  };
}

/** `InputPath` or `OutputPath`: null stands for an empty object. */
function filterReader(path: Json): Reader {
  return path === null ? () => EMPTY : pathReader(String(path));
}

const EMPTY: JsonObject = Object.freeze({});

/** JSONPath: InputPath. */
export function inputPathPhases(definition: JsonObject): Phase[] {
  if (definition.InputPath === undefined || definition.InputPath === '$') return [];
  const read = filterReader(definition.InputPath);
  return [
    phase('afterInputPath', (branch) => {
      const value = read(branch, branch.input);
      if (value instanceof ExpressionFailure) return value;
      branch.effective = value;
      return undefined;
    }),
  ];
}

/** JSONPath: Parameters. */
export function parametersPhases(definition: JsonObject): Phase[] {
  if (definition.Parameters === undefined) return [];
  const template = compileTemplate(definition.Parameters);
  return [
    phase('afterParameters', (branch) => {
      const value = template.evaluate(branch.evaluation.at(branch.effective));
      if (value instanceof ExpressionFailure) return value;
      branch.effective = value;
      return undefined;
    }),
  ];
}

/** JSONata: Arguments. */
export function argumentsPhases(definition: JsonObject): Phase[] {
  if (definition.Arguments === undefined) return [];
  const template = compileJsonataTemplate(definition.Arguments, 'Arguments');
  return [
    phase('afterArguments', (branch) =>
      whenEvaluated(template.evaluate(branch.evaluation.withStates({ input: branch.input })), (value) => {
        branch.effective = value;
        return undefined;
      }),
    ),
  ];
}

/** JSONPath: ResultSelector. */
function resultSelectorPhases(definition: JsonObject): Phase[] {
  if (definition.ResultSelector === undefined) return [];
  const template = compileTemplate(definition.ResultSelector);
  return [
    phase('afterResultSelector', (branch) => {
      const value = template.evaluate(branch.evaluation.at(branch.output));
      if (value instanceof ExpressionFailure) return value;
      branch.output = value;
      return undefined;
    }),
  ];
}

/** JSONPath: ResultPath writes into the raw input. */
export function resultPathPhases(definition: JsonObject): readonly Phase[] {
  const { ResultPath: path } = definition;
  return typeof path === 'string' ? writesTo(path) : writerPhases(resultPathWriter(path));
}

/** States of one machine name the same few places again and again. */
const writesTo = keptByText((path) => writerPhases(resultPathWriter(path)), 1_024);

function writerPhases(merge: ReturnType<typeof resultPathWriter>): readonly Phase[] {
  if (!merge) return [];
  return [
    phase('afterResultPath', (branch) => {
      const value = merge(branch.input, branch.output);
      if (value instanceof ExpressionFailure) return value;
      branch.output = value;
      return undefined;
    }),
  ];
}

/** How a ResultPath puts a result into the raw input; undefined where the result replaces it. */
export function resultPathWriter(
  path: Json | undefined,
): ((input: Json, result: Json) => Json | ExpressionFailure) | undefined {
  if (path === undefined || path === '$') return undefined;
  if (path === null) return (input) => input;
  const reference = compileReferencePath(String(path));
  if (isSyntaxProblem(reference)) {
    return () => new ExpressionFailure('States.Runtime', `Invalid path '${path}' : ${reference.message}`);
  }
  return (input, result) => reference.write(input, result);
}

/** JSONPath: OutputPath, applied to the value on its way out. */
export function outputPathPhases(definition: JsonObject): Phase[] {
  if (definition.OutputPath === undefined || definition.OutputPath === '$') return [];
  const read = filterReader(definition.OutputPath);
  return [
    phase('output', (branch) => {
      const value = read(branch, branch.output);
      if (value instanceof ExpressionFailure) return value;
      branch.output = value;
      return undefined;
    }),
  ];
}

/** Computes a set of variables; `$` is what the state's kind says. */
export type Assigner = (branch: Branch, input: Json) => PhaseOutcome | Promise<PhaseOutcome>;

/** JSONPath Assign. */
export function pathAssigner(assign: Json): Assigner {
  const template = compileTemplate(assign);
  return (branch, input) => {
    const value = template.evaluate(branch.evaluation.at(input));
    if (value instanceof ExpressionFailure) return value;
    branch.assigned = value as JsonObject;
    return undefined;
  };
}

/** JSONata members of `$states` beside the input. */
export type StatesOf = (branch: Branch) => { input: Json; result?: Json; errorOutput?: Json };

/** JSONata Assign. `location` is the field as failures name it. */
export function jsonataAssigner(
  assign: Json,
  location: string,
  states: StatesOf,
): (branch: Branch) => PhaseOutcome | Promise<PhaseOutcome> {
  const template = compileJsonataTemplate(assign, location);
  return (branch) =>
    whenEvaluated(template.evaluate(branch.evaluation.withStates(states(branch))), (value) => {
      branch.assigned = value as JsonObject;
      return undefined;
    });
}

/** JSONata Output. */
export function jsonataOutput(
  output: Json,
  location: string,
  states: StatesOf,
): (branch: Branch) => PhaseOutcome | Promise<PhaseOutcome> {
  const template = compileJsonataTemplate(output, location);
  return (branch) =>
    whenEvaluated(template.evaluate(branch.evaluation.withStates(states(branch))), (value) => {
      branch.output = value;
      return undefined;
    });
}

/** `$states` without a result. */
export const inputOnly: StatesOf = (branch) => ({ input: branch.input });
/** `$states` of a state whose work has ended. */
export const inputAndResult: StatesOf = (branch) => ({ input: branch.input, result: branch.result ?? null });

/** Assign and Output of a JSONata state. */
export function jsonataOutputPhases(definition: JsonObject, states: StatesOf): Phase[] {
  const phases: Phase[] = [];
  if (definition.Assign !== undefined)
    phases.push(phase('variables', jsonataAssigner(definition.Assign, 'Assign', states)));
  if (definition.Output !== undefined) phases.push(phase('output', jsonataOutput(definition.Output, 'Output', states)));
  return phases;
}

/** Assign of a JSONPath state; `of` says what `$` is. */
export function assignPhases(definition: JsonObject, of: (branch: Branch) => Json): Phase[] {
  if (definition.Assign === undefined) return [];
  const assign = pathAssigner(definition.Assign);
  return [phase('variables', (branch) => assign(branch, of(branch)))];
}

/** The phases that follow the work of a JSONPath Task, Parallel or Map. */
export function resultPhases(definition: JsonObject): Phase[] {
  return [
    ...assignPhases(definition, (branch) => branch.result ?? null),
    ...resultSelectorPhases(definition),
    ...resultPathPhases(definition),
    ...outputPathPhases(definition),
  ];
}
