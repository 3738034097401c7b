/** A task without an answer: the run waits, and the user says what the task returns. */
import { type DebugSession, debug, window } from 'vscode';
import type { Services } from '../services.ts';
import { jsonProblem } from './inputPicker.ts';

interface UnmockedCall {
  call: number;
  state: string;
  resource: string;
  input: unknown;
  attempt: number;
}

export function registerUnmocked({ context }: Services): void {
  context.subscriptions.push(
    debug.onDidReceiveDebugSessionCustomEvent(({ event, session, body }) => {
      if (event === 'asl/unmocked' && session.type === 'asl') void ask(session, body as UnmockedCall);
    }),
  );
}

async function ask(session: DebugSession, call: UnmockedCall): Promise<void> {
  const choices = [
    { label: 'Return {}', answer: async () => ({ output: {} }) },
    { label: 'Return what the task was given', answer: async () => ({ output: call.input }) },
    { label: 'Return JSON…', answer: () => askOutput(call) },
    { label: 'Fail with an error…', answer: () => askError(call) },
  ];
  const picked = await window.showQuickPick(choices, {
    title: `${call.state} calls ${call.resource}`,
    placeHolder: 'This task has no mock and no local handler. What does it answer?',
    ignoreFocusOut: true,
  });
  const answer = await picked?.answer();
  // A closed picker leaves the run waiting; the Debug Console can still answer.
  if (answer) await session.customRequest('asl/answer', { call: call.call, keep: true, ...answer });
}

async function askOutput(call: UnmockedCall): Promise<{ output: unknown } | undefined> {
  const text = await window.showInputBox({
    title: `Output of ${call.state} as JSON`,
    value: '{}',
    ignoreFocusOut: true,
    validateInput: jsonProblem,
  });
  return text === undefined ? undefined : { output: JSON.parse(text) };
}

async function askError(call: UnmockedCall): Promise<{ error: string } | undefined> {
  const error = await window.showInputBox({
    title: `Error name of ${call.state}`,
    value: 'States.TaskFailed',
    ignoreFocusOut: true,
  });
  return error ? { error } : undefined;
}
