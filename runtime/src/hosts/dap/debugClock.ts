import type { ReplayedClock } from '../../debugger/replay/historyReplay.ts';
import type { Clock, Timer } from '../../interpreter/environment.ts';
import { VirtualClock } from '../../interpreter/virtualClock.ts';
import type { ClockMode } from './launchArguments.ts';

export interface DebugClockOptions {
  readonly mode: ClockMode;
  /** Milliseconds since the epoch. */
  readonly start: number;
  /** How many seconds of the execution pass in one second; for real clocks. */
  readonly scale: number;
}

/** The clock of a debugged execution: it stands still while the execution does. */
export interface DebugClock extends Clock {
  /** The run has come to where it is live: from now on a real clock follows the wall. */
  goLive(): void;
  run(): void;
  standStill(): void;
}

export function debugClock(options: DebugClockOptions): DebugClock {
  return options.mode === 'virtual' ? new JumpingClock(options.start) : new PausableClock(options);
}

/** The clock of a replay: virtual, and set by the times that were recorded. */
export class ReplayClock extends VirtualClock implements DebugClock, ReplayedClock {
  private earliest = Number.NEGATIVE_INFINITY;

  override now(): number {
    return Math.max(super.now(), this.earliest);
  }

  /** Recorded times are whole milliseconds; seconds that were computed from them may not be. */
  override schedule(time: number, fire: () => void): Timer {
    return super.schedule(Math.round(time), fire);
  }

  notBefore(time: number): void {
    this.earliest = Math.max(this.earliest, time);
  }

  goLive(): void {}
  run(): void {}
  standStill(): void {}
}

/** A virtual clock only moves when nothing else can: it stands still by itself. */
class JumpingClock extends VirtualClock implements DebugClock {
  goLive(): void {}
  run(): void {}
  standStill(): void {}
}

interface Alarm {
  readonly time: number;
  readonly order: number;
  readonly fire: () => void;
}

/** Node's timers take a signed 32-bit number of milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * A clock that runs, at some scale, and stands still while the execution does, so that no time-out fires at a breakpoint. Before `goLive` it is
 * virtual, because a run that is built again must not wait.
 */
class PausableClock implements DebugClock {
  private base: number;
  /** Wall time at which the clock showed `base`; undefined while it stands still. */
  private anchor: number | undefined;
  private alarms: Alarm[] = [];
  private orders = 0;
  private timer: NodeJS.Timeout | undefined;
  private isLive = false;

  constructor(private readonly options: DebugClockOptions) {
    this.base = options.start;
  }

  now(): number {
    return this.anchor === undefined
      ? this.base
      : Math.round(this.base + (Date.now() - this.anchor) * this.options.scale);
  }

  schedule(time: number, fire: () => void): Timer {
    const alarm: Alarm = { time, order: this.orders++, fire };
    this.alarms.push(alarm);
    this.arm();
    return {
      cancel: () => {
        const at = this.alarms.indexOf(alarm);
        if (at >= 0) this.alarms.splice(at, 1);
      },
    };
  }

  advance(): boolean {
    if (this.isLive) return false;
    const alarm = this.takeEarliest();
    if (!alarm) return false;
    this.base = Math.max(this.base, alarm.time);
    alarm.fire();
    return true;
  }

  goLive(): void {
    this.isLive = true;
  }

  run(): void {
    if (!this.isLive || this.anchor !== undefined) return;
    this.anchor = Date.now();
    this.arm();
  }

  standStill(): void {
    this.base = this.now();
    this.anchor = undefined;
    clearTimeout(this.timer);
  }

  private arm(): void {
    if (this.anchor === undefined) return;
    clearTimeout(this.timer);
    const next = this.earliest();
    if (!next) return;
    const wait = Math.max(0, Math.ceil((next.time - this.now()) / this.options.scale));
    this.timer = setTimeout(() => this.ring(), Math.min(wait, LONGEST_TIMER));
  }

  private ring(): void {
    const due = this.earliest();
    if (due && due.time <= this.now() + 1) this.takeEarliest()!.fire();
    this.arm();
  }

  private earliest(): Alarm | undefined {
    let found: Alarm | undefined;
    for (const alarm of this.alarms) {
      if (!found || alarm.time < found.time || (alarm.time === found.time && alarm.order < found.order)) found = alarm;
    }
    return found;
  }

  private takeEarliest(): Alarm | undefined {
    const found = this.earliest();
    if (found) this.alarms.splice(this.alarms.indexOf(found), 1);
    return found;
  }
}
