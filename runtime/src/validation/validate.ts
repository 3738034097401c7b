import type { AslDocument } from '../source/document.ts';
import type { SourceNode } from '../source/node.ts';
import { type ContextExtent, type StateMachineType, ValidationContext } from './context.ts';
import type { Diagnostic, RelatedPlace, Severity } from './diagnostic.ts';
import { STRUCTURE_ONLY } from './fieldEntries.ts';
import { awsLocation } from './location.ts';
import { type Part, partsOf } from './part.ts';
import type { PartMemory, PartRecall } from './partMemory.ts';
import type { Reported } from './reported.ts';
import type { Rule } from './rule.ts';
import { RULES } from './rules.ts';
import { Suppressions } from './suppression.ts';
import { isFatal } from './textProblems.ts';
import { referencesIn, type VariableReference } from './variables.ts';

/** What a setting says about a rule. */
export type RuleSetting = Severity | 'off';

export interface ValidationOptions {
  /** What Express state machines cannot do is checked only when the type is known. */
  readonly type?: StateMachineType;
  /** Severities by rule id, instead of the rules' own. */
  readonly severities?: Readonly<Record<string, RuleSetting>>;
  /** What is known from earlier versions of the text. Diagnostics then have no `location`. */
  readonly memory?: PartMemory;
}

/**
 * Checks a definition against every rule of the language and the service. Never throws; the result is sorted by place. Work grows
 * linearly with the definition. After a syntax error only the text itself is judged. Advice (information and hints) waits until
 * there is no error, so that what must be done is not lost among what could be done. At most 1,000 are given, the severest.
 */
export function validate(document: AslDocument, options: ValidationOptions = {}): Diagnostic[] {
  return finished(validateInSteps(document, options));
}

/** What work in steps comes to, done without a pause. */
export function finished<T>(steps: Generator<undefined, T>): T {
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}

/**
 * As `validate`, but yields after every few states, so that the caller can do something else in between or give up. Of the versions of a text that
 * share a memory only the newest may go on.
 */
export function* validateInSteps(
  document: AslDocument,
  options: ValidationOptions = {},
): Generator<undefined, Diagnostic[]> {
  const isReadable = !document.problems.some(isFatal);
  // The nodes of this tree are let go part by part: of a large definition they are most of the memory.
  const root = document.root?.detached();
  const validation = new Validation(document, root, options);
  const reported = isReadable ? yield* validation.everything() : validation.textOnly();
  return mostSevere(withoutEarlyAdvice(reported))
    .map((one) => toDiagnostic(one, options.memory ? undefined : { root }))
    .sort((left, right) => left.start - right.start || left.end - right.end);
}

/**
 * The errors for which a definition is not run. A comment is none of them: AWS refuses the text, but what it would do is clear, and who writes
 * comments while working wants to run nevertheless.
 */
export function runProblems(document: AslDocument, options: ValidationOptions = {}): Diagnostic[] {
  return validate(document, options).filter(({ rule, severity }) => severity === 'error' && rule !== 'json-comment');
}

/** More than anybody reads; editors drop the rest, too. */
const MOST_DIAGNOSTICS = 1000;
const SEVERITY_ORDER: readonly Severity[] = ['error', 'warning', 'information', 'hint'];
/** Rules about the text itself. */
const TEXT_RULES: ReadonlySet<string> = new Set(['syntax', 'json-comment', 'duplicate-key']);

/** One validation: the frame of the definition, its states part by part, and at last how they hang together. */
class Validation {
  private readonly byRule = new Map<Rule, FindingsOfRule>();
  private readonly document: AslDocument;
  private readonly root: SourceNode | undefined;
  private readonly options: ValidationOptions;
  private readonly suppressions: Suppressions;
  private readonly references: VariableReference[] = [];

  constructor(document: AslDocument, root: SourceNode | undefined, options: ValidationOptions) {
    this.document = document;
    this.root = root;
    this.options = options;
    this.suppressions = new Suppressions(document);
    for (const rule of RULES) {
      const setting = options.severities?.[rule.id];
      if (setting !== 'off') this.byRule.set(rule, new FindingsOfRule(rule, setting, this.suppressions.mayHold));
    }
  }

  /** What can be said of a text that is no JSON or YAML. */
  textOnly(): Reported[] {
    if (this.suppressions.mayHold) this.suppressions.add(this.context('definition'));
    const whole = this.context('states');
    for (const state of this.context('frame').outermost) whole.addState(state, STRUCTURE_ONLY);
    for (const [rule, findings] of this.byRule) if (TEXT_RULES.has(rule.id)) findings.check(whole);
    return this.shown();
  }

  *everything(): Generator<undefined, Reported[]> {
    const frame = this.context('frame');
    const whole = this.context('states');
    this.checkByThemselves(frame);
    whole.addStructureOf(frame);
    // What is silenced may change without a change of the part.
    const memory = this.suppressions.mayHold ? undefined : this.options.memory;
    const recall = memory?.recall(this.document.text, this.conditions(frame));
    for (const part of partsOf(frame.outermost)) {
      this.checkPart(part, whole, recall);
      yield;
    }
    recall?.end();
    whole.references = this.references;
    for (const [rule, findings] of this.byRule) {
      if (rule.reach !== 'definition') continue;
      findings.check(whole);
      yield;
    }
    return this.shown();
  }

