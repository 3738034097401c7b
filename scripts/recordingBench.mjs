// Measures what the debugger costs an execution, in one process: plain, under a debugger that nobody looks at, and recorded step by step, in turn.
// Prints one JSON object: milliseconds of this thread, medians, and medians of the ratios of neighbours.
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const ROUNDS = Number(process.argv[2] ?? 40);
const WARM_UP = 5;
const ITERATIONS = 10_000;

const parts = await load({
  compileMachine: 'runtime/src/interpreter/compile.ts',
  Execution: 'runtime/src/interpreter/execution.ts',
  VirtualClock: 'runtime/src/interpreter/virtualClock.ts',
  SeededRandom: 'runtime/src/interpreter/seededRandom.ts',
  TaskTokens: 'runtime/src/interpreter/taskTokens.ts',
  memoryObjects: 'runtime/src/tasks/memoryObjects.ts',
  Debugger: 'runtime/src/debugger/debugger.ts',
  RecordedCalls: 'runtime/src/debugger/recordedCalls.ts',
});

const input = Array.from({ length: ITERATIONS }, (_, i) => ({ i }));
const results = {};
for (const mode of ['INLINE', 'DISTRIBUTED']) results[mode.toLowerCase()] = await measure(mode);
console.log(JSON.stringify(results, undefined, 1));

async function measure(mode) {
  const machine = parts.compileMachine(mapOf(mode));
  const times = { plain: [], unwatched: [], recorded: [] };
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    for (const [name, run] of Object.entries({ plain, unwatched: debugged(true), recorded: debugged(false) })) {
      globalThis.gc?.();
      const milliseconds = await run(machine);
      if (round >= WARM_UP) times[name].push(milliseconds);
    }
  }
  const ratio = (name) => round(median(times[name].map((time, i) => time / times.plain[i])));
  return {
    plain: round(median(times.plain)),
    unwatched: round(median(times.unwatched)),
    recorded: round(median(times.recorded)),
    unwatchedRatio: ratio('unwatched'),
    recordedRatio: ratio('recorded'),
    recordedMicrosecondsAnIteration: round(((median(times.recorded) - median(times.plain)) * 1000) / ITERATIONS),
  };
}

function plain(machine) {
  const execution = executionOf(machine, [], {});
  return timed(async () => {
    execution.start();
    await execution.finished;
  });
}

function debugged(mayRunUnwatched) {
  return (machine) => {
    let end = () => {};
    const finished = new Promise((resolve) => {
      end = resolve;
    });
    const session = new parts.Debugger({
      machine,
      mayRunUnwatched,
      start: (observed) => executionOf(machine, [session.calls], observed),
      calls: (moment) => new parts.RecordedCalls(() => undefined, moment),
      listener: { stopped() {}, resumed() {}, log() {}, forked() {}, finished: () => end() },
    });
    session.rules.exceptions.set([{ id: 'uncaught' }]);
    return timed(() => {
      session.start();
      return finished;
    });
  };
}

function executionOf(machine, tasks, { observer, onFinish }) {
  return new parts.Execution({
    machine,
    input,
    type: 'STANDARD',
    stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:Machine',
    executionArn: 'arn:aws:states:us-east-1:123456789012:execution:Machine:run',
    onFinish,
    environment: {
      clock: new parts.VirtualClock(0),
      random: new parts.SeededRandom(0),
      tasks,
      tokens: new parts.TaskTokens(),
      observer,
      objects: parts.memoryObjects({}),
      limits: { payloadBytes: 262_144, historyEvents: Infinity, expressTransitions: Infinity },
    },
  });
}

function mapOf(mode) {
  const config = mode === 'DISTRIBUTED' ? { ProcessorConfig: { Mode: mode, ExecutionType: 'STANDARD' } } : {};
  const States = { One: { Type: 'Pass', Next: 'Two' }, Two: { Type: 'Pass', End: true } };
  return {
    StartAt: 'Each',
    States: { Each: { Type: 'Map', ItemProcessor: { ...config, StartAt: 'One', States }, End: true } },
  };
}

/** Time of this thread: what other programs do meanwhile does not count. */
async function timed(run) {
  const before = process.threadCpuUsage();
  await run();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

async function load(files) {
  const scratch = mkdtempSync(path.join(tmpdir(), 'stepwise-bench-'));
  try {
    const outfile = path.join(scratch, 'parts.cjs');
    const contents = Object.entries(files).map(([name, file]) => `export { ${name} } from './${file}';`);
    await build({
      stdin: { contents: contents.join('\n'), resolveDir: root, loader: 'ts' },
      outfile,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node22',
      mainFields: ['module', 'main'],
      logLevel: 'error',
    });
    return createRequire(import.meta.url)(outfile);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

function round(value) {
  return Math.round(value * 1000) / 1000;
}
