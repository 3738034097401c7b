import { JSONATA_FUNCTIONS } from '../../asl/jsonataFunctions.ts';

const NAMES = new Set(JSONATA_FUNCTIONS.map((fact) => fact.name.slice(1)));

/** Whether the library of the service or of the `jsonata` package has a function `$name`. */
export function isLibraryFunction(name: string): boolean {
  return NAMES.has(name);
}
