/** State data as the view shows them: indented, cut to a size, with the differences of input and output. */
import type { PhaseView, StateDataView } from '../../webview/executionMessages.ts';
import { diffJson, type Json } from '../runs/jsonDiff.ts';
import type { Visit } from '../runs/run.ts';
import { inputOf, outputOf, type Phase, type StateData } from '../runs/stateDataModel.ts';

const shownText = 64 * 1024;
const shownValue = 200;
/** Larger values are compared in an editor, not here. */
const comparedText = 1024 * 1024;

export function dataView(visit: Visit | undefined, data: StateData | undefined): StateDataView {
  const title = visit ? titleOf(visit) : '';
  if (!data)
    return {
      visit: visit?.visit ?? 0,
      title,
      phases: [],
      differences: [],
      missing: 'The data of this state were not kept. Debug the state machine to look at the data of every state.',
    };
  const [input, output] = [inputOf(data), outputOf(data)];
  const phases = data.phases.map(phaseView);
  if (data.variables !== undefined) phases.push(phaseView({ name: 'variables', value: data.variables }));
  return {
    visit: data.visit,
    title,
    phases,
    differences: input !== undefined && output !== undefined && isComparable(phases) ? differences(input, output) : [],
    error: data.error && errorText(data.error),
  };
}

function titleOf(visit: Visit): string {
  const tries = visit.failures.length;
  return tries === 0 ? visit.name : `${visit.name} · ${tries} failed ${tries === 1 ? 'try' : 'tries'}`;
}

function phaseView({ name, value, bytes, changed }: Phase): PhaseView {
  const text = JSON.stringify(value, undefined, 2) ?? '';
  return {
    name,
    text: text.slice(0, shownText),
    bytes: bytes ?? text.length,
    cut: text.length > shownText,
    changed: changed ?? false,
  };
}

function isComparable(phases: readonly PhaseView[]): boolean {
  return phases.every((phase) => phase.bytes <= comparedText);
}

function differences(input: Json, output: Json): StateDataView['differences'] {
  return diffJson(input, output).map(({ sign, path, before, after }) => ({
    sign,
    path,
    before: before === undefined ? undefined : short(before),
    after: after === undefined ? undefined : short(after),
  }));
}

function short(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > shownValue ? `${text.slice(0, shownValue - 1)}…` : text;
}

function errorText({ error, cause, handling }: NonNullable<StateData['error']>): string {
  return [error, cause, handling].filter(Boolean).join('\n');
}
