import type { PathFilter } from './filter.ts';

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
