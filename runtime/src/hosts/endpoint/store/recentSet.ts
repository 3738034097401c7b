/** The newest members of a set, at least half of `most`. Two generations: the older one is dropped as a whole. */
export class RecentSet {
  private newer = new Set<string>();
  private older = new Set<string>();

  constructor(private readonly most: number) {}

  has(member: string): boolean {
    return this.newer.has(member) || this.older.has(member);
  }

  add(member: string): void {
    this.newer.add(member);
    if (this.newer.size * 2 < this.most) return;
    this.older = this.newer;
    this.newer = new Set();
  }
}
