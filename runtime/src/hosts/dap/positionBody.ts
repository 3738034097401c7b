import type { Debuggee } from './debuggee.ts';
import { pointerOf } from './program.ts';
import type { PositionBody } from './protocol.ts';

/** Where the playhead of a session is. */
export function positionBody(debuggee: Debuggee, mode: PositionBody['mode']): PositionBody {
  const { session, launch, threadIds } = debuggee;
  const { stop } = session;
  const step = stop ? debuggee.currentStep(stop.step) : session.timeline.steps[session.position];
  const { places } = launch.program;
  const range = step && places.rangeOf(step.state);
  return {
    mode,
    threadId: stop && threadIds.idOf(stop.step.strand),
    visit: step?.visit.number,
    step: session.position,
    steps: session.timeline.length,
    pointer: step && pointerOf(launch.program, step.state),
    state: step?.state.name,
    phase: step?.phase,
    line: range && places.document.lines.positionAt(range.key.start).line + 1,
    time: step && step.time - session.execution.startTime,
    past: session.inPast,
    reason: stop?.reason,
  };
}
