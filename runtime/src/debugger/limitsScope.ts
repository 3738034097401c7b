import type { Json } from '../asl/json.ts';
import type { Debugger } from './debugger.ts';
import type { Entry } from './scopeView.ts';
import type { Step } from './step.ts';

/** How far the execution is from the quotas of the service. */
export function limitEntries(step: Step, session: Debugger): Entry[] {
  const { limits } = step.strand.branch.execution.environment;
  const { recorder } = step.strand.branch.execution;
  return [
    { name: 'Input', text: of(bytes(step.input), limits.payloadBytes, 'bytes') },
    { name: 'Output', text: of(bytes(step.output), limits.payloadBytes, 'bytes') },
    {
      name: 'History',
      text: of(session.inPast ? step.visit.enteredEventId : recorder.lastId, limits.historyEvents, 'events'),
    },
    { name: 'State visits', text: String(step.visit.number) },
    { name: 'Recorded steps', text: String(session.timeline.length) },
  ];
}

function of(used: number, most: number, unit: string): string {
  return Number.isFinite(most) ? `${used} of ${most} ${unit}` : `${used} ${unit}`;
}

/** UTF-8 bytes of a value as JSON text. */
function bytes(value: Json | undefined): number {
  return value === undefined ? 0 : new TextEncoder().encode(JSON.stringify(value)).length;
}
