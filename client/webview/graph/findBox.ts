/** Finding a state by its name: a field with a list of matches, above the graph. */
import { element, setAttributes } from '../shared/dom.ts';
import { findStates } from './findStates.ts';

export interface Findable {
  id: string;
  name: string;
  type: string;
}

const shownMatches = 12;

export class FindBox {
  readonly root: HTMLElement;
  private readonly input = element('input', {
    type: 'text',
    role: 'combobox',
    'aria-label': 'Find state',
    'aria-expanded': 'false',
    'aria-controls': 'find-matches',
    'aria-autocomplete': 'list',
    placeholder: 'Find state',
    spellcheck: 'false',
  });
  private readonly list = element('div', {
    role: 'listbox',
    id: 'find-matches',
    'aria-label': 'Matching states',
    hidden: true,
  });
  private matches: readonly Findable[] = [];
  private chosen = 0;

  constructor(
    private readonly all: () => readonly Findable[],
    private readonly choose: (id: string) => void,
    private readonly close: () => void,
  ) {
    this.root = element(
      'div',
      { class: 'find', role: 'search', 'aria-label': 'Find state', hidden: true },
      this.input,
      this.list,
    );
    this.input.addEventListener('input', () => this.update());
    this.input.addEventListener('keydown', (event) => this.onKey(event));
    this.input.addEventListener('blur', () => this.hide());
    this.list.addEventListener('pointerdown', (event) => {
      const index = Number((event.target as HTMLElement).closest<HTMLElement>('[role=option]')?.dataset.index);
      if (Number.isInteger(index)) this.take(index);
    });
  }

  open(): void {
    this.root.hidden = false;
    this.input.value = '';
    this.update();
    this.input.focus();
  }

  private hide(): void {
    this.root.hidden = true;
  }

  private update(): void {
    this.matches = findStates(this.all(), this.input.value).slice(0, shownMatches);
    this.chosen = 0;
    this.show();
  }

  private show(): void {
    const options = this.matches.map(({ name, type }, index) =>
      element(
        'div',
        { role: 'option', id: `find-${index}`, 'data-index': index, 'aria-selected': String(index === this.chosen) },
        name,
        element('span', { class: 'secondary' }, ` ${type}`),
      ),
    );
    const none = this.input.value !== '' && options.length === 0;
    this.list.replaceChildren(
      ...(none
        ? [
            element(
              'div',
              { role: 'option', 'aria-selected': 'false', 'aria-disabled': 'true' },
              'No state has this name.',
            ),
          ]
        : options),
    );
    const open = none || options.length > 0;
    this.list.hidden = !open;
    setAttributes(this.input, {
      'aria-expanded': String(open),
      'aria-activedescendant': options.length > 0 ? `find-${this.chosen}` : undefined,
    });
  }

  private onKey(event: KeyboardEvent): void {
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const move = moves[event.key];
    if (move !== undefined && this.matches.length > 0) {
      this.chosen = (this.chosen + move + this.matches.length) % this.matches.length;
      this.show();
    } else if (event.key === 'Enter') this.take(this.chosen);
    else if (event.key === 'Escape') {
      this.hide();
      this.close();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private take(index: number): void {
    const match = this.matches[index];
    if (!match) return;
    this.hide();
    this.choose(match.id);
  }
}
