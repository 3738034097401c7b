/**
 * Keeps the memory of the server small; comes before every other module. By itself the engine lets the young generation grow to 128 MB and the old one
 * to a multiple of what is in use. Here the young one grows once, fourfold from 1 MB for each half: what the judging of some states needs lives and
 * dies in there.
 */
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Both halves together, in bytes. */
const YOUNG_GENERATION = 8 * 1024 * 1024;
/** How often its size is looked at until it has grown; milliseconds. */
const INTERVAL = 50;

// Electron may not let flags change once the engine runs; there the client says when it starts the server how much is enough.
if (!process.versions.electron) boundHeap();

function boundHeap(): void {
  setFlagsFromString('--heap-growing-percent=25');
  setFlagsFromString('--semi-space-growth-factor=4');
  const timer = setInterval(() => {
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
    if (young && young.space_size < YOUNG_GENERATION) return;
    setFlagsFromString('--semi-space-growth-factor=1');
    clearInterval(timer);
  }, INTERVAL);
  timer.unref();
}
