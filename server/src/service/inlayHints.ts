import type { InlayHint } from 'vscode-languageserver';
import { objectFact } from '../../../runtime/src/asl/fields.ts';
import type { SourceRange } from '../../../runtime/src/source/document.ts';
import { numberOf, type TypedObject } from '../../../runtime/src/validation/model.ts';
import type { DocumentAnalysis } from './analysis.ts';
import { toRange } from './positions.ts';

export interface InlayHintOptions {
  /** How long each retry waits. */
  readonly retryDelays: boolean;
  /** Values that the service assumes for fields of retriers which are not written. */
  readonly defaults: boolean;
}

const SHOWN_DELAYS = 5;

/** Hints at the retriers within a range. */
export function inlayHintsIn(analysis: DocumentAnalysis, range: SourceRange, options: InlayHintOptions): InlayHint[] {
  if (!options.retryDelays && !options.defaults) return [];
  const hints: InlayHint[] = [];
  for (const { context, document } of analysis.definitions) {
    for (const retrier of context.objects('retrier')) {
      const anchor = retrier.fields.ErrorEquals?.valueNode;
      if (!anchor || anchor.end < range.start || anchor.end > range.end) continue;
      const parts = [options.retryDelays ? delays(retrier) : '', options.defaults ? assumedValues(retrier) : ''].filter(
        Boolean,
      );
      if (parts.length === 0) continue;
      const position = toRange(document, { start: anchor.end, end: anchor.end }).start;
      hints.push({ position, label: parts.join(' · '), paddingLeft: true });
    }
  }
  return hints;
}

/** The delays of a retrier (Amazon States Language, Retrying after error): interval times rate to the power of the retry, at most the maximum. */
function delays({ fields }: TypedObject<'retrier'>): string {
  const facts = objectFact('retrier').fields;
  const given = (name: keyof typeof fields): number =>
    numberOf(fields[name]?.valueNode) ?? (facts[name]?.assumed as number | undefined) ?? Number.NaN;
  const attempts = given('MaxAttempts');
  const maximum = numberOf(fields.MaxDelaySeconds?.valueNode) ?? Number.POSITIVE_INFINITY;
  if (!(attempts >= 1)) return attempts === 0 ? 'no retry' : '';
  let delay = given('IntervalSeconds');
  let total = 0;
  const shown: string[] = [];
  for (let attempt = 0; attempt < Math.min(attempts, 1_000); attempt++) {
    const wait = Math.min(delay, maximum);
    total += wait;
    if (shown.length < SHOWN_DELAYS) shown.push(duration(wait));
    delay *= given('BackoffRate');
  }
  const isLonger = attempts > SHOWN_DELAYS;
  const sum = attempts > 1 && attempts <= 1_000 ? `, ${duration(total)} in all` : '';
  return `retries after ${shown.join(', ')}${isLonger ? ' …' : ''}${sum}`;
}

function assumedValues({ node }: TypedObject<'retrier'>): string {
  return Object.entries(objectFact('retrier').fields)
    .filter(([name, fact]) => fact.assumed !== undefined && !node.property(name))
    .map(([name, fact]) => `${name}: ${fact.assumed}`)
    .join(', ');
}

function duration(seconds: number): string {
  const rounded = Math.round(seconds * 100) / 100;
  if (rounded < 120) return `${rounded} s`;
  if (rounded < 7_200) return `${Math.round(rounded / 6) / 10} min`;
  return rounded < 172_800 ? `${Math.round(rounded / 360) / 10} h` : `${Math.round(rounded / 8_640) / 10} d`;
}
