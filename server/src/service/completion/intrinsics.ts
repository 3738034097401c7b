import { INTRINSICS, STRING_INTRINSICS } from '../../../../runtime/src/asl/intrinsics.ts';
import type { CompletionContext, Suggestions } from './context/completionContext.ts';
import { intrinsicCursor } from './expression/intrinsicText.ts';
import { signatureOf } from './knowledge/documentation.ts';
import { acceptsIntrinsic } from './position/paths.ts';
import { ITEM_KIND } from './rendering/kinds.ts';
import { hole, text } from './rendering/sketch.ts';
import { RANK } from './rendering/suggestion.ts';

/** Intrinsic functions where a `.$` value or an argument of a function begins. */
export function intrinsics({ place, position, value }: CompletionContext): Suggestions | undefined {
  if (value?.is !== 'value' || !acceptsIntrinsic(place, value, position.key)) return undefined;
  const { content, cursor: offset, quote } = position.token;
  const cursor = intrinsicCursor(content, offset);
  const isBeginning = content.slice(0, cursor.start).trim() === '' || cursor.call !== undefined;
  if (cursor.inText || cursor.inPath || !isBeginning) return undefined;
  const wantsText = value.field.fact.holds === 'pathOrIntrinsic' && cursor.call === undefined;
  const isFresh = content === '' && quote === '';
  return {
    items: INTRINSICS.filter(({ name }) => !wantsText || STRING_INTRINSICS.has(name)).map((fact) => {
      const takesArguments = fact.maximum > 0;
      return {
        label: fact.name,
        kind: ITEM_KIND.function,
        detail: signatureOf(fact),
        topic: { about: 'intrinsic', name: fact.name },
        rank: RANK.unlikely,
        insert: isFresh
          ? { as: 'value', value: takesArguments ? text(`${fact.name}(`, hole(), ')') : `${fact.name}()` }
          : {
              as: 'part',
              text: fact.name,
              from: cursor.start,
              to: cursor.end,
              call: takesArguments ? 'arguments' : 'empty',
            },
      };
    }),
  };
}
