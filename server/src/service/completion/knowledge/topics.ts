import type { ObjectKind } from '../../../../../runtime/src/asl/fields.ts';

/** Something of the language or the service that has a documentation. Plain data, so that it can travel in a completion item. */
export type Topic =
  | { readonly about: 'field'; readonly kind: ObjectKind; readonly name: string }
  | { readonly about: 'value'; readonly kind: ObjectKind; readonly name: string; readonly value: string }
  | { readonly about: 'stateType'; readonly name: string }
  | { readonly about: 'jsonataFunction'; readonly name: string }
  | { readonly about: 'intrinsic'; readonly name: string }
  | { readonly about: 'error'; readonly name: string }
  | { readonly about: 'context'; readonly names: readonly string[] }
  | { readonly about: 'statesMember'; readonly name: string }
  | { readonly about: 'resource'; readonly arn: string }
  | { readonly about: 'parameter'; readonly arn: string; readonly name: string };
