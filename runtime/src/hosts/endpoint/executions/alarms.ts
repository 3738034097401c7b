/** Something that is to happen at a time, under the number by which it was set. */
export interface Alarm {
  readonly number: number;
  readonly time: number;
  readonly fire: () => void;
}

/** Alarms by number and by time: a binary heap whose cancelled entries are dropped when they come up. */
export class Alarms {
  private readonly set = new Map<number, Alarm>();
  private readonly heap: Alarm[] = [];

  add(alarm: Alarm): void {
    this.set.set(alarm.number, alarm);
    let at = this.heap.push(alarm) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(alarm, this.heap[parent]!)) break;
      this.heap[at] = this.heap[parent]!;
      at = parent;
    }
    this.heap[at] = alarm;
  }

  /** Removes an alarm and gives it back; undefined when it is not set. */
  take(number: number): Alarm | undefined {
    const alarm = this.set.get(number);
    this.set.delete(number);
    return alarm;
  }

  /** The earliest alarm that is set; of equal times the one that was set first. */
  first(): Alarm | undefined {
    for (;;) {
      const alarm = this.heap[0];
      if (!alarm || this.set.has(alarm.number)) return alarm;
      this.removeTop();
    }
  }

  private removeTop(): void {
    const { heap } = this;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
      if (!isBefore(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
  }
}

function isBefore(a: Alarm, b: Alarm): boolean {
  return a.time < b.time || (a.time === b.time && a.number < b.number);
}
