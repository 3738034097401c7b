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
    const tags = request.tags.map((tag) => [tag.key ?? '', tag.value ?? ''] as const);
    if (tags.some(([key]) => key.startsWith('aws:'))) {
      throw validationException("Tag keys may not begin with 'aws:'.");
    }
    if (new Map([...service.store.tagsOf(arn), ...tags]).size > MOST_TAGS) throw tooManyTags(arn);
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

function taggable(service: Service, arn: string): string {
  parseArn(arn);
  if (service.store.machines.has(arn) || service.store.activities.has(arn)) return arn;
  throw resourceNotFound(arn);
}
