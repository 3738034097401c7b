import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { sdkPackage } from './sdkPackages.ts';

/** The client package of a service is not there. */
export class MissingSdk extends Error {}

/** Exports of a client package: the client, and a class for each command. */
export type SdkModule = Readonly<Record<string, new (argument: object) => object>>;

/** Where packages that are not the workspace's own are kept, and who brings them there. */
export interface SdkStore {
  /** Its `node_modules` is looked at after those of the workspace. */
  readonly folder: string;
  /** Puts a package there. Absent when the user has not asked for that: nothing is ever installed silently. */
  readonly install?: (packageName: string) => Promise<void>;
}

/**
 * Loads the client of a service from the workspace's own node_modules, at any level above the folder, or from the store. Rejects with MissingSdk, whose
 * message says what to do.
 */
export async function loadSdkClient(folder: string, service: string, store: SdkStore | undefined): Promise<SdkModule> {
  // The name comes from a definition: it must lead nowhere but to a package of the AWS SDK.
  if (!/^[a-z0-9]+$/.test(service)) throw new MissingSdk(`'${service}' is no service of the AWS SDK.`);
  const name = sdkPackage(service);
  const home = homeOf(name, folder) ?? (store && homeOf(name, store.folder)) ?? (await installed(name, folder, store));
  const file = createRequire(path.join(home, 'package.json')).resolve(name);
  return (await import(pathToFileURL(file).href)) as SdkModule;
}

/** The nearest folder whose node_modules has the package. */
function homeOf(name: string, folder: string): string | undefined {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    if (existsSync(path.join(at, 'node_modules', name, 'package.json'))) return at;
    if (at === path.dirname(at)) return undefined;
  }
}

async function installed(name: string, folder: string, store: SdkStore | undefined): Promise<string> {
  const byHand = `Install it in ${folder} (npm install --save-dev ${name})`;
  if (!store?.install) {
    const bySelf = store ? ', run again with --install-sdk to have it kept outside the project' : '';
    throw new MissingSdk(`The AWS SDK's package ${name} is not installed. ${byHand}${bySelf}, or mock the state.`);
  }
  try {
    await store.install(name);
  } catch (error) {
    throw new MissingSdk(`${name} could not be installed in ${store.folder}: ${(error as Error).message} ${byHand}.`);
  }
  if (homeOf(name, store.folder) === undefined) {
    throw new MissingSdk(`${name} is not in ${store.folder} although it was installed there. ${byHand}.`);
  }
  return store.folder;
}
