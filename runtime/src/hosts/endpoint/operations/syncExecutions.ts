import { epochSeconds, type Operation, operation } from '../api/operation.ts';
import { stateMachineTypeNotSupported } from '../api/serviceError.ts';
import { required } from '../api/shapes.ts';
import { Arn, IncludedData, Name, SensitiveData, TraceHeader } from '../api/types.ts';
import { expressExecutionArn, parseMachineArn } from '../arns.ts';
import { requireValidName } from '../service.ts';
import { parseInput } from './executions.ts';

/** StartSyncExecution: runs an Express machine and answers with its end. Nothing is recorded: the answer is all there is. */
export const syncExecutionOperations: readonly Operation[] = [
  operation(
    'StartSyncExecution',
    {
      stateMachineArn: required(Arn),
      name: Name,
      input: SensitiveData,
      traceHeader: TraceHeader,
      includedData: IncludedData,
    },
    async (service, request, call) => {
      if (request.name !== undefined) requireValidName(request.name);
      const input = parseInput(request.input);
      const parsed = parseMachineArn(request.stateMachineArn, 'stateMachine', 'qualified', 'testCase');
      const machine = service.machine(parsed);
      if (machine.type !== 'EXPRESS') throw stateMachineTypeNotSupported();
      const { revision } = service.route(machine, parsed);
      const name = request.name ?? service.newId();
      const arn = expressExecutionArn(machine.arn, name, service.newId());
      const execution = await service.executions.runSynchronously(
        { arn, name, revision, input, testCase: parsed.kind === 'testCase' ? parsed.testCase : undefined },
        call.signal,
      );
      const stopTime = execution.stopTime ?? service.now();
      const whole = request.includedData !== 'METADATA_ONLY';
      const succeeded = execution.status === 'SUCCEEDED';
      return {
        executionArn: arn,
        stateMachineArn: parsed.arn,
        name,
        startDate: epochSeconds(execution.startTime),
        stopDate: epochSeconds(stopTime),
        status: execution.status === 'ABORTED' ? 'FAILED' : execution.status,
        error: whole ? execution.error : undefined,
        cause: whole ? execution.cause : undefined,
        input: whole ? JSON.stringify(input) : undefined,
        inputDetails: { included: whole },
        output: whole && succeeded ? JSON.stringify(execution.output ?? null) : undefined,
        outputDetails: succeeded ? { included: whole } : undefined,
        traceHeader: request.traceHeader,
        billingDetails: {
          billedMemoryUsedInMB: BILLED_MEMORY_MB,
          billedDurationInMilliseconds: Math.max(1, Math.ceil((stopTime - execution.startTime) / 100)) * 100,
        },
      };
    },
  ),
];

/** The smallest chunk that AWS bills. */
const BILLED_MEMORY_MB = 64;
