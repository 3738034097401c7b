import { epochSeconds, type Operation, operation } from '../api/operation.ts';
import { conflict, resourceNotFound, ServiceError, validationException } from '../api/serviceError.ts';
import { required } from '../api/shapes.ts';
import { AliasName, Arn, Description, PageSize, PageToken, RoutingConfigurationList } from '../api/types.ts';
import { type ParsedArn, parseArn, unqualifiedArn } from '../arns.ts';
import { page } from '../pagination.ts';
import type { Service } from '../service.ts';
import type { Alias, StateMachine } from '../store/model.ts';
import type { Route } from '../store/records.ts';

const MOST_ALIASES = 100;

/** CreateStateMachineAlias, UpdateStateMachineAlias, DescribeStateMachineAlias, DeleteStateMachineAlias, ListStateMachineAliases. */
export const aliasOperations: readonly Operation[] = [
  operation(
    'CreateStateMachineAlias',
    { name: required(AliasName), routingConfiguration: required(RoutingConfigurationList), description: Description },
    async (service, request) => {
      const machine = routedMachine(service, request.routingConfiguration);
      const arn = `${machine.arn}:${request.name}`;
      const existing = machine.aliases.get(request.name);
      if (existing) return repeatedAlias(existing, request.routingConfiguration, request.description);
      if (machine.aliases.size >= MOST_ALIASES) {
        throw new ServiceError('ServiceQuotaExceededException', `The state machine has ${MOST_ALIASES} aliases.`);
      }
      const time = service.now();
      service.store.commit({
        type: 'aliasPut',
        arn,
        name: request.name,
        machineArn: machine.arn,
        description: request.description,
        routes: request.routingConfiguration,
        time,
      });
      await service.store.durable();
      return { stateMachineAliasArn: arn, creationDate: epochSeconds(time) };
    },
  ),

  operation(
    'UpdateStateMachineAlias',
    { stateMachineAliasArn: required(Arn), description: Description, routingConfiguration: RoutingConfigurationList },
    async (service, request) => {
      const alias = existingAlias(service, request.stateMachineAliasArn);
      if (request.description === undefined && request.routingConfiguration === undefined) {
        throw validationException(
          'Either the description or the routing configuration must be specified',
          'MISSING_REQUIRED_PARAMETER',
        );
      }
      if (request.routingConfiguration) routedMachine(service, request.routingConfiguration, alias.machineArn);
      const time = service.now();
      service.store.commit({
        type: 'aliasPut',
        arn: alias.arn,
        name: alias.name,
        machineArn: alias.machineArn,
        description: request.description ?? alias.description,
        routes: request.routingConfiguration ?? alias.routes,
        time,
      });
      await service.store.durable();
      return { updateDate: epochSeconds(time) };
    },
  ),

  operation('DescribeStateMachineAlias', { stateMachineAliasArn: required(Arn) }, (service, request) => {
    const alias = existingAlias(service, request.stateMachineAliasArn);
    return {
      stateMachineAliasArn: alias.arn,
      name: alias.name,
      description: alias.description,
      routingConfiguration: alias.routes,
      creationDate: epochSeconds(alias.creationTime),
      updateDate: epochSeconds(alias.updateTime),
    };
  }),

  operation('DeleteStateMachineAlias', { stateMachineAliasArn: required(Arn) }, async (service, request) => {
    const alias = existingAlias(service, request.stateMachineAliasArn);
    service.store.commit({ type: 'aliasDeleted', arn: alias.arn });
    await service.store.durable();
    return {};
  }),

  operation(
    'ListStateMachineAliases',
    { stateMachineArn: required(Arn), nextToken: PageToken, maxResults: PageSize },
    (service, request) => {
      const parsed = parseArn(request.stateMachineArn, 'stateMachine', 'qualified');
      const machine = service.machine(parsed);
      const aliases = [...machine.aliases.values()].filter(
        (alias) =>
          parsed.kind === 'stateMachine' || alias.routes.some((route) => route.stateMachineVersionArn === parsed.arn),
      );
      const found = page(aliases, (alias) => alias.arn, `aliases ${parsed.arn}`, request, service.now());
      return {
        stateMachineAliases: found.items.map((alias) => ({
          stateMachineAliasArn: alias.arn,
          creationDate: epochSeconds(alias.creationTime),
        })),
        nextToken: found.nextToken,
      };
    },
  ),
];

function existingAlias(service: Service, arn: string): Alias {
  const parsed = parseArn(arn, 'stateMachine', 'qualified');
  const alias =
    parsed.kind === 'qualified'
      ? service.store.machines.get(unqualifiedArn(parsed))?.aliases.get(parsed.qualifier)
      : undefined;
  if (!alias) throw resourceNotFound();
  return alias;
}

/** The machine whose versions the routes name. Checks the routing configuration (messages as recorded on AWS). */
function routedMachine(service: Service, routes: readonly Route[], expected?: string): StateMachine {
  const arns = routes.map((route) => route.stateMachineVersionArn);
  const received = `[${arns.join(', ')}]`;
  const parsed = arns.map((arn) => parseArn(arn, 'stateMachine', 'qualified'));
  if (!parsed.every((arn) => isVersion(arn))) {
    throw invalidRouting(`Routing configuration must contain state machine version ARNs. Received: ${received}`);
  }
  if (new Set(arns).size < arns.length) {
    throw invalidRouting(
      `Routing configuration must contain distinct state machine version ARNs. Received: ${received}`,
    );
  }
  const weights = routes.map((route) => route.weight);
  if (weights.reduce((sum, weight) => sum + weight, 0) !== 100) {
    throw invalidRouting(`Sum of routing configuration weights must equal 100. Received: [${weights.join(', ')}]`);
  }
  const machineArns = new Set(parsed.map(unqualifiedArn));
  if (machineArns.size > 1 || (expected !== undefined && !machineArns.has(expected))) {
    throw invalidRouting(`Routing configuration must contain versions of one state machine. Received: ${received}`);
  }
  const machine = service.store.machines.get([...machineArns][0]!);
  const known =
    machine && parsed.every((arn) => arn.kind === 'qualified' && machine.versions.has(Number(arn.qualifier)));
  if (!known) throw resourceNotFound();
  return machine;
}

function isVersion(parsed: ParsedArn): boolean {
  return parsed.kind === 'qualified' && /^\d+$/.test(parsed.qualifier);
}

function invalidRouting(message: string): ServiceError {
  return validationException(message, 'INVALID_ROUTING_CONFIGURATION');
}

/** Creating an alias again with the same routes and description is no error. */
function repeatedAlias(alias: Alias, routes: readonly Route[], description: string | undefined): object {
  const same = JSON.stringify(sorted(alias.routes)) === JSON.stringify(sorted(routes));
  if (!same || alias.description !== description) {
    throw conflict(
      'Failed to create alias because an alias with the same name and a different routing configuration already exists.',
    );
  }
  return { stateMachineAliasArn: alias.arn, creationDate: epochSeconds(alias.creationTime) };
}

function sorted(routes: readonly Route[]): readonly (readonly [string, number])[] {
  return routes.map((route) => [route.stateMachineVersionArn, route.weight] as const).sort();
}
