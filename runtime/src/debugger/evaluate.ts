import type { Json } from '../asl/json.ts';
import { ExpressionFailure } from '../expressions/failure.ts';
import { isSyntaxProblem } from '../expressions/problem.ts';
import { compileReferencePath } from '../expressions/referencePath.ts';
import type { EditTarget } from './edits.ts';
import { compileExpression } from './expression.ts';
import { NOT_KEPT } from './historyLimit.ts';
import { type Settled, whenSettled } from './settled.ts';
import type { Step } from './step.ts';
import { StepScope } from './stepScope.ts';
import type { ValuePath } from './valuePath.ts';

/** Why a text could not be evaluated, for the user to read. */
export class EvaluationProblem {
  constructor(readonly message: string) {}
}

/** Evaluates text at a step in the language of its state. It changes nothing. */
export function evaluateAt(step: Step, text: string): Settled<Json | EvaluationProblem> {
  if (step.isDropped) return new EvaluationProblem(`The values of this step are ${NOT_KEPT}`);
  const expression = compileExpression(text, step.state.queryLanguage);
  if (isSyntaxProblem(expression))
    return new EvaluationProblem(`${expression.message} (at offset ${expression.offset})`);
  return whenSettled(expression.evaluate(new StepScope(step)), (value) =>
    value instanceof ExpressionFailure ? new EvaluationProblem(value.cause) : value,
  );
}

/** Reads what the user typed as a new value: JSON text, or an expression at the step. */
export function valueTyped(step: Step, text: string): Settled<Json | EvaluationProblem> {
  try {
    const value = JSON.parse(text) as Json;
    if (hasFiniteNumbers(value)) return value;
    return new EvaluationProblem('A number in this value is larger than any number that can be kept.');
  } catch {
    return whenSettled(evaluateAt(step, text), (value) =>
      value instanceof EvaluationProblem
        ? new EvaluationProblem(
            `This is neither JSON nor an expression (${value.message}). Text needs quotes: ${JSON.stringify(text)}`,
          )
        : value,
    );
  }
}

/** JSON text may hold numbers that become infinite. */
function hasFiniteNumbers(value: Json): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return (
    typeof value !== 'object' ||
    value === null ||
    Object.values(value).every((member) => hasFiniteNumbers(member as Json))
  );
}

/** The place that an assignable expression means: `$states.input.order.qty`, `$.order.qty`, `$myVar.x`. */
export function assignable(
  step: Step,
  text: string,
): { readonly target: EditTarget; readonly path: ValuePath } | EvaluationProblem {
  const inner = text.trim().replace(/^\{%\s*|\s*%\}$/g, '');
  const states = /^\$states\.(input|result)(?![\w])(.*)$/s.exec(inner);
  const reference = compileReferencePath(states ? `$${states[2]}` : inner);
  if (isSyntaxProblem(reference))
    return new EvaluationProblem(`'${text}' names no single place that could be changed: ${reference.message}`);
  const path: (string | number)[] = [];
  for (const segment of reference.path.segments) {
    if (segment.kind === 'property') path.push(segment.names[0]!);
    else if (segment.kind === 'index') path.push(segment.indexes[0]!);
  }
  if (states) return { target: states[1] as 'input' | 'result', path };
  switch (reference.path.root) {
    case 'variable':
      return { target: 'variables', path: [reference.path.variable!, ...path] };
    case 'context':
      return new EvaluationProblem('The context object belongs to the service and cannot be changed.');
    default:
      return { target: documentTarget(step), path };
  }
}

/** Which value `$` is at a step. */
function documentTarget({ phase }: Step): EditTarget {
  switch (phase) {
    case 'input':
      return 'input';
    case 'result':
    case 'variables':
      return 'result';
    case 'afterResultSelector':
    case 'afterResultPath':
    case 'output':
      return 'output';
    default:
      return 'effective';
  }
}
