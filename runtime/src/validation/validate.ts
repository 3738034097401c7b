import type { AslDocument } from '../source/document.ts';
import type { SourceNode } from '../source/node.ts';
import { type StateMachineType, ValidationContext } from './context.ts';
import type { Diagnostic, Finding, Severity } from './diagnostic.ts';
import { awsLocation } from './location.ts';
import type { Rule } from './rule.ts';
import { RULES } from './rules.ts';
import { Suppressions } from './suppression.ts';
import { isFatal } from './textProblems.ts';

/** What a setting says about a rule. */
export type RuleSetting = Severity | 'off';

export interface ValidationOptions {
  /** What Express state machines cannot do is checked only when the type is known. */
  readonly type?: StateMachineType;
  /** Severities by rule id, instead of the rules' own. */
  readonly severities?: Readonly<Record<string, RuleSetting>>;
}

/**
 * Checks a definition against every rule of the language and the service. Never throws; the result is sorted by place. Work grows
 * linearly with the definition. After a syntax error only the text itself is judged. Advice (information and hints) waits until
 * there is no error, so that what must be done is not lost among what could be done. At most 1,000 are given, the severest.
 */
export function validate(document: AslDocument, options: ValidationOptions = {}): Diagnostic[] {
  return validateContext(new ValidationContext(document, options.type), options);
}

/** As validate, for a definition that was walked already; the type is that of the context. */
export function validateContext(
  context: ValidationContext,
  options: Pick<ValidationOptions, 'severities'> = {},
): Diagnostic[] {
  const { document } = context;
  const suppressions = new Suppressions(document, context);
  const isReadable = !document.problems.some(isFatal);
  const reported: Reported[] = [];
  const counts: Record<Severity, number> = { error: 0, warning: 0, information: 0, hint: 0 };
  for (const rule of RULES) {
    if (!isReadable && !TEXT_RULES.has(rule.id)) continue;
    const setting = options.severities?.[rule.id];
    if (setting === 'off') continue;
    rule.check(context, (finding) => {
      const severity = setting ?? finding.severity ?? rule.severity;
      // Of each severity no more than the first ones can be shown.
      if (counts[severity] >= MOST_DIAGNOSTICS || suppressions.silences(rule.id, finding.at)) return;
      counts[severity]++;
      reported.push({ rule, finding, severity });
    });
  }
  return mostSevere(withoutEarlyAdvice(reported))
    .map((one) => toDiagnostic(one, document.root))
    .sort((left, right) => left.start - right.start || left.end - right.end);
}

/** A finding before anybody knows whether it will be shown: of thousands most are not. */
interface Reported {
  readonly rule: Rule;
  readonly finding: Finding;
  readonly severity: Severity;
}

/** More than anybody reads; editors drop the rest, too. */
const MOST_DIAGNOSTICS = 1000;
const SEVERITY_ORDER: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

function mostSevere(reported: Reported[]): Reported[] {
  if (reported.length <= MOST_DIAGNOSTICS) return reported;
  return SEVERITY_ORDER.flatMap((severity) => reported.filter((one) => one.severity === severity)).slice(
    0,
    MOST_DIAGNOSTICS,
  );
}

/**
 * The errors for which a definition is not run. A comment is none of them: AWS refuses the text, but what it would do is clear, and who writes
 * comments while working wants to run nevertheless.
 */
export function runProblems(document: AslDocument, options: ValidationOptions = {}): Diagnostic[] {
  return validate(document, options).filter(({ rule, severity }) => severity === 'error' && rule !== 'json-comment');
}

/** Rules about the text itself. */
const TEXT_RULES: ReadonlySet<string> = new Set(['syntax', 'json-comment', 'duplicate-key']);

function withoutEarlyAdvice(reported: Reported[]): Reported[] {
  if (!reported.some(({ severity }) => severity === 'error')) return reported;
  return reported.filter(({ severity }) => severity === 'error' || severity === 'warning');
}

function toDiagnostic({ rule, finding, severity }: Reported, root: SourceNode | undefined): Diagnostic {
  const { at, code, where, ...rest } = finding;
  return {
    rule: rule.id,
    ...rest,
    severity,
    code: code === null ? undefined : (code ?? rule.code),
    ...(where ? { location: awsLocation(where, root) } : {}),
    start: at.start,
    end: at.end,
  };
}
