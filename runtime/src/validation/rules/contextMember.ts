import { contextMember as findMember } from '../../asl/contextObject.ts';
import type { ValidationContext } from '../context.ts';
import { unknownMember } from '../contextMessages.ts';
import type { Finding } from '../diagnostic.ts';
import { jsonPathUses } from '../jsonPathUses.ts';
import { Suggestions } from '../nearest.ts';
import type { Rule } from '../rule.ts';

export const contextMember: Rule = {
  id: 'context-member',
  severity: 'warning',
  doc: 'A path into the context object that names a member it does not have. The path finds nothing and the execution fails. Correct the name.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    const suggestions = new Suggestions();
    const right = new Set<string>();
    for (const { node, where, text, paths } of jsonPathUses(context).uses) {
      if (!text.includes('$$') || right.has(text)) continue;
      let isRight = true;
      for (const { path, offset } of paths) {
        if (path.root !== 'context') continue;
        const names: string[] = [];
        for (const segment of path.segments) {
          if (segment.kind !== 'property' || segment.names.length !== 1) break;
          names.push(segment.names[0]!);
        }
        const { unknownAt, siblings } = findMember(names);
        if (unknownAt === undefined) continue;
        isRight = false;
        const segment = path.segments[unknownAt]!;
        const similar = suggestions.for(names[unknownAt]!, siblings);
        const start = offset + segment.offset + (path.text[segment.offset] === '.' ? 1 : 0);
        report({
          at: node.rangeOf(start, offset + segment.offset + segment.length),
          where,
          message: unknownMember(names[unknownAt]!, similar, siblings),
          data: { kind: 'rename', names: similar },
        });
      }
      if (isRight) right.add(text);
    }
  },
};
