import type { Clock, Timer } from '../interpreter/environment.ts';

export interface RealClockOptions {
  /** How much faster than the wall clock this one runs: 1 (the default) is real time, 60 makes a minute pass in a second. */
  readonly scale?: number;
}

/** Node's timers take a signed 32-bit number of milliseconds; longer waits are made of several. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The wall clock, optionally sped up. It starts at the present time and runs by itself. */
export function realClock({ scale = 1 }: RealClockOptions = {}): Clock {
  const start = Date.now();
  const now = () => (scale === 1 ? Date.now() : start + (Date.now() - start) * scale);
  return {
    now,
    schedule: (time, fire) => scheduleAt(now, scale, time, fire),
    advance: () => false,
  };
}

function scheduleAt(now: () => number, scale: number, time: number, fire: () => void): Timer {
  let timer: NodeJS.Timeout;
  const arm = () => {
    const delay = Math.ceil((time - now()) / scale);
    timer = setTimeout(() => (now() >= time ? fire() : arm()), Math.min(Math.max(delay, 0), LONGEST_TIMER));
  };
  arm();
  return { cancel: () => clearTimeout(timer) };
}
