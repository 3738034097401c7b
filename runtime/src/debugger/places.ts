import { LISTED_FIELDS, phaseOfField } from '../asl/phaseFields.ts';
import type { CompiledMachine, CompiledState } from '../interpreter/machine.ts';
import type { AslDocument, SourceNode, SourceRange } from '../source/document.ts';
import { nodeAtPointer } from '../source/locate.ts';
import type { StepPhase } from './step.ts';

/** One entry of Choices, Retry or Catch. */
export interface PlaceEntry {
  readonly list: keyof typeof LISTED_FIELDS;
  readonly index: number;
}

/** Somewhere an execution can be stopped: the end of a phase of a state, and where that is written. */
export interface Place {
  readonly state: CompiledState;
  readonly phase: StepPhase;
  readonly entry?: PlaceEntry;
  readonly range: SourceRange;
}

/** A state in the text: its key and its value. */
export interface StateRange {
  readonly state: CompiledState;
  readonly key: SourceRange;
  readonly node: SourceNode;
  /** Where its last character ends; a block of YAML goes on to the next line. */
  readonly end: number;
}

/** The states of a machine in its text: from positions to places where one can stop, and back. */
export class Places {
  /** In the order of the text; a state stands before the states inside it. */
  private readonly ranges: readonly StateRange[];
  private readonly byState: readonly (StateRange | undefined)[];

  constructor(
    readonly document: AslDocument,
    machine: CompiledMachine,
  ) {
    const parents = new Map<string, SourceNode | undefined>();
    const found: (StateRange | undefined)[] = machine.states.map((state) => {
      const parentPointer = state.pointer.slice(0, state.pointer.lastIndexOf('/'));
      if (!parents.has(parentPointer)) parents.set(parentPointer, nodeAtPointer(document, parentPointer));
      const property = parents.get(parentPointer)?.property(state.name);
      if (!property?.valueNode) return undefined;
      const { keyNode, valueNode } = property;
      return {
        state,
        key: { start: keyNode.start, end: keyNode.end },
        node: valueNode,
        end: endOf(document, valueNode),
      };
    });
    this.byState = found;
    this.ranges = found.filter((range) => range !== undefined).sort((a, b) => a.key.start - b.key.start);
  }

  /** Where a state is written; undefined for one that comes from elsewhere. */
  rangeOf(state: CompiledState): StateRange | undefined {
    return this.byState[state.index];
  }

  /** The place at which a breakpoint on a line stops: the first state that begins there, else the field or state around it, else the next state below. */
  placeOnLine(start: number, end: number): Place | undefined {
    const first = this.ranges[this.firstAfter(start - 1)];
    return first && first.key.start <= end ? entryPlace(first) : this.placeAt(start, end);
  }

  /** `placeOnLine` of many lines, counted from 0: clients send them in order, so that one pass over the states finds all. */
  placesOnLines(lines: readonly number[]): (Place | undefined)[] {
    const { lines: index, text } = this.document;
    let at = 0;
    let before = -1;
    return lines.map((line) => {
      if (line < 0 || line >= index.lineCount) return undefined;
      const start = index.lineStart(line);
      const end = index.lineEnd(line);
      if (start < before) at = this.firstAfter(start - 1);
      else while (at < this.ranges.length && this.ranges[at]!.key.start < start) at += 1;
      before = start;
      const first = this.ranges[at];
      if (first && first.key.start <= end) return entryPlace(first);
      const blanks = /^\s*/.exec(text.slice(start, end))![0].length;
      return this.placeAt(start + blanks, end);
    });
  }

  /** The place at which a breakpoint on an offset of the text stops; a field that begins up to `end` counts. */
  placeAt(offset: number, end = offset): Place | undefined {
    const inside = this.stateAround(offset, end);
    if (!inside) {
      const below = this.ranges[this.firstAfter(offset)];
      return below && entryPlace(below);
    }
    // Inside a field that spans several lines the field counts; anywhere else in a state its entry does.
    let best = entryPlace(inside);
    for (const place of placesOf(inside)) {
      if (place.range.start <= end && offset <= place.range.end && place.range.start >= best.range.start) best = place;
    }
    return best;
  }

