import type { Json, JsonObject } from '../../asl/json.ts';
import { ExpressionFailure } from '../../expressions/failure.ts';
import { isSyntaxProblem } from '../../expressions/jsonPath.ts';
import { compileStringExpression } from '../../expressions/payloadTemplate.ts';
import type { Branch } from '../branch.ts';
import { Failure } from '../failure.ts';
import { typedField } from '../fields.ts';
import type { Phase, PhaseOutcome } from '../machine.ts';
import { type Evaluated, phase, whenEvaluated } from '../phases.ts';

type Text = ((branch: Branch) => Evaluated) | undefined;

/** Fail: ends its machine, branch or iteration. Amazon States Language, "Fail State". */
export function failPhases(definition: JsonObject, queryLanguage: string): Phase[] {
  const error = text(definition, 'Error', queryLanguage);
  const cause = text(definition, 'Cause', queryLanguage);
  return [
    phase('result', (branch) =>
      evaluate(error, branch, (errorText) => evaluate(cause, branch, (causeText) => new Failure(errorText, causeText))),
    ),
  ];
}

function evaluate(
  text: Text,
  branch: Branch,
  use: (value: string | undefined) => PhaseOutcome | Promise<PhaseOutcome>,
): PhaseOutcome | Promise<PhaseOutcome> {
  return text ? whenEvaluated(text(branch), (value) => use(value as string)) : use(undefined);
}

function text(definition: JsonObject, name: 'Error' | 'Cause', queryLanguage: string): Text {
  const path = definition[`${name}Path`];
  if (queryLanguage === 'JSONPath' && typeof path === 'string') return textPath(path, `${name}Path`);
  const value = definition[name];
  if (value === undefined) return undefined;
  return queryLanguage === 'JSONata' ? typedField(value, name, 'string') : () => value;
}

/** A path or an intrinsic call that yields a string. */
function textPath(path: string, field: string): (branch: Branch) => Json | ExpressionFailure {
  const compiled = compileStringExpression(path, field);
  if (isSyntaxProblem(compiled))
    return () => new ExpressionFailure('States.Runtime', `Invalid path '${path}' : ${compiled.message}`);
  return (branch) => {
    const value = compiled.evaluate(branch.evaluation.at(branch.input));
    if (value instanceof ExpressionFailure || typeof value === 'string') return value;
    return new ExpressionFailure('States.Runtime', `The ${field} field must refer to a string: ${path}`);
  };
}
