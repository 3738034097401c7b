import type { Json } from '../asl/json.ts';
import type { Entry } from './scopeView.ts';
import type { Step } from './step.ts';

/** How far the execution is from the quotas of the service. */
export function limitEntries(step: Step): Entry[] {
  const { limits } = step.strand.branch.execution.environment;
  return [
    { name: 'Input', text: of(bytes(step.input), limits.payloadBytes, 'bytes') },
    { name: 'Output', text: of(bytes(step.output), limits.payloadBytes, 'bytes') },
    { name: 'Entered at event', text: of(step.visit.enteredEventId, limits.historyEvents, 'events') },
    { name: 'State visits', text: String(step.visit.number) },
    { name: 'Recorded step', text: String(step.index + 1) },
  ];
}

function of(used: number, most: number, unit: string): string {
  return Number.isFinite(most) ? `${used} of ${most} ${unit}` : `${used} ${unit}`;
}

/** UTF-8 bytes of a value as JSON text. */
function bytes(value: Json | undefined): number {
  return value === undefined ? 0 : new TextEncoder().encode(JSON.stringify(value)).length;
}
