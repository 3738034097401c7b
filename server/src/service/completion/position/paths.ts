import type { ValueKind } from '../../../../../runtime/src/asl/valueKinds.ts';
import type { Meaning, Place } from './place.ts';
import type { PathToken } from './position.ts';

const PATH_KINDS: ReadonlySet<ValueKind | undefined> = new Set<ValueKind>([
  'path',
  'referencePath',
  'resultPath',
  'pathOrIntrinsic',
]);

/** Whether a value is a path: a field that holds one, or a member of a payload template whose key ends in `.$`. */
export function acceptsPath(place: Place, value: Meaning | undefined, key: PathToken | undefined): boolean {
  if (place.language !== 'JSONPath' || value?.is !== 'value') return false;
  const { fact } = value.field;
  if (value.inside.length === 0 && PATH_KINDS.has(fact.holds)) return true;
  return isDynamicMember(value, key);
}

/** Whether a value is an intrinsic function call (or may be one). */
export function acceptsIntrinsic(place: Place, value: Meaning | undefined, key: PathToken | undefined): boolean {
  if (place.language !== 'JSONPath' || value?.is !== 'value') return false;
  return (value.inside.length === 0 && value.field.fact.holds === 'pathOrIntrinsic') || isDynamicMember(value, key);
}

function isDynamicMember(value: Extract<Meaning, { is: 'value' }>, key: PathToken | undefined): boolean {
  const isTemplate = value.field.fact.template === true && value.inside.length > 0;
  // Credentials has its dynamic member in the table itself.
  const isListed = value.inside.length === 0 && value.field.name.endsWith('.$');
  return isListed || (isTemplate && typeof key === 'string' && key.endsWith('.$'));
}
