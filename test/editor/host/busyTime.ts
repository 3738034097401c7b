/** How long the extension host is busy without a pause, in its own processor time: what others do on the machine is not in it. */

/** Node 23.9 and newer know the processor time of one thread; editors that bring an older one measure nothing. */
const threadCpuUsage = (process as { threadCpuUsage?: () => { user: number; system: number } }).threadCpuUsage;

/** Looks at every turn of the event loop until the answer is called, which gives the longest turn in milliseconds. */
export function watchBusyTime(): () => number | undefined {
  if (!threadCpuUsage) return () => undefined;
  let longest = 0;
  let before = milliseconds();
  let next = setImmediate(look);
  function look(): void {
    const now = milliseconds();
    longest = Math.max(longest, now - before);
    before = now;
    next = setImmediate(look);
  }
  return () => {
    clearImmediate(next);
    return longest;
  };
}

function milliseconds(): number {
  const { user, system } = threadCpuUsage!();
  return (user + system) / 1000;
}
