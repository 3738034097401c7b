import type { BoundedRegex } from '../boundedRegex.ts';

/** Where a segment stands in the path text: offset and length in UTF-16 units. */
export interface SegmentRange {
  readonly offset: number;
  readonly length: number;
}

/** One step of a JSONPath, in the dialect of Jayway json-path 2.0.0. */
export type PathSegment = SegmentRange &
  (
    | { readonly kind: 'property'; readonly names: readonly string[] }
    | { readonly kind: 'index'; readonly indexes: readonly number[]; readonly single: boolean }
    | { readonly kind: 'fromEnd'; readonly distance: number }
    | { readonly kind: 'slice'; readonly from?: number; readonly to?: number }
    | { readonly kind: 'wildcard' }
    | { readonly kind: 'scan' }
    | { readonly kind: 'filter'; readonly filter: PathFilter }
    | { readonly kind: 'self' }
  );

/** The segments of a path with what evaluation wants to know about each of them. */
export interface PathPlan {
  readonly segments: readonly PathSegment[];
  readonly definite: boolean;
  /** Per segment: whether a missing property below it is an error instead of no match. */
  readonly strict: readonly boolean[];
}

/** In the order in which they are looked for: the first one found anywhere in a criterion splits it. */
export const FILTER_OPERATORS = ['==', '>=', '<=', '!=', '<', '>', '=~'] as const;

export type FilterOperator = (typeof FILTER_OPERATORS)[number];

/** One side of a comparison. Literals stay text: `10` and `'10'` are the same. */
export type Operand =
  | { readonly kind: 'path'; readonly fromRoot: boolean; readonly plan: PathPlan }
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'regex'; readonly regex: BoundedRegex };

/** One condition of a filter. */
export type Criterion =
  | { readonly kind: 'exists'; readonly path: Operand & { kind: 'path' }; readonly expected: boolean }
  | { readonly kind: 'compare'; readonly left: Operand; readonly operator: FilterOperator; readonly right: Operand };

/** A disjunction of conjunctions. */
export interface PathFilter {
  readonly alternatives: readonly (readonly Criterion[])[];
}

/** Whether the segment leads to exactly one node. `['a','b']` does: it makes one object. */
export function isDefiniteSegment(segment: PathSegment): boolean {
  if (segment.kind === 'index') return segment.single;
  return segment.kind === 'property' || segment.kind === 'fromEnd' || segment.kind === 'self';
}

/** The segment in the normalised form that messages quote: `['a']`, `[0]`, `[1:]`, `[*]`, `..`, `[?]`. */
export function segmentText(segment: PathSegment): string {
  switch (segment.kind) {
    case 'property':
      return `[${segment.names.map((name) => `'${name}'`).join(', ')}]`;
    case 'index':
      return `[${segment.indexes.join(',')}]`;
    case 'fromEnd':
      return `[@.size()${segment.distance}]`;
    case 'slice':
      return `[${segment.from ?? ''}:${segment.to ?? ''}]`;
    case 'wildcard':
      return '[*]';
    case 'scan':
      return '..';
    case 'filter':
      return '[?]';
    case 'self':
      return '$';
  }
}
