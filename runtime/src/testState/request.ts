import type { InspectionData } from './inspection.ts';

/** A TestState request. Members named like JSON data hold JSON text, as the API has them. */
export interface TestStateRequest {
  /** A state, or a whole machine together with `stateName`. */
  readonly definition: string;
  readonly stateName?: string;
  readonly roleArn?: string;
  readonly input?: string;
  readonly inspectionLevel?: 'INFO' | 'DEBUG' | 'TRACE';
  readonly revealSecrets?: boolean;
  readonly variables?: string;
  readonly context?: string;
  readonly mock?: TestStateMock;
  readonly stateConfiguration?: TestStateConfiguration;
}

export interface TestStateMock {
  readonly result?: string;
  readonly errorOutput?: { readonly error?: string; readonly cause?: string };
  readonly fieldValidationMode?: 'STRICT' | 'PRESENT' | 'NONE';
}

export interface TestStateConfiguration {
  readonly retrierRetryCount?: number;
  readonly errorCausedByState?: string;
  readonly mapIterationFailureCount?: number;
  /** JSON text of the items that the ItemReader would read. */
  readonly mapItemReaderData?: string;
}

export interface TestStateResponse {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'RETRIABLE' | 'CAUGHT_ERROR';
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly nextState?: string;
  readonly inspectionData?: InspectionData;
}

/** A request that the service refuses; `name` is the AWS error code. */
export class TestStateError extends Error {
  constructor(code: 'ValidationException' | 'InvalidDefinition' | 'InvalidExecutionInput', message: string) {
    super(message);
    this.name = code;
  }
}