  private checkPart(part: Part, whole: ValidationContext, recall: PartRecall | undefined): void {
    const known = recall?.of(part);
    const context = this.context('states');
    for (const state of part.states) context.addState(state, known ? STRUCTURE_ONLY : undefined);
    whole.addStructureOf(context);
    if (known) for (const one of known) this.byRule.get(one.rule)!.add(one);
    else {
      const { reported, isConnected } = this.checkByThemselves(context);
      if (!isConnected) recall?.keep(part, reported);
    }
    forget(context);
  }

  /** Asks the rules that judge states by themselves. What variables they read and assign connects states with others. */
  private checkByThemselves(context: ValidationContext): { reported: Reported[]; isConnected: boolean } {
    const reported: Reported[] = [];
    if (this.suppressions.mayHold) this.suppressions.add(context);
    for (const [rule, findings] of this.byRule) if (rule.reach !== 'definition') findings.check(context, reported);
    const references = referencesIn(context);
    this.references.push(...references);
    return { reported, isConnected: references.length > 0 || context.fieldsHolding('assignments').length > 0 };
  }

  /** Everything outside of a part on which the findings in it depend. */
  private conditions({ machine, type }: ValidationContext): string {
    return JSON.stringify([machine?.language, type, this.document.problems.length > 0, this.options.severities]);
  }

  private context(extent: ContextExtent): ValidationContext {
    return new ValidationContext(this.document, this.options.type, this.root, extent);
  }

  /** Of each severity the first ones, in the order of the rules. */
  private shown(): Reported[] {
    const counts: Record<Severity, number> = { error: 0, warning: 0, information: 0, hint: 0 };
    const shown: Reported[] = [];
    for (const { reported } of this.byRule.values()) {
      for (const one of reported) {
        if (counts[one.severity] >= MOST_DIAGNOSTICS || this.suppressions.silences(one.rule.id, one.finding.at))
          continue;
        counts[one.severity]++;
        shown.push(one);
      }
    }
    return shown;
  }
}

/** What one rule found so far. */
class FindingsOfRule {
  readonly reported: Reported[] = [];
  private readonly counts: Record<Severity, number> = { error: 0, warning: 0, information: 0, hint: 0 };
  private readonly rule: Rule;
  private readonly setting: Severity | undefined;
  private readonly most: number;

  constructor(rule: Rule, setting: Severity | undefined, maySilence: boolean) {
    this.rule = rule;
    this.setting = setting;
    this.most = maySilence ? Number.POSITIVE_INFINITY : MOST_DIAGNOSTICS;
  }

  /** Asks the rule; `all` gets also the findings that are too many to be shown. */
  check(context: ValidationContext, all?: Reported[]): void {
    const { rule, setting } = this;
    rule.check(context, (finding) => {
      const one = { rule, finding, severity: setting ?? finding.severity ?? rule.severity };
      all?.push(one);
      this.add(one);
    });
  }

  add(one: Reported): void {
    if (this.counts[one.severity] >= this.most) return;
    this.counts[one.severity]++;
    this.reported.push(one);
  }
}

/** What is kept of a part are its states and transitions: their nodes need not keep the rest of it. */
function forget(context: ValidationContext): void {
  for (const { node } of context.states) node.forget();
  for (const { object } of context.fieldsHolding('stateName')) object.node.forget();
}

function mostSevere(reported: Reported[]): Reported[] {
  if (reported.length <= MOST_DIAGNOSTICS) return reported;
  return SEVERITY_ORDER.flatMap((severity) => reported.filter((one) => one.severity === severity)).slice(
    0,
    MOST_DIAGNOSTICS,
  );
}

function withoutEarlyAdvice(reported: Reported[]): Reported[] {
  if (!reported.some(({ severity }) => severity === 'error')) return reported;
  return reported.filter(({ severity }) => severity === 'error' || severity === 'warning');
}

/** `places` is absent when nobody wants to know how the service names places. */
function toDiagnostic({ rule, finding, severity, part }: Reported, places?: { root?: SourceNode }): Diagnostic {
  const { at, code, where, related, ...rest } = finding;
  const shift = part?.start ?? 0;
  return {
    rule: rule.id,
    ...rest,
    ...(related ? { related: shift === 0 ? related : related.map((place) => shifted(place, shift)) } : {}),
    severity,
    code: code === null ? undefined : (code ?? rule.code),
    ...(where && places ? { location: awsLocation(where, places.root) } : {}),
    start: at.start + shift,
    end: at.end + shift,
  };
}

function shifted(place: RelatedPlace, by: number): RelatedPlace {
  return { ...place, start: place.start + by, end: place.end + by };
}
