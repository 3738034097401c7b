import type { IntegrationPattern } from '../../../../runtime/src/asl/resources.ts';
import { OPTIMIZED_INTEGRATIONS, sdkPrefixes, sdkService } from '../../../../runtime/src/asl/serviceData.ts';
import type { CompletionContext, Suggestions } from './context/completionContext.ts';
import { fieldText } from './position/fieldNames.ts';
import { ITEM_KIND } from './rendering/kinds.ts';
import { hole, text } from './rendering/sketch.ts';
import { RANK, type Suggestion } from './rendering/suggestion.ts';

const OPTIMIZED = 'arn:aws:states:::';
const SDK = `${OPTIMIZED}aws-sdk:`;
/** Beside the optimized integrations so many actions of the SDK are offered for a word. */
const MOST_SDK_MATCHES = 40;
const SHORTEST_WORD = 3;
const MOST_STATES = 500;

const PATTERN_DETAIL: Readonly<Record<IntegrationPattern, string>> = {
  '': 'request response',
  '.sync': 'run a job',
  '.sync:2': 'run a job, output as JSON',
  '.waitForTaskToken': 'wait for callback',
};

/** What a Resource can name. The list depends on what is typed: the SDK has thousands of actions. */
export function resources(context: CompletionContext): Suggestions | undefined {
  const { value, position } = context;
  if (value?.is !== 'value' || value.inside.length > 0) return undefined;
  const { holds, arns } = value.field.fact;
  if (arns) return { items: arns.map((arn) => resource(arn, '', RANK.normal)) };
  if (holds !== 'resource') return undefined;
  const written = position.token.content.slice(0, position.token.cursor);
  const partition = OTHER_PARTITION.exec(written)?.[1];
  if (!partition) return offered(written, context);
  const { items, isIncomplete } = offered(written.replace(partition, COMMON_PARTITION), context);
  return { isIncomplete, items: items.map((item) => inPartition(item, partition)) };
}

const COMMON_PARTITION = 'aws';
const OTHER_PARTITION = /^arn:(aws-[a-z-]+):/;

/** The same integration where the ARNs begin in another way: in China, for governments. */
function inPartition(item: Suggestion, partition: string): Suggestion {
  const { label, insert } = item;
  const moved = (arn: string) => arn.replace(/^arn:aws:/, `arn:${partition}:`);
  if (insert.as !== 'value' || typeof insert.value !== 'string') return item;
  return { ...item, label: moved(label), insert: { ...insert, value: moved(insert.value) } };
}

function offered(typed: string, context: CompletionContext): Suggestions {
  if (typed.startsWith(SDK)) return { items: sdkItems(typed, context), isIncomplete: true };
  return {
    isIncomplete: true,
    items: [
      ...declared(context),
      ...usedElsewhere(context),
      lambdaFunction(),
      ...optimized(context),
      { ...resource(SDK, 'AWS SDK integrations', RANK.unlikely), topic: undefined, suggestAgain: true },
      ...sdkMatches(typed),
    ],
  };
}

function optimized(context: CompletionContext): Suggestion[] {
  return OPTIMIZED_INTEGRATIONS.flatMap(({ service, action, patterns }) =>
    patterns
      .filter((pattern) => pattern === '' || !isExpress(context))
      .map((pattern) => resource(`${OPTIMIZED}${service}:${action}${pattern}`, PATTERN_DETAIL[pattern], RANK.normal)),
  );
}

/** Express machines wait neither for jobs nor for callbacks. */
function isExpress({ workspace }: CompletionContext): boolean {
  return workspace.machineType === 'EXPRESS';
}

function sdkItems(typed: string, context: CompletionContext): Suggestion[] {
  const prefix = typed.slice(SDK.length).split(':')[0]!;
  const service = typed.length > SDK.length + prefix.length ? sdkService(prefix) : undefined;
  if (!service) {
    return sdkPrefixes().map((name) => ({
      ...resource(`${SDK}${name}:`, 'AWS SDK integration', RANK.normal),
      suggestAgain: true,
    }));
  }
  return [...service.actions.keys()].flatMap((action) => {
    const arn = `${SDK}${prefix}:${action}`;
    const plain = resource(arn, `${prefix}, AWS SDK`, RANK.normal);
    if (isExpress(context)) return [plain];
    return [plain, resource(`${arn}.waitForTaskToken`, PATTERN_DETAIL['.waitForTaskToken'], RANK.normal + 1)];
  });
}

/** Actions of the SDK in which a typed word occurs. */
function sdkMatches(typed: string): Suggestion[] {
  const word = typed.toLowerCase();
  if (word.length < SHORTEST_WORD || word.startsWith('arn') || !/^[a-z0-9]+$/.test(word)) return [];
  const found: Suggestion[] = [];
  for (const prefix of sdkPrefixes()) {
    for (const action of sdkService(prefix)?.actions.keys() ?? []) {
      if (!`${prefix}${action}`.toLowerCase().includes(word)) continue;
      found.push(resource(`${SDK}${prefix}:${action}`, 'AWS SDK', RANK.unlikely));
      if (found.length >= MOST_SDK_MATCHES) return found;
    }
  }
  return found;
}

/** Functions that templates of the workspace declare. */
function declared({ workspace }: CompletionContext): Suggestion[] {
  return workspace.resources
    .filter(({ kind }) => kind === 'function')
    .map(({ name, reference, detail }) => ({
      label: typeof reference === 'string' ? reference : name,
      kind: ITEM_KIND.reference,
      detail: `function ${name} ${detail}`,
      rank: RANK.first,
      insert: { as: 'value', value: reference },
    }));
}

/** Functions and activities that other tasks of the same scope call. */
function usedElsewhere({ place, position }: CompletionContext): Suggestion[] {
  const own = position.token.content;
  const arns = new Set<string>();
  for (const { valueNode } of place.scopes.at(-1)?.states?.properties?.slice(0, MOST_STATES) ?? []) {
    const arn = fieldText(valueNode, 'Resource');
    if (arn && arn !== own && !arn.startsWith(OPTIMIZED)) arns.add(arn);
  }
  return [...arns].map((arn) => resource(arn, 'used in this definition', RANK.likely));
}

function lambdaFunction(): Suggestion {
  return {
    label: 'arn:aws:lambda:…:function:…',
    kind: ITEM_KIND.snippet,
    detail: 'ARN of a Lambda function',
    rank: RANK.unlikely,
    filter: 'arn:aws:lambda:function',
    insert: {
      as: 'value',
      value: text('arn:aws:lambda:', hole('us-east-1'), ':', hole('123456789012'), ':function:', hole('name')),
    },
  };
}

/** The ARNs that the documentation of a field names. */
function resource(arn: string, detail: string, rank: number): Suggestion {
  return {
    label: arn,
    kind: ITEM_KIND.resource,
    detail,
    topic: { about: 'resource', arn },
    rank,
    insert: { as: 'value', value: arn },
  };
}
