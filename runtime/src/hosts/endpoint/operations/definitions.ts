import { testState } from '../../../index.ts';
import { TestStateError } from '../../../testState/request.ts';
import { validateStateMachineDefinition } from '../../../validation/aws.ts';
import { type Operation, operation } from '../api/operation.ts';
import { ServiceError } from '../api/serviceError.ts';
import { required } from '../api/shapes.ts';
import {
  Arn,
  Definition,
  Flag,
  InspectionLevel,
  MockInput,
  SensitiveData,
  StateMachineType,
  StateName,
  TestStateConfiguration,
  ValidationMaxResults,
  ValidationSeverity,
} from '../api/types.ts';
import { assertShallow } from '../definitions.ts';

/** ValidateStateMachineDefinition and TestState: what can be asked of a definition without a machine. */
export const definitionOperations: readonly Operation[] = [
  operation(
    'ValidateStateMachineDefinition',
    {
      definition: required(Definition),
      type: StateMachineType,
      severity: ValidationSeverity,
      maxResults: ValidationMaxResults,
    },
    (_service, request) => {
      assertShallow(request.definition);
      return validateStateMachineDefinition(request);
    },
  ),

  operation(
    'TestState',
    {
      definition: required(Definition),
      roleArn: Arn,
      input: SensitiveData,
      inspectionLevel: InspectionLevel,
      revealSecrets: Flag,
      variables: SensitiveData,
      stateName: StateName,
      mock: MockInput,
      context: SensitiveData,
      stateConfiguration: TestStateConfiguration,
    },
    async (service, request) => {
      assertShallow(request.definition);
      try {
        return await testState(request, { tasks: service.tasks });
      } catch (error) {
        if (error instanceof TestStateError) throw new ServiceError(error.name, error.message);
        throw error;
      }
    },
  ),
];
