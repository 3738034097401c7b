/** A change in the past made a line of its own: the user says once what answers the tasks of that line that were not called before. */
import { type DebugSession, debug, window } from 'vscode';
import type { Services } from '../services.ts';

interface ForkQuestion {
  fork: number;
  state: string;
  resource: string;
  choices: { policy: string; label: string; detail: string }[];
}

export function registerForkQuestion({ context }: Services): void {
  context.subscriptions.push(
    debug.onDidReceiveDebugSessionCustomEvent(({ event, session, body }) => {
      if (event === 'asl/forkQuestion' && session.type === 'asl') void ask(session, body as ForkQuestion);
    }),
  );
}

async function ask(session: DebugSession, { fork, state, resource, choices }: ForkQuestion): Promise<void> {
  const picked = await window.showQuickPick(choices, {
    title: `Fork ${fork}: ${state} calls ${resource}`,
    placeHolder: 'It was not called with these arguments before your change. What answers it, and later tasks like it?',
    ignoreFocusOut: true,
  });
  // A closed picker leaves the run waiting; the Debug Console can still answer.
  if (picked) await session.customRequest('asl/forkAnswer', { fork, policy: picked.policy });
}
