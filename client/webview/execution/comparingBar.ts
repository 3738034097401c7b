/** Which line of history is shown, and what it is compared with. Nothing is there while there is nothing to choose. */
import type { Choice, Comparing, FromExecution } from '../executionMessages.ts';
import { element, setText } from '../shared/dom.ts';

/** Stands for no comparison in the list. */
const nothing = '';

export class ComparingBar {
  readonly root: HTMLElement;
  private readonly line = new ChoiceList('Line');
  private readonly baseline = new ChoiceList('Compare with');
  private readonly result = element('span', { class: 'result', role: 'status' });

  constructor(send: (message: FromExecution) => void) {
    this.root = element('div', { class: 'comparing' }, this.line.root, this.baseline.root, this.result);
    this.line.onChoose((line) => send({ type: 'selectLine', line }));
    this.baseline.onChoose((id) => send({ type: 'compare', baseline: id === nothing ? undefined : id }));
  }

  show({ lines, line, baselines, baseline, text }: Comparing): void {
    this.line.show(lines.length > 1 ? lines : [], line);
    const none = { id: nothing, name: 'nothing' };
    this.baseline.show(baselines.length > 0 ? [none, ...baselines] : [], baseline ?? nothing);
    setText(this.result, text ?? '');
    this.result.title = text ?? '';
  }
}

class ChoiceList {
  readonly root: HTMLElement;
  private readonly select = element('select');
  private shown = '';

  constructor(label: string) {
    this.root = element('label', { hidden: true }, `${label} `, this.select);
  }

  onChoose(act: (id: string) => void): void {
    this.select.addEventListener('change', () => act(this.select.value));
  }

  /** An open list keeps its entries while they are the same. */
  show(choices: readonly Choice[], chosen: string): void {
    this.root.hidden = choices.length === 0;
    const signature = JSON.stringify(choices);
    if (signature !== this.shown) {
      this.shown = signature;
      this.select.replaceChildren(...choices.map(({ id, name }) => element('option', { value: id }, name)));
    }
    this.select.value = chosen;
  }
}
