import type { Clock, Timer } from './environment.ts';

interface Alarm {
  readonly time: number;
  readonly order: number;
  fire: (() => void) | undefined;
}

/**
 * A clock that stands still until somebody waits, and then jumps: a Wait of a year takes no time at all. Starts at `start`, milliseconds since the
 * epoch, so that the same run twice shows the same times.
 */
export class VirtualClock implements Clock {
  private readonly heap: Alarm[] = [];
  private orders = 0;

  constructor(private time: number) {}

  now(): number {
    return this.time;
  }

  schedule(time: number, fire: () => void): Timer {
    const alarm: Alarm = { time, order: this.orders++, fire };
    this.push(alarm);
    return {
      cancel: () => {
        alarm.fire = undefined;
      },
    };
  }

  advance(): boolean {
    for (let alarm = this.pop(); alarm; alarm = this.pop()) {
      if (!alarm.fire) continue;
      this.time = Math.max(this.time, alarm.time);
      alarm.fire();
      return true;
    }
    return false;
  }

  private push(alarm: Alarm): void {
    const { heap } = this;
    let at = heap.push(alarm) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(alarm, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = alarm;
  }

  private pop(): Alarm | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child += 1;
      if (!before(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}

function before(a: Alarm, b: Alarm): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}
