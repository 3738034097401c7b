/** Data of the selected state: its phases in the order they are applied, and what they changed. */
import type { FromExecution, StateDataView } from '../executionMessages.ts';
import { button, element, setAttributes } from '../shared/dom.ts';

type Tab = 'flow' | 'input' | 'output' | 'diff' | 'error';

const tabTitles: Record<Tab, string> = { flow: 'Flow', input: 'In', output: 'Out', diff: 'Diff', error: 'Error' };
const signWords = { '+': 'added', '-': 'removed', '~': 'changed' };

export class DataPane {
  readonly root: HTMLElement;
  private readonly title = element('h2');
  private readonly tabs = element('div', { role: 'tablist', 'aria-label': 'Data of the state', class: 'tabs' });
  private readonly panel = element('div', { role: 'tabpanel', id: 'data-panel', class: 'data-panel', tabindex: 0 });
  private tab: Tab = 'flow';
  private data: StateDataView | undefined;

  constructor(private readonly send: (message: FromExecution) => void) {
    this.root = element(
      'section',
      { class: 'data', 'aria-label': 'State data', hidden: true },
      this.title,
      this.tabs,
      this.panel,
    );
    this.tabs.addEventListener('keydown', (event) => this.onKey(event));
  }

  show(data: StateDataView): void {
    this.data = data;
    this.root.hidden = false;
    this.title.textContent = data.title;
    this.draw();
  }

  hide(): void {
    this.root.hidden = true;
    this.data = undefined;
  }

  private available(): Tab[] {
    const { data } = this;
    if (!data || data.missing) return ['flow'];
    const has = (name: string) => data.phases.some((phase) => phase.name === name);
    const tabs: Tab[] = ['flow'];
    if (has('input')) tabs.push('input');
    if (has('output')) tabs.push('output');
    if (data.baseline !== undefined || (has('input') && has('output'))) tabs.push('diff');
    if (data.error) tabs.push('error');
    return tabs;
  }

  private draw(): void {
    const available = this.available();
    const tab = available.includes(this.tab) ? this.tab : 'flow';
    this.tabs.replaceChildren(
      ...available.map((name) => {
        const made = element(
          'button',
          {
            type: 'button',
            role: 'tab',
            id: `tab-${name}`,
            'data-tab': name,
            'aria-selected': String(name === tab),
            'aria-controls': 'data-panel',
            tabindex: name === tab ? 0 : -1,
          },
          tabTitles[name],
        );
        made.addEventListener('click', () => this.choose(name));
        return made;
      }),
    );
    setAttributes(this.panel, { 'aria-labelledby': `tab-${tab}` });
    this.panel.replaceChildren(...this.content(tab));
  }

  private choose(tab: Tab): void {
    this.tab = tab;
    this.draw();
    this.tabs.querySelector<HTMLElement>(`#tab-${tab}`)?.focus();
  }

  private onKey(event: KeyboardEvent): void {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    const available = this.available();
    const at = Math.max(0, available.indexOf(this.tab));
    this.choose(available[(at + by + available.length) % available.length]!);
    event.preventDefault();
    event.stopPropagation();
  }

  private content(tab: Tab): Node[] {
    const { data } = this;
    if (!data) return [];
    if (data.missing) return [element('p', {}, data.missing)];
    if (tab === 'error') return [element('pre', { class: 'error' }, data.error ?? '')];
    if (tab === 'diff') return this.differences(data);
    if (tab === 'input' || tab === 'output') return this.value(data, tab);
    return data.phases.map((phase, index) => this.phase(phase, index));
  }

  private value(data: StateDataView, name: string): Node[] {
    const phase = data.phases.find((candidate) => candidate.name === name);
    if (!phase) return [];
    const more = phase.cut ? [button('Open in Editor', () => this.send({ type: 'command', name: 'openData' }))] : [];
    return [element('pre', {}, phase.text), ...more];
  }

  private phase({ name, text, bytes, cut, changed }: StateDataView['phases'][number], index: number): HTMLElement {
    const summary = element(
      'summary',
      {},
      `${index + 1} ${name} `,
      element('span', { class: 'secondary' }, `${size(bytes)}${changed ? ', changed' : ''}`),
    );
    const made = element('details', { open: changed || index === 0 }, summary, element('pre', {}, text));
    if (cut) made.append(button('Open in Editor', () => this.send({ type: 'command', name: 'openData' })));
    return made;
  }

  private differences(data: StateDataView): Node[] {
    if (data.baseline !== undefined) return this.differencesToBaseline(data, data.baseline);
    if (data.differences.length === 0)
      return [element('p', {}, 'The output equals the input, or is too large to compare here.')];
    return [listOf(data.differences), button('Compare in Editor', () => this.send({ type: 'command', name: 'diff' }))];
  }

  private differencesToBaseline({ differences }: StateDataView, baseline: string): Node[] {
    if (differences.length === 0) return [element('p', {}, `No difference to ${baseline}.`)];
    return [element('p', { class: 'secondary' }, `From ${baseline} to this:`), listOf(differences)];
  }
}

function listOf(differences: StateDataView['differences']): HTMLElement {
  const list = element('ul', { class: 'differences' });
  for (const { sign, path, before, after } of differences)
    list.append(
      element(
        'li',
        { 'data-sign': sign },
        element('span', { class: 'sign', 'aria-hidden': 'true' }, sign === '-' ? '−' : sign),
        element('span', { class: 'hidden' }, signWords[sign]),
        element('span', { class: 'path' }, path),
        element('span', { class: 'values' }, [before, after].filter((value) => value !== undefined).join(' → ')),
      ),
    );
  return list;
}

function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 102.4) / 10} KB`;
  return `${Math.round(bytes / (1024 * 102.4)) / 10} MB`;
}
