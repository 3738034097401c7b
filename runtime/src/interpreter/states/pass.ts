import type { Json, JsonObject } from '../../asl/json.ts';
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
  if (queryLanguage === 'JSONata') return [INPUT_PASSED_ON, ...jsonataOutputPhases(definition, inputOnly)];
  const { Result: constant } = definition;
  return [
    ...inputPathPhases(definition),
    ...parametersPhases(definition),
    constant === undefined ? PASSED_ON : passConstant(constant),
    ...assignPhases(definition, (branch) => branch.result ?? null),
    ...resultPathPhases(definition),
    ...outputPathPhases(definition),
  ];
}

// The same for every state.
const INPUT_PASSED_ON = phase('result', (branch) => {
  branch.result = branch.input;
  branch.output = branch.input;
  return undefined;
});
const PASSED_ON = phase('result', (branch) => {
  branch.result = branch.effective;
  branch.output = branch.effective;
  return undefined;
});

function passConstant(result: Json): Phase {
  return phase('result', (branch) => {
    branch.result = result;
    branch.output = result;
    return undefined;
  });
}
