import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { taskUses } from '../integration.ts';
import {
  type GivenParameters,
  givenParameters,
  type IntegrationCall,
  integrationCall,
  isMisspelt,
  normalised,
} from '../integrationCall.ts';
import { Suggestions } from '../nearest.ts';
import { both, either } from '../places.ts';
import type { Rule } from '../rule.ts';

export const missingParameter: Rule = {
  id: 'missing-parameter',
  severity: 'error',
  code: 'SCHEMA_VALIDATION_FAILED',
  doc: 'A parameter without which the integration cannot be called. The service refuses the definition. Add the parameter, with ".$" in JSONPath when its value comes from a path.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    const suggestions = new Suggestions();
    const complete = new Set<ReadonlySet<string>>();
    for (const use of taskUses(context)) {
      const call = integrationCall(use);
      const given = call && givenParameters(use, call);
      if (!call || !given || complete.has(given.names)) continue;
      // A misspelt name is reported as such.
      const isGiven = (name: string) =>
        given.names.has(normalised(name, call)) || isMisspelt(name, given, call, suggestions);
      const missing = call.required.filter((name) => !isGiven(name));
      const lacksAll = call.alternatives.length > 0 && !call.alternatives.some(isGiven);
      // Calls that give the same parameters share the set of their names.
      if (missing.length === 0 && !lacksAll) complete.add(given.names);
      if (missing.length > 0) report(needs(given, call, both(missing), missing));
      if (lacksAll) report(needs(given, call, either(call.alternatives), call.alternatives));
    }
  },
};

function needs(given: GivenParameters, call: IntegrationCall, what: string, names: readonly string[]): Finding {
  return {
    at: given.property.keyNode,
    where: given.property.keyNode,
    // What the APIs themselves require is not always required by the service.
    severity: call.isSdk ? 'warning' : 'error',
    code: call.isSdk ? null : undefined,
    message: `${call.name} needs ${what}.`,
    awsMessage: `The field "${names[0]}" is required but was missing`,
    data: { kind: 'add', fields: names },
  };
}
