import type { Clock, Timer } from '../../../interpreter/environment.ts';
import { Alarms } from './alarms.ts';

export interface ClockMode {
  /** `virtual`: when an execution only waits for time, its clock jumps there. `real`: it waits. */
  readonly mode: 'real' | 'virtual';
  /** How much faster than the wall clock waiting goes; 1 by default. */
  readonly scale?: number;
}

/** Node's timers take a signed 32-bit number of milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * The clock of one execution. It stands still while the execution works and moves only with what reaches it from outside, so that its times can be
 * recorded and replayed. Timers are numbered in the order in which they are set.
 */
export class RunClock implements Clock {
  private alarms: Alarms | undefined;
  private count = 0;
  private time: number;
  /** Wall clock when `time` was last set. */
  private setAt: number;
  /** Wall clock when the clock was stopped; undefined while it runs. */
  private stoodAt: number | undefined;
  /** How long the clock has stood still so far: that time has not passed. */
  private stood = 0;
  private armed: { readonly handle: NodeJS.Timeout; readonly timer: number } | undefined;

  constructor(
    private readonly mode: ClockMode,
    private readonly start: number,
    private readonly wallClock: () => number,
  ) {
    this.time = start;
    this.setAt = start;
  }

  now(): number {
    return this.time;
  }

  schedule(time: number, fire: () => void): Timer {
    const number = this.count++;
    this.alarms ??= new Alarms();
    this.alarms.add({ number, time, fire });
    return { cancel: () => void this.alarms?.take(number) };
  }

  advance(): boolean {
    const alarm = this.mode.mode === 'virtual' ? this.alarms?.first() : undefined;
    return alarm !== undefined && this.fire(alarm.number, alarm.time);
  }

  /** The execution's time at this moment of the wall clock. */
  present(): number {
    const { mode, scale = 1 } = this.mode;
    // Real time goes on while the server is down: what was due then is due when it is back.
    if (mode === 'real') return Math.max(this.time, this.start + (this.wall() - this.start) * scale);
    return this.time + Math.max(0, this.wall() - this.setAt) * scale;
  }

  moveTo(time: number): void {
    this.time = Math.max(this.time, time);
    this.setAt = this.wall();
  }

  /** Fires a timer that is set; false when there is none of that number. */
  fire(timer: number, time: number): boolean {
    const alarm = this.alarms?.take(timer);
    if (!alarm) return false;
    this.moveTo(time);
    alarm.fire();
    return true;
  }

  /** Calls `due` when the wall clock reaches the earliest timer. Replaces an earlier call. */
  arm(due: (timer: number) => void): void {
    const alarm = this.alarms?.first();
    if (alarm?.number === this.armed?.timer) return;
    this.disarm();
    if (!alarm) return;
    const delay = Math.ceil((alarm.time - this.present()) / (this.mode.scale ?? 1));
    const ring = () => {
      this.armed = undefined;
      if (this.present() >= alarm.time) due(alarm.number);
      else this.arm(due);
    };
    this.armed = { handle: setTimeout(ring, Math.min(Math.max(delay, 0), LONGEST_TIMER)), timer: alarm.number };
  }

  /** Time that did not pass for another clock of the same execution has not passed for this one. */
  inherit(before: RunClock): void {
    this.stood = before.stood + (before.stoodAt === undefined ? 0 : before.wallClock() - before.stoodAt);
  }

  /** No time passes until `goOn`. */
  standStill(): void {
    this.stoodAt ??= this.wallClock();
    this.disarm();
  }

  goOn(): void {
    if (this.stoodAt !== undefined) this.stood += this.wallClock() - this.stoodAt;
    this.stoodAt = undefined;
  }

  get isStanding(): boolean {
    return this.stoodAt !== undefined;
  }

  disarm(): void {
    if (this.armed) clearTimeout(this.armed.handle);
    this.armed = undefined;
  }

  private wall(): number {
    return (this.stoodAt ?? this.wallClock()) - this.stood;
  }
}
