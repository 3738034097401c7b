/** Waits; false when the signal came meanwhile. */
export function pause(seconds: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (finished: boolean) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', aborted);
      resolve(finished);
    };
    const aborted = () => done(false);
    const timer = setTimeout(() => done(true), seconds * 1000);
    if (signal.aborted) aborted();
    else signal.addEventListener('abort', aborted);
  });
}
