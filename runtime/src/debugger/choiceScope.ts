import { choiceOperator } from '../asl/choice.ts';
import type { Json, JsonObject } from '../asl/json.ts';
import { isObject } from '../asl/json.ts';
import { ExpressionFailure } from '../expressions/failure.ts';
import { compileJsonata, isJsonataString, jsonataText } from '../expressions/jsonata.ts';
import { compileStringExpression } from '../expressions/payloadTemplate.ts';
import { isSyntaxProblem } from '../expressions/problem.ts';
import { type ChoiceRule, compileChoiceRule } from '../interpreter/choiceRule.ts';
import type { Entry } from './scopeView.ts';
import { type Settled, whenSettled } from './settled.ts';
import type { Step } from './step.ts';
import { StepScope } from './stepScope.ts';

/** The rules of a Choice state with what each operand is now and whether the rule holds; the one that is taken comes first. */
export function choiceEntries(step: Step): Settled<readonly Entry[]> {
  const { Choices: rules, Default: fallback } = step.state.definition;
  const entries = (Array.isArray(rules) ? rules : []).map((rule: Json, index) =>
    ruleEntry(isObject(rule) ? rule : {}, index, step),
  );
  const all = entries.some((entry) => entry instanceof Promise) ? Promise.all(entries) : (entries as RuleEntry[]);
  return whenSettled(all, (settled) => {
    const taken = settled.find(({ holds }) => holds);
    const ordered = taken ? [taken, ...settled.filter((entry) => entry !== taken)] : settled;
    const last =
      typeof fallback === 'string' ? [{ name: `Default → ${fallback}`, text: taken ? 'not taken' : 'taken' }] : [];
    const shown = ordered.map(({ entry }) => entry);
    return taken ? [...shown, ...last] : [...last, ...shown];
  });
}

interface RuleEntry {
  readonly entry: Entry;
  readonly holds: boolean;
}

function ruleEntry(rule: JsonObject, index: number, step: Step): Settled<RuleEntry> {
  const name = `[${index}] → ${typeof rule.Next === 'string' ? rule.Next : '?'}`;
  const scope = new StepScope(step);
  if (step.state.queryLanguage === 'JSONata') {
    const { Condition: condition = false } = rule;
    const text = isJsonataString(condition) ? jsonataText(condition) : undefined;
    const compiled = text === undefined ? undefined : compileJsonata(text);
    if (isSyntaxProblem(compiled)) return { entry: { name, text: compiled.message }, holds: false };
    const value = compiled ? compiled.evaluate(scope, 'Condition') : condition;
    return whenSettled(
      value,
      (outcome): RuleEntry => ({
        entry: { name, text: outcomeText(outcome), children: [{ name: 'Condition', text: text ?? String(condition) }] },
        holds: outcome === true,
      }),
    );
  }
  const outcome = compileChoiceRule(rule).evaluate(scope);
  return { entry: { name, text: outcomeText(outcome), children: operands(rule, scope) }, holds: outcome === true };
}

function operands(rule: JsonObject, scope: StepScope): Entry[] {
  for (const [name, nested] of Object.entries(rule)) {
    const parts = Array.isArray(nested) ? nested : isObject(nested) ? [nested] : undefined;
    if (!parts?.every(isObject) || choiceOperator(name)) continue;
    const compiled = parts.map((part: Json): ChoiceRule => compileChoiceRule(part));
    if (compiled.every(({ kind }) => kind === 'invalid')) continue;
    return compiled.map((part, i) => ({
      name: parts.length === 1 ? name : `${name}[${i}]`,
      text: outcomeText(part.evaluate(scope)),
      children: operands(parts[i]!, scope),
    }));
  }
  const entries: Entry[] = [];
  const { Variable: variable } = rule;
  if (typeof variable === 'string') entries.push({ name: variable, ...readPath(variable, scope) });
  for (const [name, operand] of Object.entries(rule)) {
    const fact = choiceOperator(name);
    if (!fact) continue;
    entries.push(
      fact.path
        ? { name: `${name} ${String(operand)}`, ...readPath(String(operand), scope) }
        : { name, value: operand },
    );
  }
  return entries;
}

function readPath(path: string, scope: StepScope): Pick<Entry, 'value' | 'text'> {
  const compiled = compileStringExpression(path, 'Variable');
  if (isSyntaxProblem(compiled)) return { text: compiled.message };
  const value = compiled.evaluate(scope);
  return value instanceof ExpressionFailure ? { text: 'not there' } : { value };
}

function outcomeText(outcome: Json | ExpressionFailure): string {
  return outcome instanceof ExpressionFailure ? `failed: ${outcome.cause}` : JSON.stringify(outcome);
}
