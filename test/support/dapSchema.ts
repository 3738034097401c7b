import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { Ajv, type ValidateFunction } from 'ajv';

/** The published schema of the Debug Adapter Protocol. */
const FILE = path.resolve(import.meta.dirname, '../dap/fixtures/debugAdapterProtocol.json');

let ajv: Ajv | undefined;
let names: ReadonlySet<string> = new Set();
const validators = new Map<string, ValidateFunction>();

/** What the published schema says against a message; nothing when the message is right. Our own messages (`asl/...`) have no schema. */
export function schemaProblems(message: DebugProtocol.ProtocolMessage): string[] {
  const name = definitionOf(message);
  const validate = name && validatorOf(name);
  if (!validate) return message.type === 'event' && name ? [`there is no ${name}`] : [];
  if (validate(message)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message: text }) => `${name}${instancePath}: ${text} in ${JSON.stringify(message)}`,
  );
}

function definitionOf(message: DebugProtocol.ProtocolMessage): string | undefined {
  if (message.type === 'event') {
    const { event } = message as DebugProtocol.Event;
    return event.startsWith('asl/') ? undefined : `${capital(event)}Event`;
  }
  const { command } = message as DebugProtocol.Request | DebugProtocol.Response;
  if (command.startsWith('asl/')) return undefined;
  if (message.type === 'request') return `${capital(command)}Request`;
  return (message as DebugProtocol.Response).success ? `${capital(command)}Response` : 'ErrorResponse';
}

/** Nothing for a message that the protocol does not have: clients send such to see what happens. */
function validatorOf(name: string): ValidateFunction | undefined {
  let validate = validators.get(name);
  if (!validate) {
    if (!ajv) {
      ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
      const { $schema: _draft, ...schema } = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, unknown>;
      ajv.addSchema(schema, 'dap');
      names = new Set(Object.keys(schema.definitions as object));
    }
    if (!names.has(name)) return undefined;
    validate = ajv.compile({ $ref: `dap#/definitions/${name}` });
    validators.set(name, validate);
  }
  return validate;
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
