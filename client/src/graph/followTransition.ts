/** Goes from a state to the next or the previous one, with a choice when there are several. */
import { window } from 'vscode';
import type { GraphController } from './graphController.ts';

export async function followTransition(controller: GraphController, id: string, forward: boolean): Promise<void> {
  const edges =
    controller.shownGraph?.edges.filter((edge) => edge.kind !== 'branch' && (forward ? edge.from : edge.to) === id) ??
    [];
  const targets = edges.map((edge) => {
    const other = forward ? edge.to : edge.from;
    return { label: controller.node(other)?.name ?? other, description: edge.label ?? edge.kind, id: other };
  });
  const [first] = targets;
  if (!first) return;
  const picked =
    targets.length === 1
      ? first
      : await window.showQuickPick(targets, { title: forward ? 'Follow transition to' : 'Go back to' });
  if (!picked) return;
  controller.reveal(picked.id);
  await controller.openSource(picked.id, 'graph');
  controller.run('focus');
}
