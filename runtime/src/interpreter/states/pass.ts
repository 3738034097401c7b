import type { JsonObject } from '../../asl/json.ts';
import type { Phase } from '../machine.ts';
import {
  assignPhases,
  inputOnly,
  inputPathPhases,
  jsonataOutputPhases,
  outputPathPhases,
  parametersPhases,
  phase,
  resultPathPhases,
} from '../phases.ts';

/** Pass: no work. Amazon States Language, "Pass State". */
export function passPhases(definition: JsonObject, queryLanguage: string): Phase[] {
  if (queryLanguage === 'JSONata') return [phase('result', takeInput), ...jsonataOutputPhases(definition, inputOnly)];
  const { Result: constant } = definition;
  return [
    ...inputPathPhases(definition),
    ...parametersPhases(definition),
    phase('result', (branch) => {
      branch.result = constant === undefined ? branch.effective : constant;
      branch.output = branch.result;
      return undefined;
    }),
    ...assignPhases(definition, (branch) => branch.result ?? null),
    ...resultPathPhases(definition),
    ...outputPathPhases(definition),
  ];
}

function takeInput(branch: { input: unknown; result: unknown; output: unknown }): undefined {
  branch.result = branch.input;
  branch.output = branch.input;
}
