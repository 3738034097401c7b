import { variableReferences } from '../../../validation/variableReferences.ts';
import { epochSeconds, type Operation, operation } from '../api/operation.ts';
import { ServiceError, validationException } from '../api/serviceError.ts';
import { required } from '../api/shapes.ts';
import {
  Arn,
  Definition,
  Description,
  EncryptionConfiguration,
  Flag,
  IncludedData,
  LoggingConfiguration,
  Name,
  PageSize,
  PageToken,
  StateMachineType,
  TagList,
  TracingConfiguration,
} from '../api/types.ts';
import { type ParsedArn, parseMachineArn, stateMachineArn } from '../arns.ts';
import { assertValidDefinition, labelledDefinition } from '../definitions.ts';
import { page } from '../pagination.ts';
import { requireValidName } from '../service.ts';
import type { Revision, StateMachine } from '../store/model.ts';
import type { MachineConfiguration } from '../store/records.ts';
import { configurationOf, requireValidConfiguration } from './configuration.ts';
import { checkedTags } from './tags.ts';
import { publishVersion } from './versions.ts';

/** CreateStateMachine, UpdateStateMachine, DescribeStateMachine, DeleteStateMachine, ListStateMachines. */
export const stateMachineOperations: readonly Operation[] = [
  operation(
    'CreateStateMachine',
    {
      name: required(Name),
      definition: required(Definition),
      roleArn: required(Arn),
      type: StateMachineType,
      loggingConfiguration: LoggingConfiguration,
      tracingConfiguration: TracingConfiguration,
      encryptionConfiguration: EncryptionConfiguration,
      tags: TagList,
      publish: Flag,
      versionDescription: Description,
    },
    async (service, request) => {
      requireValidName(request.name);
      requireArnText(request.roleArn);
      requirePublishFor(request.versionDescription, request.publish);
      const arn = stateMachineArn(service.scope, request.name);
      const machineType = request.type ?? 'STANDARD';
      const configuration = configurationOf(request);
      requireValidConfiguration(configuration);
      const tags = checkedTags(arn, request.tags);
      const existing = service.store.machines.get(arn);
      if (existing) return repeatedCreation(existing, request.definition, machineType, configuration, request.publish);
      assertValidDefinition(request.definition, machineType);
      const time = service.now();
      service.store.commit({
        type: 'stateMachineRevised',
        arn,
        name: request.name,
        machineType,
        revisionId: service.newId(),
        definition: request.definition,
        roleArn: request.roleArn,
        configuration,
        time,
      });
      if (tags.length > 0) service.store.commit({ type: 'tagged', arn, tags });
      const version = request.publish ? publishVersion(service, arn, request.versionDescription) : undefined;
      await service.store.durable();
      return { stateMachineArn: arn, creationDate: epochSeconds(time), stateMachineVersionArn: version?.arn };
    },
  ),

  operation(
    'UpdateStateMachine',
    {
      stateMachineArn: required(Arn),
      definition: Definition,
      roleArn: Arn,
      loggingConfiguration: LoggingConfiguration,
      tracingConfiguration: TracingConfiguration,
      encryptionConfiguration: EncryptionConfiguration,
      publish: Flag,
      versionDescription: Description,
    },
    async (service, request) => {
      const machine = service.machine(parseMachineArn(request.stateMachineArn, 'stateMachine'));
      const { definition, roleArn, loggingConfiguration, tracingConfiguration, encryptionConfiguration } = request;
      if (!(definition || roleArn || loggingConfiguration || tracingConfiguration || encryptionConfiguration)) {
        throw new ServiceError(
          'MissingRequiredParameter',
          'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
        );
      }
      requirePublishFor(request.versionDescription, request.publish);
      if (roleArn !== undefined) requireArnText(roleArn);
      const configuration = { ...machine.revision.configuration, ...configurationOf(request) };
      requireValidConfiguration(configuration);
      if (definition !== undefined) assertValidDefinition(definition, machine.type);
      const revisionId = service.newId();
      const time = service.now();
      service.store.commit({
        type: 'stateMachineRevised',
        arn: machine.arn,
        name: machine.name,
        machineType: machine.type,
        revisionId,
        definition: definition ?? machine.revision.definition,
        roleArn: roleArn ?? machine.revision.roleArn,
        configuration,
        time,
      });
      const version = request.publish ? publishVersion(service, machine.arn, request.versionDescription) : undefined;
      await service.store.durable();
      return { updateDate: epochSeconds(time), revisionId, stateMachineVersionArn: version?.arn };
    },
  ),

  operation(
    'DescribeStateMachine',
    { stateMachineArn: required(Arn), includedData: IncludedData },
    (service, request) => {
      const parsed = parseMachineArn(request.stateMachineArn, 'stateMachine', 'qualified', 'labelled');
      const machine = service.machine(parsed);
      const revision = service.revisionFor(machine, parsed);
      const version = [...machine.versions.values()].find((candidate) => candidate.arn === parsed.arn);
      return {
        stateMachineArn: parsed.arn,
        name: machine.name,
        status: 'ACTIVE',
        type: machine.type,
        creationDate: epochSeconds(version?.creationTime ?? machine.creationTime),
        description: version?.description,
        label: parsed.kind === 'labelled' ? parsed.label : undefined,
        ...describeRevision(revision, parsed, request.includedData),
        revisionId: machine.updated ? revision.id : undefined,
      };
    },
  ),

  operation('DeleteStateMachine', { stateMachineArn: required(Arn) }, async (service, request) => {
    const { arn } = parseMachineArn(request.stateMachineArn, 'stateMachine');
    if (!service.store.machines.has(arn)) return {};
    const running = service.store.executionsOf(arn).filter(({ ended }) => !ended);
    service.store.commit({ type: 'stateMachineDeleted', arn });
    // AWS ends them at their next transition (API reference); a state that waits would keep them until then.
    await Promise.all(running.map((entry) => service.executions.deliver(entry.arn, { kind: 'stop' })));
    await service.store.durable();
    return {};
  }),

  operation('ListStateMachines', { maxResults: PageSize, nextToken: PageToken }, (service, request) => {
    const machines = [...service.store.machines.values()];
    const found = page(machines, (machine) => machine.arn, 'stateMachines', request, service.now());
    return {
      stateMachines: found.items.map((machine) => ({
        stateMachineArn: machine.arn,
        name: machine.name,
        type: machine.type,
        creationDate: epochSeconds(machine.creationTime),
      })),
      nextToken: found.nextToken,
    };
  }),
];

