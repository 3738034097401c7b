import type { IncomingMessage } from 'node:http';
import { isIPv4 } from 'node:net';
import { ServiceError } from '../api/serviceError.ts';

/**
 * Refuses what a web page could send: a page reaches a loopback server through a name of its own that resolves to 127.0.0.1 (DNS rebinding: the
 * Host header tells), or directly from another origin (the Origin header tells). SDKs and the AWS CLI send neither.
 */
export function refuseForeign(request: IncomingMessage): void {
  const { host, origin } = request.headers;
  if (host === undefined || !isLoopbackName(hostName(host))) {
    throw new ServiceError(
      'AccessDeniedException',
      `This endpoint answers on loopback names only, not on '${host ?? ''}'.`,
    );
  }
  if (origin !== undefined) {
    throw new ServiceError('AccessDeniedException', `This endpoint does not answer web pages (origin '${origin}').`);
  }
}

/** `localhost`, its subdomains, 127.0.0.0/8 and ::1; SDKs put `sync-` in front for StartSyncExecution and TestState. */
export function isLoopbackName(name: string): boolean {
  const plain = name.toLowerCase().replace(/^sync-/, '');
  if (plain === 'localhost' || plain.endsWith('.localhost') || plain === '[::1]' || plain === '::1') return true;
  return isIPv4(plain) && plain.startsWith('127.');
}

function hostName(host: string): string {
  return host.startsWith('[') ? host.slice(0, host.indexOf(']') + 1) : (host.split(':')[0] ?? '');
}
