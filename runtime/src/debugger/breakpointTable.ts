import type { CompiledMachine } from '../interpreter/machine.ts';
import { Breakpoint, type BreakpointSettings } from './breakpoint.ts';
import type { Place } from './places.ts';
import type { Step } from './step.ts';

/** A breakpoint as the client asks for it. */
export interface BreakpointRequest {
  /** Identifies the breakpoint among those of its kind. */
  readonly key: string;
  readonly places: readonly Place[];
  readonly settings: BreakpointSettings;
}

/** Numbers breakpoints for a session: the same breakpoint has the same number, also in a program that was loaded again. */
export class BreakpointIds {
  private readonly ids = new Map<string, number>();

  idOf(group: string, request: Pick<BreakpointRequest, 'key' | 'settings'>): number {
    return this.idOfIdentity(`${group} ${identity(request)}`);
  }

  idOfIdentity(key: string): number {
    let id = this.ids.get(key);
    if (id === undefined) {
      id = this.ids.size + 1;
      this.ids.set(key, id);
    }
    return id;
  }
}

/** The breakpoints of a session, found by state: a run without any pays one look-up at each step. */
export class BreakpointTable {
  private readonly groups = new Map<string, readonly Breakpoint[]>();
  private byState: (Breakpoint[] | undefined)[];

  constructor(
    machine: CompiledMachine,
    private readonly ids: BreakpointIds,
  ) {
    this.byState = new Array(machine.states.length);
  }

  /**
   * Replaces the breakpoints of a group (a file, or the function breakpoints). One that was there before with the same settings stays the same
   * breakpoint: its id and its count of hits live on.
   */
  set(group: string, requests: readonly BreakpointRequest[]): readonly Breakpoint[] {
    const before = new Map(this.groups.get(group)?.map((breakpoint) => [breakpoint.identity, breakpoint]));
    const breakpoints = requests.map((request) => {
      const name = identity(request);
      const known = before.size > 0 ? before.get(name) : undefined;
      if (known && samePlaces(known.places, request.places)) return known;
      return new Breakpoint(this.ids.idOfIdentity(`${group} ${name}`), group, name, request.places, request.settings);
    });
    this.groups.set(group, breakpoints);
    this.index();
    return breakpoints;
  }

  get isEmpty(): boolean {
    return this.all().length === 0;
  }

  /** Whether the state of a step has breakpoints at all. */
  hasAt(step: Step): boolean {
    return this.byState[step.state.index] !== undefined;
  }

  /** Breakpoints that execution is at; conditions left aside. */
  reachedBy(step: Step): readonly Breakpoint[] {
    const candidates = this.byState[step.state.index];
    if (!candidates) return NONE;
    return candidates.filter((breakpoint) => breakpoint.isReachedBy(step));
  }

  truncate(position: number): void {
    for (const breakpoint of this.all()) breakpoint.truncate(position);
  }

  private all(): Breakpoint[] {
    return [...this.groups.values()].flat();
  }

  private index(): void {
    this.byState = new Array(this.byState.length);
    for (const breakpoint of this.all()) {
      if (!breakpoint.verified) continue;
      for (const { state } of breakpoint.places) {
        const list = this.byState[state.index];
        if (!list) this.byState[state.index] = [breakpoint];
        else if (list.at(-1) !== breakpoint) list.push(breakpoint);
      }
    }
  }
}

const NONE: readonly Breakpoint[] = [];

/** Everything that makes two breakpoints of a group different, as one text. */
function identity({ key, settings }: Pick<BreakpointRequest, 'key' | 'settings'>): string {
  const { condition, hitCondition, logMessage, mode } = settings;
  if (!condition && !hitCondition && !logMessage && !mode) return key;
  return [key, condition ?? '', hitCondition ?? '', logMessage ?? '', mode ?? ''].join('\0');
}

function samePlaces(left: readonly Place[], right: readonly Place[]): boolean {
  return (
    left.length === right.length &&
    left.every((place, i) => place.state === right[i]!.state && place.phase === right[i]!.phase)
  );
}
