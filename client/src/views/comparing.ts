/** What the Execution view compares a run with: another line of its history, or another run of the same file. */
import type { Comparing } from '../../webview/executionMessages.ts';
import { type Comparison, compareVisits, comparisonText } from '../runs/compareRuns.ts';
import type { Run, Visit } from '../runs/run.ts';
import { modeOf } from '../runs/runOverlay.ts';
import type { RunStore } from '../runs/runStore.ts';
import type { StateData } from '../runs/stateDataModel.ts';
import type { Baseline } from './dataView.ts';
import { stateDataOf } from './stateData.ts';

/** Runs that are offered, newest first. */
const offeredRuns = 10;

interface Side {
  run: Run;
  line: number;
}

export class Comparer {
  private baseline: Side | undefined;
  private known: { key: string; comparison: Comparison } | undefined;

  constructor(private readonly runs: RunStore) {}

  /** Undefined ends the comparison. */
  choose(id: string | undefined): void {
    this.baseline = id === undefined ? undefined : this.sideOf(id);
    this.known = undefined;
  }

  with(run: Run): void {
    this.choose(idOf({ run, line: run.fork }));
  }

  /** Undefined while nothing is compared, and while the run goes on. */
  of(run: Run): Comparison | undefined {
    const { baseline } = this;
    if (modeOf(run) === 'running') return undefined;
    const there = baseline && this.isOther(baseline, run) ? baseline.run.visitsOf(baseline.line) : undefined;
    if (!baseline || !there) return undefined;
    const key = [run, baseline.run].map((one) => `${one.info.id} ${one.fork} ${one.lastStep}`).join();
    if (this.known?.key !== key) this.known = { key, comparison: compareVisits(run.visits, there) };
    return this.known.comparison;
  }

  view(run: Run): Comparing {
    const comparison = this.of(run);
    const lines = run.lines.numbers(run.fork);
    const others = [
      ...lines.map((line) => ({ run, line })),
      ...this.runs.all
        .filter((other) => other !== run && other.info.program === run.info.program)
        .slice(0, offeredRuns)
        .map((other) => ({ run: other, line: other.fork })),
    ].filter((side) => this.isOther(side, run));
    return {
      lines: lines.map((line) => ({ id: String(line), name: run.lines.name(line) })),
      line: String(run.fork),
      baselines: others.map((side) => ({ id: idOf(side), name: nameOf(side, run) })),
      baseline: this.baseline && this.isOther(this.baseline, run) ? idOf(this.baseline) : undefined,
      text: comparison && comparisonText(comparison, nameOf(this.baseline!, run)),
    };
  }

  /** The data of the same state on the other side. */
  async baselineOf(run: Run, visit: number): Promise<Baseline | undefined> {
    const comparison = this.of(run);
    const { baseline } = this;
    if (!comparison || !baseline) return undefined;
    const counterpart: Visit | undefined = comparison.counterparts.get(visit);
    const data: StateData | undefined =
      counterpart && (await stateDataOf(this.runs, baseline.run, counterpart.visit, baseline.line));
    return { name: nameOf(baseline, run), data };
  }

  private isOther(side: Side, run: Run): boolean {
    return this.runs.all.includes(side.run) && (side.run !== run || side.line !== run.fork);
  }

  private sideOf(id: string): Side | undefined {
    const [runId, line] = id.split('#');
    const run = this.runs.all.find((candidate) => candidate.info.id === runId);
    return run && { run, line: Number(line) };
  }
}

function idOf({ run, line }: Side): string {
  return `${run.info.id}#${line}`;
}

function nameOf({ run, line }: Side, shown: Run): string {
  if (run === shown) return run.lines.name(line);
  return `run ${run.info.number}${line === 0 ? '' : `, ${run.lines.name(line)}`}`;
}
