import { isObject, type Json, type JsonObject } from '../asl/json.ts';

/** What an EventBridge connection adds to a request. Values of the connection win over those of the state. */
export interface Connection {
  readonly headers: Readonly<Record<string, string>>;
  readonly queryParameters: Readonly<Record<string, string>>;
  readonly bodyParameters: JsonObject;
  readonly oauth?: OAuth;
}

/** Client credentials grant of OAuth 2. */
export interface OAuth {
  readonly endpoint: string;
  readonly method: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/**
 * Reads `connections` of a configuration, by the connection's name or ARN: `{"basic": {"username", "password"}}`, `{"apiKey": {"name", "value"}}`,
 * `{"oauth": {"endpoint", "clientId", "clientSecret"}}`, each with `headers`, `queryParameters` and `bodyParameters`. A text says what is wrong.
 */
export function readConnections(value: Json): ReadonlyMap<string, Connection> | string {
  if (!isObject(value)) return '"connections" must be an object of connections by name.';
  const connections = new Map<string, Connection>();
  for (const [name, written] of Object.entries(value)) {
    if (!isObject(written)) return `connections.${name} must be an object.`;
    const read = readConnection(name, written);
    if (typeof read === 'string') return read;
    connections.set(name, read);
  }
  return connections;
}

/** The connection of that ARN: by the ARN itself, or by the name in `arn:aws:events:region:account:connection/NAME/ID`. */
export function connectionOf(connections: ReadonlyMap<string, Connection>, arn: string): Connection | undefined {
  return connections.get(arn) ?? connections.get(/:connection\/([^/]+)/.exec(arn)?.[1] ?? '');
}

const MEMBERS = ['basic', 'apiKey', 'oauth', 'headers', 'queryParameters', 'bodyParameters'];

function readConnection(name: string, written: JsonObject): Connection | string {
  const unknown = Object.keys(written).find((member) => !MEMBERS.includes(member));
  if (unknown) return `connections.${name} has no "${unknown}". It may have: ${MEMBERS.join(', ')}.`;
  const wrong = Object.entries(written).find(([, member]) => !isObject(member));
  if (wrong) return `connections.${name}.${wrong[0]} must be an object.`;
  const { basic, apiKey, oauth, headers = {}, queryParameters = {}, bodyParameters = {} } = written;
  const all: Record<string, string> = texts(headers);
  if (isObject(basic)) {
    all.Authorization = `Basic ${Buffer.from(`${basic.username ?? ''}:${basic.password ?? ''}`).toString('base64')}`;
  }
  if (isObject(apiKey)) all[String(apiKey.name)] = String(apiKey.value);
  return {
    headers: all,
    queryParameters: texts(queryParameters),
    bodyParameters: bodyParameters as JsonObject,
    ...(isObject(oauth) ? { oauth: readOAuth(oauth) } : {}),
  };
}

function readOAuth(written: JsonObject): OAuth {
  const text = (name: string, fallback = '') => (typeof written[name] === 'string' ? written[name] : fallback);
  return {
    endpoint: text('endpoint'),
    method: text('method', 'POST'),
    clientId: text('clientId'),
    clientSecret: text('clientSecret'),
  };
}

function texts(value: Json): Record<string, string> {
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, String(member)]));
}
