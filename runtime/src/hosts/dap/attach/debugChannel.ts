import { readFile } from 'node:fs/promises';
import http, { type IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { isObject, type Json, type JsonObject } from '../../../asl/json.ts';
import { cannotAttach, type RequestProblem } from '../requestProblem.ts';

/** Path of the debug channel on an endpoint: a GET describes it, an upgrade to this protocol opens it. */
export const CHANNEL_PATH = '/_debug';
export const CHANNEL_PROTOCOL = 'stepwise-debug';

/** What an endpoint says of its debug channel. */
export interface ChannelDescription extends JsonObject {
  readonly protocol: typeof CHANNEL_PROTOCOL;
  /** File with the token of this run of the endpoint, readable by its owner only. */
  readonly tokenFile: string;
}

const ANSWER_MILLISECONDS = 5000;
/** More than any description has. */
const LONGEST_ANSWER = 65_536;

/** Opens the debug channel of an endpoint: DAP messages go both ways on the stream. */
export async function openChannel(endpoint: string, token: string | undefined): Promise<Duplex | RequestProblem> {
  const url = localUrl(endpoint);
  if (!(url instanceof URL)) return url;
  const described = await describe(url);
  if (!('tokenFile' in described)) return described as RequestProblem;
  const { tokenFile } = described;
  const known = token ?? (await readFile(tokenFile, 'utf8').catch(() => undefined))?.trim();
  if (known === undefined) {
    return cannotAttach(
      `The token of the endpoint at ${url.origin} cannot be read from ${tokenFile}. Run the editor as the user who runs the endpoint, or put the token into 'token' of the configuration.`,
    );
  }
  return upgrade(url, known);
}

/** The endpoint must be on this machine: an execution elsewhere cannot be held. */
function localUrl(endpoint: string): URL | RequestProblem {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    return cannotAttach(`'${endpoint}' is no URL of an endpoint, for example http://127.0.0.1:8083.`);
  }
  if (/(?:^|\.)(?:amazonaws\.com(?:\.cn)?|api\.aws)$/.test(url.hostname)) {
    return cannotAttach(
      `${url.hostname} is AWS Step Functions itself: AWS has no way to pause an execution, so nothing can be attached there. Run the state machine here with 'stepwise serve' and attach to that, or launch it with the input of the execution.`,
    );
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isLoopback = host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
  if (!isLoopback || url.protocol === 'https:') {
    return cannotAttach(
      `${url.origin} is not on this machine: the debug channel listens on loopback addresses only, over http. Start 'stepwise serve' here, or forward its port.`,
    );
  }
  return url;
}

function describe(url: URL): Promise<ChannelDescription | RequestProblem> {
  const stranger = () =>
    cannotAttach(
      `What answers at ${url.origin} has no debug channel: only endpoints of 'stepwise serve' can be attached to.`,
    );
  return new Promise((resolve) => {
    const request = http.get(
      new URL(CHANNEL_PATH, url),
      { timeout: ANSWER_MILLISECONDS, agent: false },
      async (response) => {
        const description = parsed(await textOf(response));
        const isOurs = description.protocol === CHANNEL_PROTOCOL && typeof description.tokenFile === 'string';
        resolve(isOurs ? (description as ChannelDescription) : stranger());
      },
    );
    request.on('timeout', () => request.destroy(new Error('It does not answer.')));
    request.on('error', (error) => resolve(cannotReach(url, error)));
  });
}

function upgrade(url: URL, token: string): Promise<Duplex | RequestProblem> {
  return new Promise((resolve) => {
    const request = http.get(new URL(CHANNEL_PATH, url), {
      agent: false,
      headers: { connection: 'Upgrade', upgrade: CHANNEL_PROTOCOL, authorization: `Bearer ${token}` },
    });
    request.on('upgrade', (_response, socket, head) => {
      socket.unshift(head);
      resolve(socket);
    });
    request.on('response', async (response) => {
      const { message } = parsed(await textOf(response));
      resolve(cannotAttach(`The endpoint at ${url.origin} refuses to be debugged: ${message ?? response.statusCode}`));
    });
    request.on('error', (error) => resolve(cannotReach(url, error)));
  });
}

function cannotReach(url: URL, error: Error): RequestProblem {
  return cannotAttach(
    `No endpoint answers at ${url.origin} (${error.message}). Start one with 'stepwise serve', or correct 'endpoint' in the configuration.`,
  );
}

async function textOf(response: IncomingMessage): Promise<string> {
  let text = '';
  try {
    for await (const piece of response.setEncoding('utf8')) {
      text += piece;
      if (text.length > LONGEST_ANSWER) break;
    }
  } catch {
    // What has come is looked at.
  }
  return text;
}

function parsed(text: string): JsonObject {
  try {
    const value = JSON.parse(text) as Json;
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
