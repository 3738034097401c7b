import { type Operation, operation } from '../api/operation.ts';
import { resourceNotFound, tooManyTags, validationException } from '../api/serviceError.ts';
import { required } from '../api/shapes.ts';
import { Arn, TagKeyList, TagList } from '../api/types.ts';
import { parseArn } from '../arns.ts';
import type { Service } from '../service.ts';

const MOST_TAGS = 50;

/** TagResource, UntagResource, ListTagsForResource: on state machines and activities, not on versions and aliases. */
export const tagOperations: readonly Operation[] = [
  operation('TagResource', { resourceArn: required(Arn), tags: required(TagList) }, async (service, request) => {
    const arn = taggable(service, request.resourceArn);
    const tags = checkedTags(arn, request.tags, service.store.tagsOf(arn));
    service.store.commit({ type: 'tagged', arn, tags });
    await service.store.durable();
    return {};
  }),

  operation(
    'UntagResource',
    { resourceArn: required(Arn), tagKeys: required(TagKeyList) },
    async (service, request) => {
      const arn = taggable(service, request.resourceArn);
      service.store.commit({ type: 'untagged', arn, keys: request.tagKeys });
      await service.store.durable();
      return {};
    },
  ),

  operation('ListTagsForResource', { resourceArn: required(Arn) }, (service, request) => {
    const tags = service.store.tagsOf(taggable(service, request.resourceArn));
    return { tags: [...tags].map(([key, value]) => ({ key, value })) };
  }),
];

/** Tags as they are kept, beside those that the resource has. Throws what AWS answers to tags that it does not take. */
export function checkedTags(
  arn: string,
  tags: readonly { readonly key?: string; readonly value?: string }[] = [],
  present: Iterable<readonly [string, string]> = [],
): readonly (readonly [string, string])[] {
  const pairs = tags.map((tag) => [tag.key ?? '', tag.value ?? ''] as const);
  if (pairs.some(([key]) => key.startsWith('aws:'))) throw validationException("Tag keys may not begin with 'aws:'.");
  if (new Map([...present, ...pairs]).size > MOST_TAGS) throw tooManyTags(arn);
  return pairs;
}

function taggable(service: Service, arn: string): string {
  parseArn(arn);
  if (service.store.machines.has(arn) || service.store.activities.has(arn)) return arn;
  throw resourceNotFound(arn);
}
