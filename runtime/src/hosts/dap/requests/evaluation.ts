import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Json } from '../../../asl/json.ts';
import { completionsAt } from '../../../debugger/completions.ts';
import { assignable, EvaluationProblem, evaluateAt } from '../../../debugger/evaluate.ts';
import { type Settled, whenSettled } from '../../../debugger/settled.ts';
import type { Step } from '../../../debugger/step.ts';
import { CONSOLE_COMMANDS, runConsoleCommand } from '../console.ts';
import type { Debuggee } from '../debuggee.ts';
import { exactPathIn, HIDDEN } from '../redaction.ts';
import { cannotEvaluate, notLaunched, type RequestProblem, stale } from '../requestProblem.ts';
import type { Handler, Reply } from '../session.ts';
import { setValue } from './state.ts';

/** Evaluates in the language of the state; changes nothing, except by commands of the console, which begin with a colon. */
export const evaluate: Handler<DebugProtocol.EvaluateArguments> = ({ debuggee }, { expression, frameId, context }) => {
  if (!debuggee) return notLaunched('evaluate');
  const text = String(expression ?? '').trim();
  if (context === 'repl' && text.startsWith(':')) return runConsoleCommand(debuggee, text, stepAt(debuggee, frameId));
  const step = stepAt(debuggee, frameId);
  if (!step)
    return frameId === undefined ? cannotEvaluate('Nothing can be evaluated before the first state.') : stale('frame');
  const value = evaluateAt(step, text);
  return settle(whenSettled(value, (outcome) => result(debuggee, outcome, text, context)));
};

/** Assigns to any place that an expression names: `$states.input.order.qty`, `$.order.qty`, `$total`. */
export const setExpression: Handler<DebugProtocol.SetExpressionArguments> = async (
  { debuggee },
  { expression, value, frameId },
) => {
  if (!debuggee) return notLaunched('setExpression');
  const step = stepAt(debuggee, frameId);
  if (!step) return stale('frame');
  const place = assignable(step, expression);
  if (place instanceof EvaluationProblem) return cannotEvaluate(place.message);
  return setValue(debuggee, step, place.target, place.path, value);
};

export const completions: Handler<DebugProtocol.CompletionsArguments> = (session, { text, column, line, frameId }) => {
  const { debuggee, traits } = session;
  if (!debuggee) return notLaunched('completions');
  const lines = text.split('\n');
  const typed = lines[(line ?? traits.firstLine) - traits.firstLine] ?? '';
  const cursor = Math.max(0, column - traits.firstColumn);
  if (typed.startsWith(':')) {
    const targets = CONSOLE_COMMANDS.filter(({ name }) => name.startsWith(typed.slice(0, cursor)));
    return {
      body: { targets: targets.map(({ name, help }) => ({ label: name, detail: help, start: 0, length: cursor })) },
    };
  }
  const step = stepAt(debuggee, frameId);
  if (!step) return { body: { targets: [] } };
  const found = completionsAt(step, typed, cursor);
  return settle(
    whenSettled(
      found,
      (items): Reply => ({
        body: {
          targets: items.map(({ label, kind, start, length, detail }) => ({
            label,
            type: kind,
            start,
            length,
            detail,
          })),
        },
      }),
    ),
  );
};

function stepAt(debuggee: Debuggee, frameId: number | undefined): Step | undefined {
  return frameId === undefined ? debuggee.focus : debuggee.currentStep(debuggee.frames.get(frameId)?.step);
}

function result(
  debuggee: Debuggee,
  outcome: Json | EvaluationProblem,
  text: string,
  context: string | undefined,
): Reply | RequestProblem {
  if (outcome instanceof EvaluationProblem) return cannotEvaluate(outcome.message);
  const shown = debuggee.variables.value(outcome, text);
  const whole = context === 'clipboard' ? JSON.stringify(copied(debuggee, outcome, text), undefined, 2) : shown.value;
  return {
    body: {
      result: whole,
      type: shown.type,
      variablesReference: context === 'clipboard' ? 0 : shown.variablesReference,
      indexedVariables: shown.indexedVariables,
      namedVariables: shown.namedVariables,
      presentationHint: { attributes: ['readOnly'] },
    },
  };
}

function settle<T>(value: Settled<T>): T | Promise<T> {
  return value;
}

/** What goes to the clipboard: whole, but for what must not be shown. */
function copied({ redaction }: Debuggee, outcome: Json, text: string): Json {
  if (!redaction) return outcome;
  const path = exactPathIn(text);
  return redaction.hides(path) ? HIDDEN : redaction.shown(outcome, path);
}
