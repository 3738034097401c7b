import { isDefiniteSegment, type PathPlan, type PathSegment, segmentText } from './segments.ts';

/**
 * Prepares segments for evaluation. A missing property in the middle is forgiven when its own segment, the one before it or any
 * after it is indefinite; what stands further left does not count (so it is in Jayway json-path 2.0.0).
 */
export function pathPlan(segments: readonly PathSegment[]): PathPlan {
  const definite = segments.map(isDefiniteSegment);
  // Everything behind the last indefinite segment is definite to the end.
  const firstStrict = definite.lastIndexOf(false) + 1;
  const strict = segments.map((_, at) => at >= firstStrict && (at === 0 || definite[at - 1]!));
  return { segments, definite: firstStrict === 0, strict };
}

/** The plan in normalised form, from segment `at` on. */
export function planText(plan: PathPlan, at = 0): string {
  return plan.segments.slice(at).map(segmentText).join('');
}
