import type { AslDocument } from '../source/document.ts';
import type { SourceRange } from '../source/node.ts';
import type { ValidationContext } from './context.ts';
import { textOf } from './model.ts';

/**
 * Ways to silence a rule in the file itself: a comment `stepwise-disable-next-line RULE, RULE` above the line, or the words
 * `stepwise-disable RULE, RULE` in the `Comment` field of an object, for everything inside that object (JSON has no comments).
 */
export class Suppressions {
  private readonly ruleSetByLine = new Map<number, ReadonlySet<string>>();
  private readonly regions: { readonly range: SourceRange; readonly rules: ReadonlySet<string> }[] = [];

  /** Whether the text holds anything that may be a directive. */
  readonly mayHold: boolean;

  constructor(private readonly document: AslDocument) {
    this.mayHold = document.text.includes(OBJECT_WORD);
    if (!this.mayHold) return;
    for (const comment of document.comments) {
      const rules = rulesIn(document.text.slice(comment.start, comment.end), LINE_DIRECTIVE);
      if (rules) this.ruleSetByLine.set(document.lines.positionAt(comment.end).line + 1, rules);
    }
  }

  /** Reads the directives in the fields of a definition, or of a part of it. */
  add(context: ValidationContext): void {
    for (const { object, fact, value } of context.fields) {
      if (fact.types[0] !== 'string' || !textOf(value)?.includes(OBJECT_WORD)) continue;
      const rules = rulesIn(textOf(value)!, OBJECT_DIRECTIVE);
      if (rules) this.regions.push({ range: { start: regionStart(object), end: object.node.end }, rules });
    }
  }

  /** Whether the file asks not to hear of this rule at this place. */
  silences(rule: string, { start }: SourceRange): boolean {
    if (this.ruleSetByLine.size > 0) {
      const rules = this.ruleSetByLine.get(this.document.lines.positionAt(start).line);
      if (rules && (rules.has(rule) || rules.has(EVERY_RULE))) return true;
    }
    return this.regions.some(
      ({ range, rules }) => range.start <= start && start < range.end && (rules.has(rule) || rules.has(EVERY_RULE)),
    );
  }
}

const EVERY_RULE = '*';
const OBJECT_WORD = 'stepwise-disable';
const LINE_DIRECTIVE = /stepwise-disable-next-line\b([^\r\n*]*)/;
const OBJECT_DIRECTIVE = /stepwise-disable(?!-)\b([^\r\n]*)/;

/** The rules a directive names; all of them when it names none. */
function rulesIn(text: string, directive: RegExp): ReadonlySet<string> | undefined {
  const match = directive.exec(text);
  if (!match) return undefined;
  const names = match[1]!.split(/[\s,]+/).filter((name) => /^[a-z-]+$/.test(name));
  return new Set(names.length > 0 ? names : [EVERY_RULE]);
}

/** The state's key belongs to the state. */
function regionStart(object: {
  readonly node: { readonly start: number };
  readonly state?: { readonly object?: unknown; readonly property: { readonly keyNode: SourceRange } };
}): number {
  const { state } = object;
  return state?.object === object ? state.property.keyNode.start : object.node.start;
}
