/** The Execution view: header, playhead, timeline and data of the selected state. */
import type { FromExecution, RunHead, ToExecution } from '../executionMessages.ts';
import { button, element, setText } from '../shared/dom.ts';
import type { Host } from '../shared/vscode.ts';
import { ComparingBar } from './comparingBar.ts';
import { DataPane } from './dataPane.ts';
import { PlayheadSlider } from './playheadSlider.ts';
import { Timeline } from './timeline.ts';

type RunMessage = Extract<ToExecution, { type: 'run' }>;

const filterDelay = 150;

export class ExecutionView {
  private readonly title = element('span', { class: 'title' });
  private readonly state = element('span', { class: 'state', role: 'status' });
  private readonly search = element('input', { type: 'search', 'aria-label': 'Filter events', placeholder: 'Filter' });
  private readonly header: HTMLElement;
  private readonly body: HTMLElement;
  private readonly empty = element('div', { class: 'empty' });
  private readonly nothing = element('div', { class: 'nothing', hidden: true });
  private readonly toLive: HTMLButtonElement;
  private readonly slider: PlayheadSlider;
  private readonly timeline: Timeline;
  private readonly data: DataPane;
  private readonly comparing: ComparingBar;
  private timer = 0;
  private runId = '';

  constructor(private readonly host: Host<FromExecution, ToExecution, undefined>) {
    const send = (message: FromExecution) => host.send(message);
    this.slider = new PlayheadSlider(send);
    this.timeline = new Timeline(send);
    this.data = new DataPane(send);
    this.comparing = new ComparingBar(send);
    this.toLive = button('Return to Live', () => send({ type: 'command', name: 'toLive' }));
    this.header = element(
      'div',
      { class: 'head' },
      this.title,
      this.state,
      this.toLive,
      this.comparing.root,
      this.search,
    );
    this.body = element(
      'div',
      { class: 'body' },
      element('section', { class: 'run', 'aria-label': 'Timeline of the run' }, this.nothing, this.timeline.root),
      this.data.root,
    );
    document.body.replaceChildren(
      element(
        'main',
        {},
        element('h1', { class: 'hidden' }, 'Execution'),
        this.header,
        this.slider.root,
        this.body,
        this.empty,
      ),
    );
    document.body.dataset.stepwiseView = 'execution';
    this.search.addEventListener('input', () => {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => send({ type: 'filter', text: this.search.value }), filterDelay);
    });
    document.addEventListener('keydown', (event) => this.onKey(event));
    host.onMessage((message) => this.receive(message));
    this.showEmpty(true);
    send({ type: 'ready' });
  }

  private receive(message: ToExecution): void {
    if (message.type === 'empty') this.showEmpty(message.trusted);
    else if (message.type === 'run') this.showRun(message);
    else if (message.type === 'rows') this.timeline.setRows(message.from, message.rows);
    else if (message.type === 'data') this.data.show(message.data);
    else if (message.type === 'focus') this.timeline.focus();
  }

  private showEmpty(trusted: boolean): void {
    this.setShown('empty');
    this.empty.replaceChildren(
      element(
        'p',
        {},
        trusted
          ? 'Run a state machine to see its timeline. F5 runs the current file.'
          : 'Running a state machine needs a trusted workspace.',
      ),
      ...(trusted ? [button('Run…', () => this.host.send({ type: 'command', name: 'run' }))] : []),
    );
  }

  private showRun({ head, comparing, rows, filtered, axis, selected, selectedIndex }: RunMessage): void {
    this.setShown('run');
    if (head.id !== this.runId) {
      this.runId = head.id;
      this.data.hide();
    }
    setText(this.title, head.title);
    this.title.title = head.title;
    setText(this.state, head.text);
    this.state.dataset.mode = head.mode;
    this.toLive.hidden = head.mode !== 'past';
    this.slider.show(head);
    this.comparing.show(comparing);
    this.showNothing(rows, filtered);
    this.timeline.show({ count: rows, axis, playhead: head.time, selected, selectedIndex, live: isLive(head) });
  }

  private showNothing(rows: number, filtered: number): void {
    this.nothing.hidden = rows > 0 || filtered === 0;
    if (this.nothing.hidden) return;
    const hidden = filtered === 1 ? '1 event hidden' : `${filtered} events hidden`;
    this.nothing.replaceChildren(
      element('p', {}, `No events match ‘${this.search.value}’. ${hidden}.`),
      button('Clear Filter', () => {
        this.search.value = '';
        this.host.send({ type: 'filter', text: '' });
      }),
    );
  }

  private setShown(what: 'empty' | 'run'): void {
    this.empty.hidden = what !== 'empty';
    this.header.hidden = what !== 'run';
    this.slider.root.hidden = what !== 'run';
    this.body.hidden = what !== 'run';
  }

  private onKey(event: KeyboardEvent): void {
    const typing = event.target instanceof HTMLInputElement;
    const names: Record<string, Extract<FromExecution, { type: 'command' }>['name']> = {
      ',': 'previousEvent',
      '.': 'nextEvent',
      '<': 'previousError',
      '>': 'nextError',
      l: 'toLive',
      L: 'toLive',
    };
    const find = event.key === '/' || (event.key.toLowerCase() === 'f' && (event.ctrlKey || event.metaKey));
    if (event.key === 'Escape') {
      if (typing && this.search.value !== '') {
        this.search.value = '';
        this.host.send({ type: 'filter', text: '' });
      } else this.host.send({ type: 'command', name: 'leave' });
    } else if (find && !typing) this.search.focus();
    else if (!typing && !event.ctrlKey && !event.metaKey && names[event.key])
      this.host.send({ type: 'command', name: names[event.key]! });
    else return;
    event.preventDefault();
  }
}

function isLive(head: RunHead): boolean {
  return head.mode === 'running' || head.mode === 'paused';
}
