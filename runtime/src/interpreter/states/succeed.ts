import type { JsonObject } from '../../asl/json.ts';
import type { Phase } from '../machine.ts';
import { inputOnly, inputPathPhases, jsonataOutputPhases, outputPathPhases, phase } from '../phases.ts';

/** Succeed: hands its input on. Amazon States Language, "Succeed State". */
export function succeedPhases(definition: JsonObject, queryLanguage: string): Phase[] {
  if (queryLanguage === 'JSONata') return jsonataOutputPhases(definition, inputOnly);
  return [...inputPathPhases(definition), handOn, ...outputPathPhases(definition)];
}

/** The effective input is the value on its way out. */
const handOn: Phase = phase('result', (branch) => {
  branch.output = branch.effective;
  return undefined;
});
