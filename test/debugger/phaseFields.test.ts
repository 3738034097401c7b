import { expect, test } from 'vitest';
import { fieldNames } from '../../runtime/src/asl/fields.ts';
import { phaseOfField } from '../../runtime/src/asl/phaseFields.ts';
import { STATE_TYPES, stateKind } from '../../runtime/src/asl/states.ts';

/** Fields that describe a state or its limits: execution is never at them. */
const NO_PLACE =
  /^(?:Type|Comment|QueryLanguage|TimeoutSeconds|HeartbeatSeconds|Credentials|MaxConcurrency|ToleratedFailure\w+|Label|Error|Cause|ItemProcessor|Iterator)(?:Path)?$/;

test.each(STATE_TYPES)('every field of a %s state belongs to a phase or is no place to stop at', (type) => {
  const fields = new Set([...fieldNames(stateKind(type), 'JSONPath'), ...fieldNames(stateKind(type), 'JSONata')]);
  const wrong = [...fields].filter((field) => (phaseOfField(type, field) === undefined) !== NO_PLACE.test(field));
  expect(wrong).toEqual([]);
});
