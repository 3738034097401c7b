import type { Debugger } from '../../debugger/debugger.ts';
import type { LineItem } from './protocol.ts';

/** `fork-2`; the line that a session began with is no fork. */
export function lineName(number: number): string {
  return number === 0 ? 'the first line' : `fork-${number}`;
}

/** Every line of history that can be selected. */
export function linesOf({ lines, timeline }: Debugger): LineItem[] {
  return lines.all.map((line) => {
    const isPresent = line === lines.current;
    return {
      line: line.number,
      parent: line.parent?.number,
      from: line.parent && line.from,
      steps: isPresent ? timeline.length : (line.kept?.timeline.steps.length ?? 0),
      status: line.finished?.status ?? 'RUNNING',
      present: isPresent,
    };
  });
}

/** `* 1  fork-1 of 0 at step 13: 20 steps, SUCCEEDED`. */
export function lineText({ line, parent, from, steps, status, present }: LineItem): string {
  const origin = parent === undefined ? '' : ` of ${parent} at step ${from}`;
  return `${present ? '*' : ' '} ${line}  ${lineName(line)}${origin}: ${steps} steps, ${status}`;
}
