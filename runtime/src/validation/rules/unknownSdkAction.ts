import { sdkPrefixes, sdkService } from '../../asl/serviceData.ts';
import { unrecognized } from '../awsMessages.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { taskUses } from '../integration.ts';
import { Suggestions } from '../nearest.ts';
import { either } from '../places.ts';
import type { Rule } from '../rule.ts';

export const unknownSdkAction: Rule = {
  id: 'unknown-sdk-action',
  severity: 'hint',
  doc: "An AWS SDK integration that is not in the data of this tool. Services and actions are new every week, so this may be right; if it is a misspelling, the service refuses the definition. Check the name: the service is the SDK's name of it, the action begins with a small letter.",
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    const suggestions = new Suggestions();
    for (const { node, where, text, resource } of taskUses(context)) {
      if (resource?.kind !== 'aws-sdk') continue;
      const { service, action } = resource;
      const known = sdkService(service);
      if (known?.actions.has(action)) continue;
      const wrong = known ? action : service;
      const similar = suggestions.for(wrong, known ? known.actions.keys() : sdkPrefixes());
      const start = text.lastIndexOf(wrong, known ? text.length : text.length - action.length - 1);
      const isCaseSlip = similar[0]?.toLowerCase() === wrong.toLowerCase();
      report({
        at: node.rangeOf(start, start + wrong.length),
        where,
        severity: isCaseSlip ? 'error' : 'hint',
        code: isCaseSlip ? 'SCHEMA_VALIDATION_FAILED' : null,
        awsMessage: unrecognized(text),
        message: `${known ? `"${service}" has no action "${action}"` : `There is no service "${service}"`} in the data of this tool.${similar.length > 0 ? ` Did you mean ${either(similar)}?` : ''}`,
        data: { kind: 'rename', names: similar },
      });
    }
  },
};
