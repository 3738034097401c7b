import { ASL_OBJECTS, type ObjectKind, type StateKind } from '../asl/fields.ts';
import { STATE_TYPES, stateKind } from '../asl/states.ts';
import type { SourceNode, SourceProperty } from '../source/node.ts';
import type { Fields } from './model.ts';

/** The fields written in an object, looked up when somebody asks. Of a repeated key the last one counts, as in JSON. */
export function fieldsOf<K extends ObjectKind>(kind: K, node: SourceNode): Fields<K> {
  let access = byKind.get(kind);
  if (!access) {
    access = accessTo(Object.keys(ASL_OBJECTS[kind].fields));
    byKind.set(kind, access);
  }
  return new access(node) as unknown as Fields<K>;
}

/** The fields written in a state, whatever its type. */
export function anyStateFields(node: SourceNode): Fields<StateKind> {
  anyState ??= accessTo(STATE_TYPES.flatMap((type) => Object.keys(ASL_OBJECTS[stateKind(type)].fields)));
  return new anyState(node) as unknown as Fields<StateKind>;
}

class Access {
  // Declared only: every object has one of these, and a field that is initialised twice takes its time.
  declare readonly node: SourceNode;

  constructor(node: SourceNode) {
    this.node = node;
  }
}

const byKind = new Map<ObjectKind, typeof Access>();
let anyState: typeof Access | undefined;

/** A class with one getter per field: objects of it cost one pointer, however many fields the language has. */
function accessTo(names: readonly string[]): typeof Access {
  class KindAccess extends Access {}
  for (const name of names) {
    Object.defineProperty(KindAccess.prototype, name, {
      configurable: true,
      get(this: Access): SourceProperty | undefined {
        return this.node.property(name);
      },
    });
  }
  return KindAccess;
}
