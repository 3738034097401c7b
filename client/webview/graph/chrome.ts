/** What stands around the drawing: strip, messages, footer and the live region. */
import type { FromGraph, RunOverlay, ToGraph } from '../graphMessages.ts';
import { button, element, setText } from '../shared/dom.ts';

type ModelMessage = Extract<ToGraph, { type: 'model' }>;

export class Chrome {
  readonly layer = element('div', { class: 'layer' });
  readonly frame = element('div', { class: 'frame' }, this.layer);
  private readonly heading = element('h1', { class: 'hidden' }, 'Graph');
  private readonly notice = element('div', { class: 'strip notice', hidden: true });
  private readonly run = element('div', { class: 'strip run', hidden: true });
  private readonly runText = element('span');
  private readonly toLive: HTMLButtonElement;
  private readonly picker = element('select', { 'aria-label': 'State machine', hidden: true });
  private readonly empty: HTMLElement;
  private readonly loading = element('div', { class: 'loading', role: 'status', hidden: true });
  private readonly footer = element('div', { class: 'footer' });
  private readonly live = element('div', { class: 'hidden', 'aria-live': 'polite' });
  private readonly main: HTMLElement;
  private lastAnnounced = 0;

  constructor(private readonly send: (message: FromGraph) => void) {
    this.toLive = button('Return to Live', () => send({ type: 'toLive' }));
    this.run.append(this.runText, this.toLive);
    this.picker.addEventListener('change', () => send({ type: 'chooseMachine', id: this.picker.value }));
    this.empty = element(
      'div',
      { class: 'empty' },
      element('p', {}, 'Open an Amazon States Language file to see its graph.'),
      button('New from Sample…', () => send({ type: 'newFromSample' })),
    );
    this.main = element(
      'main',
      {},
      this.heading,
      this.notice,
      this.run,
      this.picker,
      this.frame,
      this.empty,
      this.loading,
      this.footer,
      this.live,
    );
    document.body.replaceChildren(this.main);
    document.body.dataset.stepwiseView = 'graph';
    this.showEmpty();
  }

  mount(outline: HTMLElement, find: HTMLElement): void {
    this.frame.before(find);
    this.frame.after(outline);
  }

  showEmpty(): void {
    this.empty.hidden = false;
    this.frame.hidden = true;
    this.footer.hidden = true;
    this.loading.hidden = true;
  }

  showLoading(states: number): void {
    this.loading.hidden = false;
    this.empty.hidden = true;
    setText(this.loading, `Laying out ${states.toLocaleString('en-US')} states`);
  }

  /** The drawing, or the list that stands in for it. */
  showGraph(what: 'drawing' | 'list'): void {
    this.loading.hidden = true;
    this.empty.hidden = true;
    this.frame.hidden = what === 'list';
    this.footer.hidden = false;
  }

  showModel(message: ModelMessage): void {
    setText(this.heading, `Graph of ${message.title}`);
    this.picker.hidden = message.machines.length < 2;
    this.picker.replaceChildren(...message.machines.map(({ id, name }) => element('option', { value: id }, name)));
    this.picker.value = message.graph.id;
    this.notice.hidden = !message.stale;
    if (!message.stale) return;
    const problems = message.problems === 1 ? '1 problem' : `${message.problems} problems`;
    this.notice.replaceChildren(
      element('span', {}, `Showing the last valid version. ${problems}.`),
      button('Show Problems', () => this.send({ type: 'showProblems' })),
    );
  }

  showRun(run: RunOverlay | undefined): void {
    this.run.hidden = run === undefined;
    if (!run) return;
    this.run.dataset.mode = run.mode;
    this.toLive.hidden = run.mode !== 'past';
    if (this.runText.textContent === run.strip) return;
    setText(this.runText, run.strip);
    this.announce(run);
  }

  showFooter(message: ModelMessage, shown: number, zoom: number): void {
    const total = message.graph.nodes.length;
    const count = (value: number) => value.toLocaleString('en-US');
    const parts = [total === 1 ? '1 state' : `${count(total)} states`];
    if (shown > 0 && shown < total) parts[0] += `, ${count(shown)} shown`;
    if (message.problems > 0) parts.push(message.problems === 1 ? '1 problem' : `${message.problems} problems`);
    if (shown > 0) parts.push(`${Math.round(zoom * 100)} %`);
    setText(this.footer, parts.join(' · '));
  }

  /** At most once a second while running; a stop is always told. */
  private announce(run: RunOverlay): void {
    const now = performance.now();
    if (run.mode === 'running' && now - this.lastAnnounced < 1000) return;
    this.lastAnnounced = now;
    setText(this.live, run.strip);
  }
}
