import type { Json } from '../asl/json.ts';
import { type Change, changesOf } from './changes.ts';
import { choiceEntries } from './choiceScope.ts';
import type { Debugger } from './debugger.ts';
import type { EditTarget } from './edits.ts';
import { failureEntries } from './failureView.ts';
import type { Frame } from './frames.ts';
import { NOT_KEPT } from './historyLimit.ts';
import { limitEntries } from './limitsScope.ts';
import { mapScopes } from './mapScopes.ts';
import type { Entry, ScopeView } from './scopeView.ts';
import { firstStep, passedSteps, type Step, type StepPhase, type Strand, type Visit } from './step.ts';
import { stepContext } from './stepContext.ts';

/** The scopes of a frame, in the order in which they are shown. */
export function scopesOf(frame: Frame, session: Debugger): ScopeView[] {
  const { step, strand } = frame;
  if (!step) return [];
  if (frame.kind === 'iteration') return iterationScopes(strand, step);
  if (frame.kind === 'machine') return machineScopes(step);
  return stateScopes(step, session);
}

function stateScopes(step: Step, session: Debugger): ScopeView[] {
  if (step.isDropped) return [{ name: 'Values', entries: () => [{ name: 'values', text: NOT_KEPT }] }];
  const passed = new Set(passedSteps(step).map(({ phase }) => phase));
  const has = (...phases: StepPhase[]) => phases.some((phase) => passed.has(phase));
  const scopes: ScopeView[] = [];
  const changes = changesOf(step);
  if (changes.length > 0) scopes.push({ name: 'Changes', entries: () => changes.map(changeEntry) });
  if (step.phase === 'failure' || step.attempt > 0) scopes.push({ name: 'Error', entries: () => failureEntries(step) });
  scopes.push(valueScope('Input', step, 'input', step.input, '$states.input', 'arguments'));
  if (step.state.type === 'Choice') scopes.push({ name: 'Rules', entries: () => choiceEntries(step) });
  if (has('afterInputPath', 'afterParameters', 'afterArguments')) {
    scopes.push(valueScope('Effective input', step, 'effective', step.effective, undefined, 'arguments'));
  }
  if (step.state.children.length > 0) scopes.push(...mapScopes(step, session));
  if (has('result') && step.result !== undefined) {
    scopes.push(valueScope('Result', step, 'result', step.result, '$states.result', 'returnValue'));
  }
  if (has('afterResultSelector', 'afterResultPath')) {
    scopes.push(valueScope('After ResultSelector/ResultPath', step, 'output', step.output));
  }
  if (has('output')) scopes.push(valueScope('Output', step, 'output', step.output, undefined, 'returnValue'));
  if (step.assigned !== undefined) scopes.push(valueScope('Assigned', step, 'assigned', step.assigned));
  scopes.push(...variableScopes(step));
  scopes.push({
    name: 'Context object',
    expensive: true,
    value: { json: stepContext(step), evaluateName: '$states.context' },
  });
  const mock = mockEntries(step, session);
  if (mock.length > 0) scopes.push({ name: 'Mock', expensive: true, entries: () => mock });
  scopes.push({ name: 'Limits', expensive: true, entries: () => limitEntries(step) });
  return scopes;
}

function valueScope(
  name: string,
  step: Step,
  target: EditTarget,
  json: Json,
  jsonataName?: string,
  hint?: ScopeView['hint'],
): ScopeView {
  const evaluateName =
    step.state.queryLanguage === 'JSONata'
      ? jsonataName
      : target === 'input' && step.phase === 'input'
        ? '$'
        : undefined;
  return { name, hint, value: { json, edit: { step, target }, evaluateName } };
}

