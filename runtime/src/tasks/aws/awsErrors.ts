import { optimizedIntegration, sdkService } from '../../asl/serviceData.ts';
import type { TaskCall, TaskFailure } from '../../interpreter/environment.ts';
import { optimizedService } from './optimizedServices.ts';
import { MissingSdk } from './sdkLoader.ts';
import { upperFirst } from './sdkSchema.ts';

/** What the SDK's errors hold beside their name. */
interface SdkError extends Error {
  readonly $fault?: string;
  readonly $metadata?: {
    readonly httpStatusCode?: number;
    readonly requestId?: string;
    readonly extendedRequestId?: string;
    readonly attempts?: number;
  };
}

/**
 * A failed AWS call as Step Functions reports it: error names and the tail of the cause differ between optimized integrations (SDK for Java 1) and SDK
 * integrations (SDK for Java 2); both as recorded on AWS.
 */
export function awsFailure(call: TaskCall, service: string, thrown: unknown): TaskFailure {
  const error = thrown as SdkError;
  if (thrown instanceof MissingSdk) return { type: 'failure', error: 'States.Runtime', cause: thrown.message };
  const isSdk = call.target.resourceType.startsWith('aws-sdk:');
  if (error.$metadata?.httpStatusCode === undefined) return unreachable(call, service, isSdk, error);
  return isSdk ? sdkFailure(service, error) : optimizedFailure(call, error);
}

function sdkFailure(service: string, error: SdkError): TaskFailure {
  const known = sdkService(service);
  const prefix = known?.errorPrefix ?? upperFirst(service);
  const name = `${prefix}.${withException(error.name)}`;
  const modelled = known === undefined || known.errors.includes(name);
  const { httpStatusCode, requestId, extendedRequestId, attempts = 1 } = error.$metadata!;
  const extended = extendedRequestId === undefined ? '' : `, Extended Request ID: ${extendedRequestId}`;
  const tail = `(Service: ${prefix}, Status Code: ${httpStatusCode}, Request ID: ${requestId ?? ''}${extended})`;
  return {
    type: 'failure',
    error: modelled ? name : known.genericError,
    cause: `${error.message} ${tail} (SDK Attempt Count: ${attempts})`,
  };
}

function optimizedFailure(call: TaskCall, error: SdkError): TaskFailure {
  const { resourceType, action } = call.target;
  const { sdk, label, genericError } = optimizedService(resourceType);
  const prefix = optimizedIntegration(resourceType, action)?.errorPrefix ?? upperFirst(resourceType);
  const name = withException(error.name);
  const modelled = sdkService(sdk)?.errors.some((known) => known.endsWith(`.${name}`)) ?? true;
  const { httpStatusCode, requestId } = error.$metadata!;
  const tail = `(Service: ${label}; Status Code: ${httpStatusCode}; Error Code: ${error.name}; Request ID: ${requestId ?? ''}; Proxy: null)`;
  return { type: 'failure', error: `${prefix}.${modelled ? name : genericError}`, cause: `${error.message} ${tail}` };
}

/** No answer came: no network, no credentials, no such host. */
function unreachable(call: TaskCall, service: string, isSdk: boolean, error: Error): TaskFailure {
  const prefix = isSdk
    ? (sdkService(service)?.errorPrefix ?? upperFirst(service))
    : (optimizedIntegration(call.target.resourceType, call.target.action)?.errorPrefix ?? upperFirst(service));
  const reason = error.message || (error as NodeJS.ErrnoException).code || error.name;
  return { type: 'failure', error: `${prefix}.SdkClientException`, cause: `Unable to execute HTTP request: ${reason}` };
}

/** Java's names of errors end in Exception. */
function withException(name: string): string {
  return name.endsWith('Exception') ? name : `${name.replace(/Error$/, '')}Exception`;
}
