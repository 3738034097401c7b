import { validateStateMachineDefinition } from '../../../validation/aws.ts';
import { type Operation, operation } from '../api/operation.ts';
import { required } from '../api/shapes.ts';
import { Definition, StateMachineType, ValidationMaxResults, ValidationSeverity } from '../api/types.ts';

/** ValidateStateMachineDefinition: what can be asked of a definition without a machine. */
export const definitionOperations: readonly Operation[] = [
  operation(
    'ValidateStateMachineDefinition',
    {
      definition: required(Definition),
      type: StateMachineType,
      severity: ValidationSeverity,
      maxResults: ValidationMaxResults,
    },
    (_service, request) => validateStateMachineDefinition(request),
  ),
];
