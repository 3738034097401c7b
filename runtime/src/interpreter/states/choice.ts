import { isObject, type JsonObject } from '../../asl/json.ts';
import { ExpressionFailure } from '../../expressions/failure.ts';
import type { Branch } from '../branch.ts';
import { compileChoiceRule } from '../choiceRule.ts';
import { typedField } from '../fields.ts';
import type { Phase, PhaseOutcome } from '../machine.ts';
import {
  type Assigner,
  inputOnly,
  inputPathPhases,
  jsonataAssigner,
  jsonataOutput,
  outputPathPhases,
  pathAssigner,
  phase,
} from '../phases.ts';

interface Rule {
  readonly next: string | undefined;
  readonly test: (branch: Branch) => boolean | ExpressionFailure | Promise<boolean | ExpressionFailure>;
  readonly assign: Assigner | undefined;
  readonly output: ((branch: Branch) => PhaseOutcome | Promise<PhaseOutcome>) | undefined;
}

/** Choice: the first rule that is true decides. Amazon States Language, "Choice State". */
export function choicePhases(definition: JsonObject, queryLanguage: string): Phase[] {
  const written = Array.isArray(definition.Choices) ? definition.Choices : [];
  const compile = queryLanguage === 'JSONata' ? jsonataRule : pathRule;
  const rules = written.map((rule, index) => compile(isObject(rule) ? rule : {}, `Choices[${index}]/`));
  const fallback = compile({ ...definition, Next: definition.Default ?? null }, '');
  const chosen = (branch: Branch) => (branch.chosenRule === undefined ? fallback : rules[branch.chosenRule]!);
  return [
    ...(queryLanguage === 'JSONata' ? [] : inputPathPhases(definition)),
    phase('result', (branch) => {
      branch.output = branch.effective;
      return choose(branch, rules, 0, fallback.next);
    }),
    phase('variables', (branch) => chosen(branch).assign?.(branch, branch.effective)),
    ...(queryLanguage === 'JSONata'
      ? [phase('output', (branch) => chosen(branch).output?.(branch))]
      : outputPathPhases(definition)),
  ];
}

function choose(
  branch: Branch,
  rules: readonly Rule[],
  from: number,
  fallback: string | undefined,
): PhaseOutcome | Promise<PhaseOutcome> {
  for (let index = from; index < rules.length; index++) {
    const rule = rules[index]!;
    const outcome = rule.test(branch);
    if (outcome instanceof Promise) {
      return outcome.then((settled) => {
        if (settled instanceof ExpressionFailure) return settled;
        return settled ? take(branch, rule.next, index) : choose(branch, rules, index + 1, fallback);
      });
    }
    if (outcome instanceof ExpressionFailure) return outcome;
    if (outcome) return take(branch, rule.next, index);
  }
  return take(branch, fallback, undefined);
}

/** AWS ends an execution whose Choice matches nothing with States.Runtime and this text; the documented States.NoChoiceMatched was never recorded. */
function take(branch: Branch, next: string | undefined, index: number | undefined): PhaseOutcome {
  branch.chosenRule = index;
  branch.next = next === undefined ? undefined : branch.scope.states.get(next);
  if (branch.next) return undefined;
  return new ExpressionFailure(
    'States.Runtime',
    'Failed to transition out of the state. The state does not point to a next state.',
  );
}

function pathRule(rule: JsonObject, _location: string): Rule {
  const compiled = compileChoiceRule(rule);
  return {
    next: typeof rule.Next === 'string' ? rule.Next : undefined,
    test: (branch) => compiled.evaluate(branch.evaluation.at(branch.effective)),
    assign: rule.Assign === undefined ? undefined : pathAssigner(rule.Assign),
    output: undefined,
  };
}

function jsonataRule(rule: JsonObject, location: string): Rule {
  const condition = typedField(rule.Condition ?? false, `${location}Condition`, 'boolean');
  return {
    next: typeof rule.Next === 'string' ? rule.Next : undefined,
    test: (branch) => condition(branch) as boolean | ExpressionFailure | Promise<boolean | ExpressionFailure>,
    assign: rule.Assign === undefined ? undefined : jsonataAssigner(rule.Assign, `${location}Assign`, inputOnly),
    output: rule.Output === undefined ? undefined : jsonataOutput(rule.Output, `${location}Output`, inputOnly),
  };
}
