/** Why a path found nothing. The path to the failing place is put in front step by step while the evaluation unwinds. */
export class PathMiss {
  private path = '';

  private constructor(
    private readonly before: string,
    private readonly after: string,
    /** A step that cannot be applied at all: it fails the whole evaluation, also below a wildcard. */
    readonly isInvalid: boolean,
    private readonly quotesPath: boolean,
  ) {}

  static notFound(before: string, after = ''): PathMiss {
    return new PathMiss(before, after, false, true);
  }

  static misplaced(before: string): PathMiss {
    return new PathMiss(before, '', true, true);
  }

  static invalid(message: string): PathMiss {
    return new PathMiss(message, '', true, false);
  }

  below(step: string): this {
    this.path = step + this.path;
    return this;
  }

  get message(): string {
    return this.quotesPath ? `${this.before}${this.path}${this.after}` : this.before;
  }
}