/** Members that DescribeStateMachine and DescribeStateMachineForExecution have in common. */
export function describeRevision(revision: Revision, parsed: ParsedArn, included: string | undefined): object {
  const definition =
    parsed.kind === 'labelled' ? labelledDefinition(revision, parsed.label, parsed.arn) : revision.definition;
  const { loggingConfiguration, tracingConfiguration, encryptionConfiguration } = revision.configuration;
  const whole = included !== 'METADATA_ONLY';
  return {
    // The model requires the member; where the caller did not want it, it is this (API reference).
    definition: whole ? definition : '{}',
    roleArn: revision.roleArn,
    loggingConfiguration: { level: 'OFF', includeExecutionData: false, ...loggingConfiguration },
    tracingConfiguration: { enabled: false, ...tracingConfiguration },
    encryptionConfiguration,
    variableReferences: whole ? variableReferencesOf(definition) : undefined,
  };
}

/** Absent when nothing is referenced (recorded on AWS). */
function variableReferencesOf(definition: string): object | undefined {
  const references = variableReferences(definition);
  return Object.keys(references).length === 0 ? undefined : references;
}

/** Creating a machine again with the same properties is no error; role and tags do not count, the text of the definition does. */
function repeatedCreation(
  existing: StateMachine,
  definition: string,
  type: string,
  configuration: MachineConfiguration,
  publish: boolean | undefined,
): object {
  const same =
    existing.revision.definition === definition &&
    existing.type === type &&
    JSON.stringify(existing.revision.configuration) === JSON.stringify(configuration);
  if (!same) throw new ServiceError('StateMachineAlreadyExists', `State Machine Already Exists: '${existing.arn}'`);
  return {
    stateMachineArn: existing.arn,
    creationDate: epochSeconds(existing.creationTime),
    stateMachineVersionArn: publish ? [...existing.versions.values()].at(-1)?.arn : undefined,
  };
}

function requirePublishFor(versionDescription: string | undefined, publish: boolean | undefined): void {
  if (versionDescription !== undefined && !publish) {
    throw validationException('Version description can only be set when publish is true');
  }
}

function requireArnText(arn: string): void {
  if (!arn.startsWith('arn:')) throw new ServiceError('InvalidArn', `Invalid Role Arn: '${arn}'`);
}