/** The variables of each scope, inner ones first. Those of outer scopes can be read but not changed from here. */
function variableScopes(step: Step): ScopeView[] {
  const scopes: ScopeView[] = [];
  const shown = new Set<string>();
  for (let strand: Strand | undefined = step.strand; strand; strand = strand.parent) {
    const outer: Readonly<Record<string, Json>> = outerVariables(strand);
    const names = Object.keys(strand === step.strand ? step.variables : scopeVariables(strand, step)).filter(
      (name) => !shown.has(name) && (!strand!.parent || outer[name] !== step.variables[name]),
    );
    for (const name of names) shown.add(name);
    if (names.length === 0 && strand !== step.strand) continue;
    const isOwn = strand === step.strand;
    const edit = isOwn ? ({ step, target: 'variables' } as const) : undefined;
    scopes.push({
      name: isOwn ? 'Variables' : `Variables of ${strand.path || 'the execution'} (read-only)`,
      hint: 'locals',
      entries: () =>
        names.map((name) => ({
          name,
          value: step.variables[name]!,
          evaluateName: `$${name}`,
          edit,
          madeBy: () => writerOf(step, name),
        })),
    });
  }
  return scopes;
}

/** The step that has given a variable the value that it has at a step: its strand's last assignment, else one of a strand around it. */
function writerOf(step: Step, name: string): Step | undefined {
  const value = step.variables[name];
  let from: Step | undefined = step;
  while (from) {
    const first: Step = firstStep(from);
    for (let at: Step | undefined = from; at; at = at.previous) {
      if (at.assigned && at.assigned[name] === value && Object.hasOwn(at.assigned, name)) return at;
    }
    from = first.strand.owner && lastStepBefore(first.strand.owner, first.index);
  }
  return undefined;
}

/** Where the strand of a Map or Parallel stood when it started what came after it. */
function lastStepBefore(owner: Visit, index: number): Step | undefined {
  let step = owner.strand.last;
  while (step && step.index >= index) step = step.previous;
  return step;
}

function outerVariables(strand: Strand): Readonly<Record<string, Json>> {
  return strand.owner ? strand.owner.first.variables : {};
}

/** Variables that a strand around the present one had when the present one was started. */
function scopeVariables(outer: Strand, step: Step): Readonly<Record<string, Json>> {
  let { strand } = step;
  while (strand.parent && strand.parent !== outer) strand = strand.parent;
  return outerVariables(strand);
}

function iterationScopes(strand: Strand, step: Step): ScopeView[] {
  const first = firstStep(step);
  const item = strand.mapContext ? [{ name: 'Map item', value: { json: strand.mapContext } }] : [];
  return [{ name: 'Input', hint: 'arguments', value: { json: first.input } }, ...item];
}

function machineScopes(step: Step): ScopeView[] {
  const { execution } = step.strand.branch;
  const entries: Entry[] = [
    { name: 'Execution', text: execution.executionArn },
    { name: 'Started', text: new Date(execution.startTime).toISOString() },
    { name: 'Now', text: new Date(step.time).toISOString() },
  ];
  return [
    { name: 'Input', hint: 'arguments', value: { json: execution.input } },
    { name: 'Execution', entries: () => entries },
    { name: 'Limits', expensive: true, entries: () => limitEntries(step) },
  ];
}

function mockEntries(step: Step, session: Debugger): Entry[] {
  const { visit } = step;
  const call = session.calls.callOf(step.state.name, step.attempt, visit.first.index, step.index);
  if (!call) return [];
  const { outcome } = call;
  return [
    { name: 'Answered by', text: call.source },
    { name: 'Input', value: call.input },
    outcome === undefined
      ? { name: 'Answer', text: 'none yet' }
      : outcome.type === 'success'
        ? { name: 'Answer', value: outcome.output }
        : {
            name: 'Answer',
            text: outcome.type === 'failure' ? `${outcome.error ?? ''} ${outcome.cause ?? ''}`.trim() : outcome.type,
          },
  ];
}

function changeEntry({ label, change }: { readonly label: string; readonly change: Change }): Entry {
  switch (change.kind) {
    case 'added':
      return { name: `+ ${label}`, value: change.after };
    case 'removed':
      return { name: `- ${label}`, value: change.before };
    default:
      return {
        name: `~ ${label}`,
        text: `${short(change.before)} → ${short(change.after)}`,
        children: [
          { name: 'before', value: change.before },
          { name: 'after', value: change.after },
        ],
      };
  }
}

function short(value: Json | undefined): string {
  const text = JSON.stringify(value) ?? '';
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