  /** Every place that begins between two offsets, in the order of the text. */
  placesBetween(start: number, end: number): Place[] {
    const places: Place[] = [];
    for (const range of this.ranges) {
      if (range.key.start > end) break;
      if (range.end < start) continue;
      for (const place of placesOf(range)) {
        if (place.range.start >= start && place.range.start <= end) places.push(place);
      }
    }
    return places.sort((a, b) => a.range.start - b.range.start);
  }

  /** The field of a state that decides a phase, so that a stop can be shown there; undefined when the state has none. */
  fieldOf(state: CompiledState, phase: StepPhase): SourceRange | undefined {
    const range = this.rangeOf(state);
    if (!range || phase === 'input') return undefined;
    for (const { key, keyNode } of range.node.properties ?? []) {
      if (phaseOfField(state.type, key) === phase) return { start: keyNode.start, end: keyNode.end };
    }
    return undefined;
  }

  /** Where a state assigns a variable: the name in the field that does, else the field, else the state. */
  assignmentOf(state: CompiledState, variable: string): SourceRange | undefined {
    const range = this.rangeOf(state);
    for (const { key, keyNode, valueNode } of range?.node.properties ?? []) {
      if (phaseOfField(state.type, key) !== 'variables') continue;
      const name = (valueNode?.property(variable) ?? valueNode?.property(`${variable}.$`))?.keyNode ?? keyNode;
      return { start: name.start, end: name.end };
    }
    return range?.key;
  }

  private stateAround(offset: number, lineEnd: number): StateRange | undefined {
    let found: StateRange | undefined;
    for (let i = this.firstAfter(lineEnd) - 1; i >= 0 && !found; i--) {
      const range = this.ranges[i]!;
      if (range.end >= offset) found = range;
    }
    return found;
  }

  /** Index of the first state whose key begins after an offset. */
  private firstAfter(offset: number): number {
    let low = 0;
    let high = this.ranges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ranges[middle]!.key.start > offset) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** The entry of a state: a breakpoint on its key. */
export function entryPlace(range: StateRange): Place {
  return { state: range.state, phase: 'input', range: range.key };
}

function placesOf(range: StateRange): Place[] {
  const { state, node } = range;
  const places: Place[] = [entryPlace(range)];
  for (const { key, keyNode, valueNode, merged } of node.properties ?? []) {
    const phase = phaseOfField(state.type, key);
    if (!phase || merged) continue;
    const field = { start: keyNode.start, end: valueNode && holdsNoStates(state, key) ? valueNode.end : keyNode.end };
    places.push({ state, phase: stoppable(state, phase), range: field });
    const list = listOf(key);
    if (!list) continue;
    for (const [index, item] of (valueNode?.items ?? []).entries()) {
      places.push({ state, phase, entry: { list, index }, range: { start: item.start, end: item.end } });
    }
  }
  if (isBraced(node))
    places.push({ state, phase: stoppable(state, 'output'), range: { start: node.end - 1, end: node.end } });
  return places;
}

/** Nested states have places of their own; the field around them is only its key. */
function holdsNoStates(state: CompiledState, field: string): boolean {
  return state.children.length === 0 || phaseOfField(state.type, field) !== 'result';
}

function listOf(field: string): PlaceEntry['list'] | undefined {
  for (const [list, name] of Object.entries(LISTED_FIELDS)) if (name === field) return list as PlaceEntry['list'];
  return undefined;
}

/** The phase at which a state really stops: a state that never reaches its output fails, and one without that phase ends. */
function stoppable(state: CompiledState, phase: StepPhase): StepPhase {
  if (phase === 'failure' || phase === 'input') return phase;
  if (state.type === 'Fail') return 'failure';
  return phase === 'output' || state.phases.some(({ id }) => id === phase) ? phase : 'output';
}

function endOf({ text }: AslDocument, node: SourceNode): number {
  let { end } = node;
  while (end > node.start && /\s/.test(text.charAt(end - 1))) end -= 1;
  return end;
}

function isBraced(node: SourceNode): boolean {
  return node.kind === 'object' && node.origin.text.charAt(node.originEnd - 1) === '}';
}
