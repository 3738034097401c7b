// What is running for the tests, so that everything can be ended at once: at the time limit, on Ctrl-C, after a crash.
const running = new Set();
let activity = () => 'the start';

/** `tell` says what is going on, when the time limit asks for it. */
export function nowRunning(tell) {
  activity = tell;
}

/** `end` may be called at any moment, also twice. Answers a function that forgets it. */
export function endAtExit(end) {
  running.add(end);
  return () => running.delete(end);
}

export async function endAll() {
  await Promise.allSettled([...running].map((end) => end()));
  running.clear();
}

/** Ends a process with its children; SIGKILL follows where SIGTERM is not heard. */
export async function endGroup(child, patience = 5000) {
  if (child.exitCode !== null || child.signalCode) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  signalGroup(child.pid, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), patience);
  await ended;
  clearTimeout(timer);
}

/** One limit for everything that follows, and a clean end when the user interrupts. */
export function limitTime(milliseconds) {
  const stop = async (why, code) => {
    console.error(`\n${why} while this was running: ${activity()}`);
    setTimeout(() => process.exit(code), 15_000).unref();
    // What is ended under the hands of a test fails in it; that must not keep the rest from being ended.
    process.on('uncaughtException', () => undefined);
    await endAll();
    process.exit(code);
  };
  setTimeout(() => stop(`The time limit of ${Math.round(milliseconds / 1000)} s was reached`, 1), milliseconds).unref();
  process.once('SIGINT', () => stop('Interrupted', 130));
  process.once('SIGTERM', () => stop('Ended', 143));
}

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group has ended already.
  }
}
