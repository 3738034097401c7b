/** The overview of a run with its playhead: a slider over the recorded positions. */
import type { FromExecution, RunHead } from '../executionMessages.ts';
import { element, setAttributes } from '../shared/dom.ts';

export class PlayheadSlider {
  readonly root: HTMLElement;
  private readonly fill = element('span', { class: 'fill' });
  private readonly thumb = element('span', { class: 'thumb' });
  private head: RunHead | undefined;

  constructor(private readonly send: (message: FromExecution) => void) {
    this.root = element(
      'div',
      { class: 'slider', role: 'slider', tabindex: 0, 'aria-label': 'Playhead' },
      this.fill,
      this.thumb,
    );
    this.root.addEventListener('keydown', (event) => this.onKey(event));
    this.root.addEventListener('pointerdown', (event) => {
      this.root.setPointerCapture(event.pointerId);
      this.moveTo(event);
    });
    this.root.addEventListener('pointermove', (event) => {
      if (this.root.hasPointerCapture(event.pointerId)) this.moveTo(event);
    });
  }

  show(head: RunHead): void {
    this.head = head;
    const share = head.lastStep === 0 ? 0 : head.step / head.lastStep;
    this.fill.style.width = `${share * 100}%`;
    this.thumb.style.left = `${share * 100}%`;
    setAttributes(this.root, {
      'aria-valuemin': 0,
      'aria-valuemax': head.lastStep,
      'aria-valuenow': head.step,
      'aria-valuetext': head.valueText,
    });
  }

  private moveTo(event: PointerEvent): void {
    if (!this.head) return;
    const bounds = this.root.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - bounds.left) / bounds.width));
    this.go(Math.round(share * this.head.lastStep));
  }

  private go(step: number): void {
    if (!this.head || step === this.head.step) return;
    this.send({ type: 'moveTo', step: Math.min(this.head.lastStep, Math.max(0, step)) });
  }

  private onKey(event: KeyboardEvent): void {
    if (!this.head) return;
    const { step, lastStep } = this.head;
    const page = Math.max(1, Math.round(lastStep / 10));
    const to: Record<string, number> = {
      ArrowLeft: step - 1,
      ArrowDown: step - 1,
      ArrowRight: step + 1,
      ArrowUp: step + 1,
      PageDown: step - page,
      PageUp: step + page,
      Home: 0,
      End: lastStep,
    };
    const target = to[event.key];
    if (target === undefined) return;
    this.go(target);
    event.preventDefault();
    event.stopPropagation();
  }
}
