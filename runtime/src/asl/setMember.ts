import type { Json } from './json.ts';

/**
 * Sets a member of an object that is being made, whatever its name: `__proto__` is a name like others in JSON, and a plain assignment to it would
 * change the prototype.
 */
export function setMember(object: Record<string, Json>, name: string, value: Json): void {
  if (name === '__proto__') {
    Object.defineProperty(object, name, { value, enumerable: true, writable: true, configurable: true });
  } else {
    object[name] = value;
  }
}
