import { epochSeconds, type Operation, operation } from '../api/operation.ts';
import { activityDoesNotExist, ServiceError } from '../api/serviceError.ts';
import { required } from '../api/shapes.ts';
import { Arn, EncryptionConfiguration, Name, PageSize, PageToken, TagList } from '../api/types.ts';
import { activityArn, parseArn } from '../arns.ts';
import { page } from '../pagination.ts';
import { requireValidName, type Service } from '../service.ts';
import type { Activity } from '../store/model.ts';
import type { EncryptionSettings } from '../store/records.ts';
import { requireKeyForType } from './configuration.ts';
import { checkedTags } from './tags.ts';

/** How long GetActivityTask waits for a task before it answers that there is none. */
const LONG_POLL = 60_000;
const MOST_POLLERS = 1000;

/** CreateActivity, DescribeActivity, DeleteActivity, ListActivities, GetActivityTask. */
export const activityOperations: readonly Operation[] = [
  operation(
    'CreateActivity',
    { name: required(Name), tags: TagList, encryptionConfiguration: EncryptionConfiguration },
    async (service, request) => {
      requireValidName(request.name);
      const arn = activityArn(service.scope, request.name);
      const { name, encryptionConfiguration } = request;
      const tags = checkedTags(arn, request.tags);
      requireKeyForType(encryptionConfiguration);
      const existing = service.store.activities.get(arn);
      if (existing) return repeatedCreation(existing, encryptionConfiguration);
      const time = service.now();
      service.store.commit({ type: 'activityCreated', arn, name, encryptionConfiguration, time });
      if (tags.length > 0) service.store.commit({ type: 'tagged', arn, tags });
      await service.store.durable();
      return { activityArn: arn, creationDate: epochSeconds(time) };
    },
  ),

  operation('DescribeActivity', { activityArn: required(Arn) }, (service, request) => {
    const activity = existingActivity(service, request.activityArn);
    return { ...activityListItem(activity), encryptionConfiguration: activity.encryptionConfiguration };
  }),

  operation('DeleteActivity', { activityArn: required(Arn) }, async (service, request) => {
    const { arn } = parseArn(request.activityArn, 'activity');
    if (service.store.activities.has(arn)) service.store.commit({ type: 'activityDeleted', arn });
    await service.store.durable();
    return {};
  }),

  operation('ListActivities', { maxResults: PageSize, nextToken: PageToken }, (service, request) => {
    const activities = [...service.store.activities.values()];
    const found = page(activities, (activity) => activity.arn, 'activities', request, service.now());
    return { activities: found.items.map(activityListItem), nextToken: found.nextToken };
  }),

  operation('GetActivityTask', { activityArn: required(Arn), workerName: Name }, async (service, request, call) => {
    const { arn } = existingActivity(service, request.activityArn);
    const { activities } = service.executions;
    if (activities.pollers(arn) >= MOST_POLLERS) {
      throw new ServiceError('ActivityWorkerLimitExceeded', `More than ${MOST_POLLERS} workers poll '${arn}'`);
    }
    const signal = AbortSignal.any([call.signal, AbortSignal.timeout(LONG_POLL)]);
    const task = await activities.take(arn, request.workerName, signal);
    await service.store.durable();
    return task ? { taskToken: task.token, input: JSON.stringify(task.call.input) } : {};
  }),
];

/** Creating an activity again is no error, as long as its encryption stays as it is; tags do not count (API reference). */
function repeatedCreation(existing: Activity, encryption: EncryptionSettings | undefined): object {
  if (JSON.stringify(existing.encryptionConfiguration) !== JSON.stringify(encryption)) {
    const problem = 'Activity already exists. EncryptionConfiguration may not be updated.';
    throw new ServiceError('ActivityAlreadyExists', problem);
  }
  return { activityArn: existing.arn, creationDate: epochSeconds(existing.creationTime) };
}

function existingActivity(service: Service, arn: string): Activity {
  parseArn(arn, 'activity');
  const activity = service.store.activities.get(arn);
  if (!activity) throw activityDoesNotExist(arn);
  return activity;
}

function activityListItem(activity: Activity): object {
  return { activityArn: activity.arn, name: activity.name, creationDate: epochSeconds(activity.creationTime) };
}
