import type { Json } from '../../asl/json.ts';
import type { Debugger } from '../../debugger/debugger.ts';
import { itemsOf } from '../../debugger/mapScopes.ts';
import { lastStepOf, type Step, type Strand, type Visit } from '../../debugger/step.ts';
import type { Execution } from '../../interpreter/execution.ts';
import { type Program, pointerOf } from './program.ts';
import type { TimelineBody, TimelineEntry } from './protocol.ts';

/** How long facts are gathered before they are sent. */
const BATCH_MILLISECONDS = 33;
/** Values with a longer text are sent only when asked for. */
const LONGEST_VALUE = 16_384;
const LONGEST_RESULT = 262_144;
/** Text of values sent unasked in one session. */
const LARGEST_TOTAL = 8_000_000;

type Fact =
  | { readonly kind: 'step'; readonly step: Step }
  | { readonly kind: 'started' | 'ended'; readonly strand: Strand; readonly time: number };

/** Tells the views of a client what happens. Facts are gathered while the engine runs and put into words when they are sent. */
export class TimelineFeed {
  private facts: Fact[] = [];
  private timer: NodeJS.Timeout | undefined;
  private spent = 0;
  private readonly announced = new Set<Visit>();

  constructor(
    private readonly session: Debugger,
    private readonly program: Program,
    /** Values as the client may see them. */
    private readonly shown: (value: Json) => Json,
    private readonly send: (body: TimelineBody) => void,
  ) {}

  onStep(step: Step): void {
    if (step.phase !== 'input' && step.phase !== 'failure') return;
    this.facts.push({ kind: 'step', step });
    this.schedule();
  }

  onStrand(kind: 'started' | 'ended', strand: Strand): void {
    this.facts.push({ kind, strand, time: strand.branch.execution.environment.clock.now() });
    this.schedule();
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const facts = this.facts;
    this.facts = [];
    const entries = [...facts.flatMap((fact) => this.entriesOf(fact)), ...this.waiting()];
    if (entries.length > 0) this.send({ fork: this.session.lines.current.number, entries });
  }

  forked(position: number): void {
    this.facts = [];
    this.send({
      fork: this.session.lines.current.number,
      entries: [{ kind: 'forked', fork: this.session.lines.current.number, from: position }],
    });
  }

  /** Another line is the present one: what follows the steps that both share is told anew. */
  lineSelected(shared: number): void {
    const { steps, strands } = this.session.timeline;
    this.forked(shared);
    for (const visit of this.announced) if (visit.first.index > shared) this.announced.delete(visit);
    const started = new Map<number, Strand[]>();
    const ended = new Map<number, Strand[]>();
    for (const strand of strands) {
      if (strand.start > shared) started.set(strand.start, [...(started.get(strand.start) ?? []), strand]);
      if (strand.end !== undefined && strand.end > shared)
        ended.set(strand.end, [...(ended.get(strand.end) ?? []), strand]);
    }
    for (let at = shared + 1; at <= steps.length; at++) {
      const step = steps[at];
      const time = (step ?? steps.at(-1)!).time;
      for (const strand of ended.get(at) ?? []) this.facts.push({ kind: 'ended', strand, time });
      for (const strand of started.get(at) ?? []) this.facts.push({ kind: 'started', strand, time });
      if (step?.phase === 'input' || step?.phase === 'failure') this.facts.push({ kind: 'step', step });
    }
    this.schedule();
  }

  /** The last fact of a run. */
  ended(execution: Execution): void {
    this.flush();
    const status = execution.status === 'RUNNING' ? 'ABORTED' : execution.status;
    const { error, cause, input, output } = execution;
    const entry: TimelineEntry = {
      kind: 'ended',
      at: this.at(execution.stopTime ?? execution.startTime),
      step: this.session.timeline.length - 1,
      status,
      error,
      cause,
      input: this.small(input, LONGEST_VALUE),
      output: this.small(output, LONGEST_RESULT),
    };
    this.send({ fork: this.session.lines.current.number, entries: [entry] });
  }

