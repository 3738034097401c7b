import { ServiceError } from '../api/serviceError.ts';
import type { EncryptionSettings, LoggingSettings, MachineConfiguration } from '../store/records.ts';

/** What requests say of logging, tracing and encryption. The endpoint keeps it and gives it back; it writes no logs and encrypts nothing. */
export function configurationOf(request: MachineConfiguration): MachineConfiguration {
  const { loggingConfiguration, tracingConfiguration, encryptionConfiguration } = request;
  return {
    ...(loggingConfiguration && { loggingConfiguration }),
    ...(tracingConfiguration && { tracingConfiguration }),
    ...(encryptionConfiguration && { encryptionConfiguration }),
  };
}

/** Throws what AWS answers to a configuration that it does not take. */
export function requireValidConfiguration({
  loggingConfiguration,
  encryptionConfiguration,
}: MachineConfiguration): void {
  requireLogDestination(loggingConfiguration);
  requireKeyForType(encryptionConfiguration);
}

/** Throws InvalidEncryptionConfiguration: a key of one's own is named, that of AWS cannot be (API reference, EncryptionConfiguration). */
export function requireKeyForType(configuration: EncryptionSettings | undefined): void {
  if (!configuration) return;
  const { type, kmsKeyId, kmsDataKeyReusePeriodSeconds } = configuration;
  if (type === 'CUSTOMER_MANAGED_KMS_KEY' && kmsKeyId === undefined) {
    throw invalidEncryption('kmsKeyId must be specified for CUSTOMER_MANAGED_KMS_KEY');
  }
  if (type === 'AWS_OWNED_KEY' && (kmsKeyId ?? kmsDataKeyReusePeriodSeconds) !== undefined) {
    throw invalidEncryption('kmsKeyId and kmsDataKeyReusePeriodSeconds must not be specified for AWS_OWNED_KEY');
  }
}

/** Logging at any level but OFF needs exactly one log group (recorded on AWS). */
function requireLogDestination(logging: LoggingSettings | undefined): void {
  if (!logging || (logging.level ?? 'OFF') === 'OFF' || logging.destinations?.length === 1) return;
  throw new ServiceError(
    'InvalidLoggingConfiguration',
    'Invalid Logging Configuration: Must specify exactly one Log Destination.',
  );
}

function invalidEncryption(problem: string): ServiceError {
  return new ServiceError('InvalidEncryptionConfiguration', `Invalid Encryption Configuration: ${problem}`);
}
