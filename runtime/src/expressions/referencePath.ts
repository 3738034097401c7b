import { isObject, type Json } from '../asl/json.ts';
import { setMember } from '../asl/setMember.ts';
import { ExpressionFailure } from './failure.ts';
import { type CompiledPath, compilePath } from './jsonPath.ts';
import { keptByText } from './keptByText.ts';
import { isSyntaxProblem, SyntaxProblem } from './problem.ts';
import type { EvaluationScope } from './scope.ts';

/** A path that identifies exactly one node: only names and item numbers (Amazon States Language, section Reference Paths). */
export class ReferencePath {
  constructor(
    readonly path: CompiledPath,
    private readonly steps: readonly (string | number)[],
  ) {}

  get text(): string {
    return this.path.text;
  }

  /** The value at the path; undefined when nothing is there. */
  read(scope: EvaluationScope): Json | undefined {
    return this.path.evaluate(scope);
  }

  /** Why `read` found nothing, as the service words it. */
  explain(scope: EvaluationScope): string {
    return this.path.explain(scope);
  }

  /**
   * A copy of `target` with `value` at the path; what does not lie on the path is shared with `target`. Missing objects on the
   * way are created. An item number must exist already. Fails with States.ResultPathMatchFailure where the path does not fit.
   */
  write(target: Json, value: Json): Json | ExpressionFailure {
    return this.replaced(target, 0, value) ?? this.doesNotFit(target);
  }

  private replaced(target: Json | undefined, at: number, value: Json): Json | undefined {
    const step = this.steps[at];
    if (step === undefined) return value;
    if (typeof step === 'number') {
      if (!Array.isArray(target) || step < 0 || step >= target.length) return undefined;
      const item = this.replaced(target[step], at + 1, value);
      return item === undefined ? undefined : target.with(step, item);
    }
    if (target !== undefined && !isObject(target)) return undefined;
    const before = target !== undefined && Object.hasOwn(target, step) ? target[step] : undefined;
    const member = this.replaced(before, at + 1, value);
    if (member === undefined) return undefined;
    const copy = { ...target };
    setMember(copy, step, member);
    return copy;
  }

  private doesNotFit(target: Json): ExpressionFailure {
    const cause = `Unable to apply ReferencePath ${this.text} to input ${JSON.stringify(target)}`;
    return new ExpressionFailure('States.ResultPathMatchFailure', cause);
  }
}

/** Most reference paths that are kept compiled. */
const KEPT_PATHS = 4_096;

/** Compiles a reference path; wildcards, descents, slices, lists and filters are problems here. */
export const compileReferencePath: (text: string) => ReferencePath | SyntaxProblem = keptByText(
  parseReferencePath,
  KEPT_PATHS,
);

function parseReferencePath(text: string): ReferencePath | SyntaxProblem {
  const path = compilePath(text);
  if (isSyntaxProblem(path)) return path;
  const steps: (string | number)[] = [];
  for (const segment of path.segments) {
    if (segment.kind === 'property' && segment.names.length === 1) steps.push(segment.names[0]!);
    else if (segment.kind === 'index' && segment.single) steps.push(segment.indexes[0]!);
    else {
      const part = text.slice(segment.offset, segment.offset + segment.length);
      return new SyntaxProblem(
        `A reference path identifies one node; ${part} can identify several`,
        segment.offset,
        segment.length,
      );
    }
  }
  return new ReferencePath(path, steps);
}
