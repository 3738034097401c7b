import { ALL_ERRORS, RESERVED_ERRORS, reservedError, SERVICE_ERRORS } from '../../asl/errors.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { textOf } from '../model.ts';
import { editDistance, Suggestions } from '../nearest.ts';
import { either } from '../places.ts';
import type { Rule } from '../rule.ts';

export const errorName: Rule = {
  id: 'error-name',
  severity: 'warning',
  doc: 'An error name that looks like a misspelt reserved name ("States.Timout"). The service takes any text, so the entry silently never applies. Correct the name.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const { value } of context.fieldsHolding('errorNames')) {
      for (const item of value?.items ?? []) {
        const name = textOf(item);
        if (name === undefined || KNOWN.has(name)) continue;
        const meant = meantBy(name);
        if (meant.length === 0) continue;
        report({
          at: item,
          message: `There is no error "${name}". Did you mean ${either(meant)}?`,
          data: { kind: 'rename', names: meant },
        });
      }
    }
  },
};

const RESERVED = RESERVED_ERRORS.map(({ name }) => name);
const LAMBDA = SERVICE_ERRORS.lambda!;
const KNOWN: ReadonlySet<string> = new Set([...RESERVED, ...LAMBDA]);
/** What other languages call all errors. */
const WILDCARD = /^(?:\*|all|any)$/i;

/** Names stand in many states; what was found out about them is kept, of so many. */
const MOST_ANSWERS = 1000;
const answers = new Map<string, readonly string[]>();

function meantBy(name: string): readonly string[] {
  let answer = answers.get(name);
  if (!answer) {
    if (answers.size >= MOST_ANSWERS) answers.clear();
    answer = findMeant(name);
    answers.set(name, answer);
  }
  return answer;
}

function findMeant(name: string): readonly string[] {
  if (WILDCARD.test(name)) return [ALL_ERRORS];
  if (/^lambda\./i.test(name)) return LAMBDA.filter((known) => isSlip(name, known));
  if (!/^states?\./i.test(name) || reservedError(name)) return [];
  return new Suggestions().for(name, RESERVED).filter((candidate) => isClose(name, candidate));
}

/** One letter in a long name, or its case: functions throw errors of all names. */
function isSlip(name: string, known: string): boolean {
  return name.toLowerCase() === known.toLowerCase() || editDistance(name, known, 1) <= 1;
}

/** Custom names that begin with "States." exist in practice; only small slips are reported. */
function isClose(name: string, candidate: string): boolean {
  if (Math.abs(name.length - candidate.length) > 2) return false;
  return (
    candidate.startsWith(name) ||
    name.startsWith(candidate) ||
    name.slice(-3).toLowerCase() === candidate.slice(-3).toLowerCase()
  );
}
