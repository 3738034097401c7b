/**
 * Keeps the memory of the server small; comes before every other module. By itself the engine lets the young generation grow to 128 MB and the old one
 * to a multiple of what is in use. Here the young one stays as small as it begins: what the judging of some states needs lives and dies in there.
 */
import { setFlagsFromString } from 'node:v8';

// Electron may not let flags change once the engine runs; there the client says when it starts the server how much is enough.
if (!process.versions.electron) {
  setFlagsFromString('--heap-growing-percent=40');
  setFlagsFromString('--semi-space-growth-factor=1');
}
