/** Numbers that stand for things in the protocol until execution goes on. They are never given twice, so that a stale one is noticed. */
export class Handles<T> {
  private next = 1;
  private things = new Map<number, T>();

  add(thing: T): number {
    const handle = this.next++;
    this.things.set(handle, thing);
    return handle;
  }

  get(handle: number): T | undefined {
    return this.things.get(handle);
  }

  clear(): void {
    this.things = new Map();
  }
}
