/** Data of one visit: its phases by the names AWS gives them, from the debug adapter or from what the run kept. */
import type { Json } from './jsonDiff.ts';

export interface Phase {
  name: string;
  value: Json;
  /** Length of the value as JSON text. */
  bytes?: number;
  changed?: boolean;
}

export interface StateData {
  visit: number;
  phases: Phase[];
  variables?: Json;
  error?: { error: string; cause?: string; handling?: string };
  mocked?: string;
}

export function inputOf(data: StateData): Json | undefined {
  return data.phases.find((phase) => phase.name === 'input')?.value;
}

export function outputOf(data: StateData): Json | undefined {
  return data.phases.find((phase) => phase.name === 'output')?.value;
}
