/** State data as the view shows them: indented, cut to a size, with the differences of input and output. */
import type { PhaseView, StateDataView } from '../../webview/executionMessages.ts';
import { diffJson, type Json } from '../runs/jsonDiff.ts';
import type { Visit } from '../runs/run.ts';
import { inputOf, outputOf, type Phase, type StateData } from '../runs/stateDataModel.ts';

const shownText = 64 * 1024;
const shownValue = 200;
/** Larger values are compared in an editor, not here. */
const comparedText = 1024 * 1024;

/** Another run or line, and the data of the same state there. */
export interface Baseline {
  name: string;
  data?: StateData;
}

export function dataView(visit: Visit | undefined, data: StateData | undefined, baseline?: Baseline): StateDataView {
  const title = visit ? titleOf(visit) : '';
  if (!data)
    return {
      visit: visit?.visit ?? 0,
      title,
      phases: [],
      differences: [],
      missing: 'The data of this state were not kept. Debug the state machine to look at the data of every state.',
    };
  const phases = data.phases.map(phaseView);
  if (data.variables !== undefined) phases.push(phaseView({ name: 'variables', value: data.variables }));
  return {
    visit: data.visit,
    title,
    phases,
    differences: isComparable(phases) ? (baseline ? differencesTo(baseline.data, data) : ownDifferences(data)) : [],
    baseline: baseline && (baseline.data ? baseline.name : `${baseline.name}, where its data are not known`),
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

function ownDifferences(data: StateData): StateDataView['differences'] {
  const [input, output] = [inputOf(data), outputOf(data)];
  return input === undefined || output === undefined ? [] : differences(input, output);
}

/** Phase by phase, as far as both have it. */
function differencesTo(before: StateData | undefined, after: StateData): StateDataView['differences'] {
  if (!before) return [];
  const found = after.phases.flatMap(({ name, value }) => {
    const other = before.phases.find((phase) => phase.name === name);
    return other ? differences(other.value, value, `${name} `) : [];
  });
  if (before.variables === undefined || after.variables === undefined) return found;
  return [...found, ...differences(before.variables, after.variables, 'variables ')];
}

function differences(from: Json, to: Json, place = ''): StateDataView['differences'] {
  return diffJson(from, to).map(({ sign, path, before, after }) => ({
    sign,
    path: `${place}${path}`,
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
