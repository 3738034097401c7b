import { epochSeconds, type Operation, operation } from '../api/operation.ts';
import { conflict, ServiceError, validationException } from '../api/serviceError.ts';
import { required } from '../api/shapes.ts';
import { Arn, Description, LongArn, PageSize, PageToken, RevisionId } from '../api/types.ts';
import { parseArn } from '../arns.ts';
import { page } from '../pagination.ts';
import type { Service } from '../service.ts';
import type { Version } from '../store/model.ts';

const MOST_VERSIONS = 1000;

/** PublishStateMachineVersion, DeleteStateMachineVersion, ListStateMachineVersions. */
export const versionOperations: readonly Operation[] = [
  operation(
    'PublishStateMachineVersion',
    { stateMachineArn: required(Arn), revisionId: RevisionId, description: Description },
    async (service, request) => {
      const machine = service.machine(parseArn(request.stateMachineArn, 'stateMachine'));
      const current = machine.updated ? machine.revision.id : 'INITIAL';
      if (request.revisionId !== undefined && request.revisionId !== current) {
        throw conflict(
          `Failed to publish the State Machine version for revision ${request.revisionId}. The current State Machine revision is ${current}.`,
        );
      }
      const version = publishVersion(service, machine.arn, request.description);
      await service.store.durable();
      return { creationDate: epochSeconds(version.creationTime), stateMachineVersionArn: version.arn };
    },
  ),

  operation('DeleteStateMachineVersion', { stateMachineVersionArn: required(LongArn) }, async (service, request) => {
    const parsed = parseArn(request.stateMachineVersionArn, 'stateMachine', 'qualified');
    if (parsed.kind !== 'qualified' || !/^\d+$/.test(parsed.qualifier)) {
      throw validationException('The resource ARN must be a state machine version ARN.');
    }
    const machine = service.store.machines.get(parsed.arn.slice(0, -parsed.qualifier.length - 1));
    const referencing = [...(machine?.aliases.values() ?? [])].filter((alias) =>
      alias.routes.some((route) => route.stateMachineVersionArn === parsed.arn),
    );
    if (referencing.length > 0) {
      const names = referencing.map((alias) => alias.name).join(', ');
      throw conflict(
        `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${names}]`,
      );
    }
    if (machine?.versions.has(Number(parsed.qualifier))) {
      service.store.commit({ type: 'versionDeleted', arn: parsed.arn });
      await service.store.durable();
    }
    return {};
  }),

  operation(
    'ListStateMachineVersions',
    { stateMachineArn: required(Arn), nextToken: PageToken, maxResults: PageSize },
    (service, request) => {
      const machine = service.machine(parseArn(request.stateMachineArn, 'stateMachine'));
      const newestFirst = [...machine.versions.values()].reverse();
      const found = page(newestFirst, (version) => version.arn, `versions ${machine.arn}`, request, service.now());
      return {
        stateMachineVersions: found.items.map((version) => ({
          stateMachineVersionArn: version.arn,
          creationDate: epochSeconds(version.creationTime),
        })),
        nextToken: found.nextToken,
      };
    },
  ),
];

/** Publishes the machine's present revision. Publishing a revision again gives the version that exists. */
export function publishVersion(service: Service, machineArn: string, description: string | undefined): Version {
  const machine = service.machine(parseArn(machineArn, 'stateMachine'));
  const newest = [...machine.versions.values()].at(-1);
  if (newest && newest.revision === machine.revision) return newest;
  if (machine.versions.size >= MOST_VERSIONS) {
    throw new ServiceError(
      'ServiceQuotaExceededException',
      `The state machine has ${MOST_VERSIONS} versions. Delete some of them before you publish another.`,
    );
  }
  const number = machine.lastVersion + 1;
  service.store.commit({
    type: 'versionPublished',
    arn: `${machine.arn}:${number}`,
    machineArn: machine.arn,
    number,
    revisionId: machine.revision.id,
    description,
    time: service.now(),
  });
  return service.machine(parseArn(machineArn, 'stateMachine')).versions.get(number)!;
}
