/** The state the debugger stands at is left with an output the user writes. In the past, that begins a new line of history. */
import { commands, window } from 'vscode';
import { inputOf, outputOf } from '../runs/stateDataModel.ts';
import type { Services } from '../services.ts';
import { stateDataOf } from '../views/stateData.ts';
import { jsonProblem } from './inputPicker.ts';

export function registerForkHere(services: Services): void {
  services.context.subscriptions.push(commands.registerCommand('stepwise.time.fork', () => forkHere(services)));
}

async function forkHere({ runs }: Services): Promise<void> {
  const run = runs.current;
  const session = runs.sessionOf(run);
  const visit = run?.currentVisit;
  if (!run || !session || !run.isPaused || !visit) {
    void window.showInformationMessage('Stop at a state, or step back to one, to go on with another output of it.');
    return;
  }
  const data = await stateDataOf(runs, run, visit.visit);
  const proposal = data && (outputOf(data) ?? inputOf(data));
  const text = await window.showInputBox({
    title: `Output of ${visit.name} as JSON`,
    prompt: run.inPast
      ? 'The run goes on from here as a fork. What came after is kept and can be compared.'
      : 'The state is left with this output, without running it.',
    value: JSON.stringify(proposal ?? {}),
    ignoreFocusOut: true,
    validateInput: jsonProblem,
  });
  if (text === undefined) return;
  try {
    await session.customRequest('asl/skipState', { threadId: run.position.threadId, output: JSON.parse(text) });
  } catch (error) {
    void window.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
}
