import type { DebugProtocol } from '@vscode/debugprotocol';
import { failureView } from '../../debugger/failureView.ts';
import type { Stop, StopReason } from '../../debugger/stopRules.ts';

/** The body of the event that tells why execution stands still. */
export function stoppedBody(stop: Stop, threadId: number): DebugProtocol.StoppedEvent['body'] {
  const failure = stop.reason === 'exception' ? failureView(stop.step) : undefined;
  return {
    reason: stop.reason === 'end' ? 'exit' : stop.reason,
    description: DESCRIPTIONS[stop.reason],
    threadId,
    allThreadsStopped: false,
    ...(stop.breakpoints.length > 0 ? { hitBreakpointIds: [...stop.breakpoints] } : {}),
    ...(failure
      ? { text: [failure.error, failure.message].filter(Boolean).join(': ') }
      : stop.text
        ? { text: stop.text }
        : {}),
  };
}

const DESCRIPTIONS: Readonly<Record<StopReason, string>> = {
  entry: 'Paused on entry',
  step: 'Paused on step',
  breakpoint: 'Paused on breakpoint',
  'function breakpoint': 'Paused on function breakpoint',
  'data breakpoint': 'Paused on data breakpoint',
  exception: 'Paused on error',
  pause: 'Paused',
  goto: 'Paused',
  divergence: 'Paused where the replay parts from its recording',
  end: 'Paused at the end of the execution',
};