  /** Tasks that wait for somebody to answer their token, each told once. */
  private waiting(): TimelineEntry[] {
    const entries: TimelineEntry[] = [];
    for (const token of this.session.execution.environment.tokens.open) {
      const call = this.session.calls.all.findLast((candidate) => candidate.token === token);
      const strand = this.session.timeline.strands.findLast(({ branch }) => branch.taskToken === token);
      const visit = strand?.last?.visit;
      if (!call || !visit || this.announced.has(visit)) continue;
      this.announced.add(visit);
      entries.push({ kind: 'waiting', visit: visit.number, at: this.at(strand.last!.time), token });
    }
    return entries;
  }

  private entriesOf(fact: Fact): TimelineEntry[] {
    if (fact.kind === 'step') return this.stepEntries(fact.step);
    const { strand } = fact;
    const entries: TimelineEntry[] = [];
    const owner = strand.owner;
    if (fact.kind === 'ended' && strand.last) entries.push(this.exited(strand.last, strand, undefined, fact.time));
    if (!owner) return entries;
    if (fact.kind === 'started' && !this.announced.has(owner)) {
      this.announced.add(owner);
      const items = itemsOf(lastStepOf(owner));
      const { MaxConcurrency: most } = owner.state.definition;
      const maxConcurrency = typeof most === 'number' ? most : undefined;
      if (Array.isArray(items))
        entries.push({ kind: 'items', visit: owner.number, count: items.length, maxConcurrency });
    }
    entries.push({
      kind: 'iteration',
      visit: owner.number,
      index: strand.index,
      status: fact.kind === 'started' ? 'running' : (strand.outcome ?? 'aborted'),
      at: this.at(fact.time),
      step: fact.kind === 'started' ? strand.start : (strand.end ?? strand.start),
      error: fact.kind === 'ended' ? strand.last?.failure?.error : undefined,
    });
    return entries;
  }

  private stepEntries(step: Step): TimelineEntry[] {
    const { visit, strand, state } = step;
    const at = this.at(step.time);
    if (step.phase === 'failure') {
      const { failure, handling } = step;
      const retryAt = handling?.kind === 'retry' ? at + handling.delaySeconds * 1000 : undefined;
      const error = failure?.error ?? '';
      return [
        {
          kind: 'attemptFailed',
          visit: visit.number,
          attempt: step.attempt + 1,
          at,
          step: step.index,
          error,
          cause: failure?.cause,
          retryAt,
        },
      ];
    }
    const { places } = this.program;
    const range = places.rangeOf(state);
    const left = step.previous ? [this.exited(step.previous, strand, step, step.time)] : [];
    return [
      ...left,
      {
        kind: 'entered',
        visit: visit.number,
        parent: strand.owner?.number,
        index: strand.owner ? strand.index : undefined,
        thread: strand.path || undefined,
        pointer: pointerOf(this.program, state),
        name: state.name,
        type: state.type,
        at,
        step: step.index,
        line: range && places.document.lines.positionAt(range.key.start).line + 1,
      },
    ];
  }

  /** A visit is over when its strand enters another state or ends. */
  private exited(last: Step, strand: Strand, next: Step | undefined, time: number): TimelineEntry {
    const status =
      next || strand.outcome === 'succeeded' ? (last.failure ? 'caught' : 'succeeded') : (strand.outcome ?? 'aborted');
    const call =
      last.state.type === 'Task'
        ? this.session.calls.callOf(last.state.name, last.attempt, last.visit.first.index, last.index)
        : undefined;
    const input = this.small(last.input, LONGEST_VALUE);
    const output = status === 'failed' ? undefined : this.small(last.output, LONGEST_VALUE);
    return {
      kind: 'exited',
      visit: last.visit.number,
      at: this.at(time),
      step: last.index,
      status,
      next: next && pointerOf(this.program, next.state),
      error: last.failure?.error,
      mocked: call ? true : undefined,
      input,
      output,
      variables: Object.keys(last.variables).length > 0 ? this.small(last.variables, LONGEST_VALUE) : undefined,
      dataDropped: input === undefined ? true : undefined,
    };
  }

  private small(value: Json | undefined, longest: number): Json | undefined {
    if (value === undefined || this.spent > LARGEST_TOTAL) return undefined;
    const { length } = JSON.stringify(value);
    if (length > longest) return undefined;
    this.spent += length;
    return this.shown(value);
  }

  private at(time: number): number {
    return time - this.session.execution.startTime;
  }

  private schedule(): void {
    this.timer ??= setTimeout(() => this.flush(), BATCH_MILLISECONDS).unref();
  }
}
