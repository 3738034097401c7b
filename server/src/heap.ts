import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the memory of the server small. By itself the engine lets the young generation grow to 128 MB and the old one to a multiple of what is in use.
 * To be called once the modules are loaded: the young generation stays as large as their loading made it, 8 MB. What the judging of some states
 * needs lives and dies in there.
 */
export function boundHeap(): void {
  // Electron may not let flags change once the engine runs; there the client says when it starts the server how much is enough.
  if (process.versions.electron) return;
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=25');
}
