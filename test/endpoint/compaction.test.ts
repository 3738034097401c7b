import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CreateStateMachineCommand } from '@aws-sdk/client-sfn';
import { build } from 'esbuild';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OPERATIONS } from '../../runtime/src/hosts/endpoint/operations/index.ts';
import { FileJournal } from '../../runtime/src/hosts/endpoint/store/fileJournal.ts';
import type { JournalRecord } from '../../runtime/src/hosts/endpoint/store/records.ts';
import { Store } from '../../runtime/src/hosts/endpoint/store/store.ts';
import { definitionOf, ROLE, testEndpoint } from '../support/endpoint.ts';
import { temporaryFolder } from '../support/serveProcess.ts';

const MACHINES = ['a', 'b', 'c'];

function open(folder: string): Store {
  const store = new Store();
  store.attach(FileJournal.open(folder, (record, position) => store.apply(record, position)).journal);
  return store;
}

/** Everything that the API shows of a store's state, and what stands in the journal about its executions. */
function stateOf(store: Store): unknown {
  const resources = [...store.machines.keys(), ...store.activities.keys()].sort();
  return {
    machines: resources.map((arn) => store.machines.get(arn)),
    activities: resources.map((arn) => store.activities.get(arn)),
    tags: resources.map((arn) => [...store.tagsOf(arn)].sort()),
    executions: [...store.executions.values()].map((entry) => ({
      arn: entry.arn,
      revision: entry.revision,
      redriveCount: entry.redriveCount,
      ended: entry.ended && { status: entry.ended.status, time: entry.ended.time },
      started: store.startOf(entry),
      stimuli: store.stimuliOf(entry),
      end: store.endOf(entry),
    })),
    ofMachines: MACHINES.map((name) => store.executionsOf(name).map(({ id }) => id)),
  };
}

/** What a client may ask for, as far as it changes the store. */
type Request =
  | { readonly kind: 'revise' | 'delete' | 'publish' | 'unpublish' | 'alias' | 'tag'; readonly machine: number }
  | { readonly kind: 'activity' | 'noActivity'; readonly name: number }
  | { readonly kind: 'start'; readonly machine: number; readonly express: boolean }
  | { readonly kind: 'stimulate' | 'end' | 'redrive'; readonly nth: number };

const machine = fc.nat(MACHINES.length - 1);
const request: fc.Arbitrary<Request> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('revise', 'revise', 'delete', 'publish', 'unpublish', 'alias', 'tag'),
    machine,
  }),
  fc.record({ kind: fc.constantFrom('activity', 'noActivity'), name: fc.nat(1) }),
  fc.record({ kind: fc.constant('start'), machine, express: fc.boolean() }),
  fc.record({ kind: fc.constantFrom('stimulate', 'end', 'end', 'redrive'), nth: fc.nat(20) }),
) as fc.Arbitrary<Request>;

/** The record that a request leads to, if it leads to one. `time` counts requests, two to a millisecond. */
function recordOf(store: Store, wish: Request, count: number): JournalRecord | undefined {
  const time = count >> 1;
  if ('name' in wish && wish.kind === 'activity')
    return { type: 'activityCreated', arn: `act${wish.name}`, name: 'x', time };
  if ('name' in wish) return { type: 'activityDeleted', arn: `act${wish.name}` };
  if ('nth' in wish) return executionRecord(store, wish.kind, wish.nth, time);
  const arn = MACHINES[wish.machine]!;
  const present = store.machines.get(arn);
  const revisionId = `r${count}`;
  if (wish.kind === 'revise') {
    const machineType = present?.type ?? (count % 3 === 0 ? 'EXPRESS' : 'STANDARD');
    const definition = `definition ${count}`;
    const rest = { definition, roleArn: 'role', configuration: {}, time };
    return { type: 'stateMachineRevised', arn, name: arn, machineType, revisionId, ...rest };
  }
  if (!present) return undefined;
  switch (wish.kind) {
    case 'delete':
      return { type: 'stateMachineDeleted', arn };
    case 'publish': {
      const number = present.lastVersion + 1;
      const version = { arn: `${arn}:${number}`, machineArn: arn, number, revisionId: present.revision.id, time };
      return { type: 'versionPublished', ...version };
    }
    case 'unpublish':
      return { type: 'versionDeleted', arn: `${arn}:${present.lastVersion}` };
    case 'alias': {
      const routes = [{ stateMachineVersionArn: `${arn}:1`, weight: count }];
      if (count % 4 === 0) return { type: 'aliasDeleted', arn: `${arn}:live` };
      return { type: 'aliasPut', arn: `${arn}:live`, name: 'live', machineArn: arn, routes, time };
    }
    case 'tag':
      if (count % 3 === 0) return { type: 'untagged', arn, keys: ['k1'] };
      return { type: 'tagged', arn, tags: [[`k${count % 2}`, String(count)]] };
    case 'start': {
      const id = store.nextExecutionId();
      const started = { id, arn: `e${count}`, name: 'e', machineArn: arn, machineType: present.type, seed: 's', time };
      return { type: 'executionStarted', ...started, revisionId: present.revision.id, input: { count } };
    }
  }
}

function executionRecord(store: Store, kind: string, nth: number, time: number): JournalRecord | undefined {
  const entries = [...store.executions.values()];
  const entry = entries[nth % Math.max(entries.length, 1)];
  if (!entry) return undefined;
  const { id } = entry;
  if (kind === 'redrive') return entry.ended && { type: 'stimulus', id, stimulus: { kind: 'redrive', time } };
  if (entry.ended) return undefined;
  if (kind === 'end') return { type: 'executionEnded', id, status: 'FAILED', error: `E${time}`, time };
  return { type: 'stimulus', id, stimulus: { kind: 'timer', time, timer: time } };
}

function perform(store: Store, requests: readonly Request[], from = 0): void {
  for (const [index, wish] of requests.entries()) {
    const record = recordOf(store, wish, from + index);
    if (record) store.commit(record);
  }
}

describe('a compacted journal', () => {
  test('gives the same state as it was, now and after a restart, and takes further records', () => {
    const requests = fc.array(request, { maxLength: 60 });
    fc.assert(
      fc.property(requests, requests, (before, after) => {
        const [plain, compacted] = [temporaryFolder(), temporaryFolder()];
        const store = open(plain);
        const other = open(compacted);
        perform(store, before);
        perform(other, before);
        other.compact();
        expect(stateOf(other)).toEqual(stateOf(store));
        perform(store, after, before.length);
        perform(other, after, before.length);
        expect(stateOf(other)).toEqual(stateOf(store));
        other.compact();
        store.close();
        other.close();
        const [again, otherAgain] = [open(plain), open(compacted)];
        expect(stateOf(otherAgain)).toEqual(stateOf(again));
        again.close();
        otherAgain.close();
      }),
      { numRuns: 60 },
    );
  });

  test('has no room for what is over: Express executions, old revisions, deleted machines', () => {
    const folder = temporaryFolder();
    const store = open(folder);
    const revise = (machineType: 'EXPRESS', count: number): JournalRecord => ({
      ...{ type: 'stateMachineRevised', arn: 'a', name: 'a', machineType, revisionId: `r${count}`, roleArn: 'role' },
      definition: 'x'.repeat(10_000),
      configuration: {},
      time: count,
    });
    for (let count = 0; count < 50; count++) store.commit(revise('EXPRESS', count));
    perform(
      store,
      Array.from({ length: 200 }, (_, n) =>
        n % 2 === 0 ? { kind: 'start', machine: 0, express: true } : { kind: 'end', nth: 0 },
      ),
    );
    expect(store.isMostlyGarbage).toBe(true);
    store.compact();
    store.close();
    // The first revision tells how old the machine is, the newest what it is.
    expect(statSync(path.join(folder, 'journal.jsonl')).size).toBeLessThan(21_000);
  });

  test('forgets executions 90 days after their end, not before', () => {
    const folder = temporaryFolder();
    const store = open(folder);
    perform(store, [
      { kind: 'revise', machine: 0 },
      { kind: 'revise', machine: 1 },
      { kind: 'start', machine: 1, express: false },
      { kind: 'start', machine: 1, express: false },
      { kind: 'end', nth: 0 },
    ]);
    store.forgetEndedBefore(2);
    expect(store.executionsOf('b')).toHaveLength(2);
    store.forgetEndedBefore(3);
    store.compact();
    expect(store.executionsOf('b').map(({ arn }) => arn)).toEqual(['e3']);
    store.close();
    const again = open(folder);
    expect([...again.executions.keys()]).toEqual(['e3']);
    again.close();
  });
});

test('an endpoint that keeps nothing on disk does not keep Express executions in memory either', async () => {
  const { endpoint, client } = await testEndpoint();
  const definition = definitionOf({ A: { Type: 'Succeed' } });
  const created = new CreateStateMachineCommand({ name: 'x', definition, roleArn: ROLE, type: 'EXPRESS' });
  const { stateMachineArn } = await client.send(created);
  const { service } = endpoint;
  const start = OPERATIONS.get('StartExecution')!;
  const call = { signal: new AbortController().signal };
  const before = service.store.journalSize;
  for (let count = 0; count < 30_000; count++) {
    await start.run(service, { stateMachineArn, input: '{}' }, call);
    // Requests that come through a socket let the event loop turn.
    if (count % 1000 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  expect(service.store.journalSize - before).toBeLessThan(25_000);
});

describe('a process that dies while it compacts', () => {
  test('leaves the old journal, however much of the new one was written', () => {
    const folder = temporaryFolder();
    const store = open(folder);
    const requests = fc.sample(request, { numRuns: 200, seed: 7 });
    perform(store, requests);
    const state = stateOf(store);
    store.close();
    const file = path.join(folder, 'journal.jsonl');
    const whole = readFileSync(file);
    for (const length of [0, 1, 40, 100, whole.length >> 1, whole.length - 1]) {
      writeFileSync(`${file}.new`, whole.subarray(0, length));
      const again = open(folder);
      expect(stateOf(again)).toEqual(state);
      expect(existsSync(`${file}.new`)).toBe(false);
      again.close();
    }
  });

  test('loses nothing that was promised: kill -9 at 12 moments', async () => {
    const folder = temporaryFolder();
    const script = path.join(folder, 'compacting.cjs');
    const source = path.join(folder, 'compacting.ts');
    writeFileSync(source, COMPACTING(path.resolve('runtime/src/hosts/endpoint/store')));
    await build({ entryPoints: [source], outfile: script, bundle: true, platform: 'node', logLevel: 'error' });
    let promised = 0;
    let compactions = 0;
    for (let kill = 0; kill < 12; kill++) {
      const { last, rewritten } = await killedAfter(script, folder, 150 + kill * 17);
      promised = Math.max(promised, last);
      compactions += rewritten;
      const store = open(path.join(folder, 'data'));
      const names = [...store.executions.values()].map(({ name }) => Number(name));
      expect(names.length).toBeGreaterThanOrEqual(promised);
      expect(names).toEqual(names.map((_, index) => index + 1));
      expect(store.startOf([...store.executions.values()][promised - 1]!).input).toEqual({ n: promised });
      promised = names.length;
      store.close();
    }
    expect(compactions).toBeGreaterThan(12);
  });

  test('and a journal whose last line is unfinished is compacted without that line', () => {
    const folder = temporaryFolder();
    const store = open(folder);
    perform(store, [{ kind: 'revise', machine: 0 }]);
    const state = stateOf(store);
    store.close();
    appendFileSync(path.join(folder, 'journal.jsonl'), '{"type":"stateMachineDel');
    const again = open(folder);
    again.compact();
    expect(stateOf(again)).toEqual(state);
    again.close();
  });
});

describe('the lock of a journal', () => {
  test('of a process that is about to end, or that nobody has reaped, is taken over', () => {
    const folder = temporaryFolder();
    open(folder).close();
    // As long as this test runs nobody asks about the process: it ends and stays a zombie.
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 200)'], { stdio: 'ignore' });
    writeFileSync(path.join(folder, 'lock'), String(child.pid));
    open(folder).close();
  });

  test('of a process that goes on is not', () => {
    const folder = temporaryFolder();
    open(folder).close();
    writeFileSync(path.join(folder, 'lock'), String(process.ppid));
    expect(() => open(folder)).toThrow(`is in use by process ${process.ppid}. Stop that server`);
  });
});

/** Starts executions, tells each when it is durable, and compacts all the time. */
const COMPACTING = (stores: string) => `
import { FileJournal } from '${stores}/fileJournal.ts';
import { Store } from '${stores}/store.ts';
const store = new Store();
store.attach(FileJournal.open(process.argv[2], (record, position) => store.apply(record, position)).journal);
const machine = { arn: 'm', name: 'm', machineType: 'STANDARD', revisionId: 'r', roleArn: 'x', configuration: {}, time: 1 };
if (!store.machines.has('m')) store.commit({ type: 'stateMachineRevised', ...machine, definition: '{}' });
void (async () => {
  for (;;) {
    const n = store.nextExecutionId();
    const execution = { id: n, arn: 'e' + n, name: String(n), machineArn: 'm', machineType: 'STANDARD', revisionId: 'r' };
    store.commit({ type: 'executionStarted', ...execution, input: { n }, seed: 's'.repeat(500), time: 1 });
    await store.durable();
    process.stdout.write('durable ' + n + '\\n');
    if (n % 5 === 0) { store.compact(); process.stdout.write('compacted\\n'); }
  }
})();
`;

/** Lets the script work for a time, counted from its first word, and kills it. */
function killedAfter(
  script: string,
  folder: string,
  milliseconds: number,
): Promise<{ last: number; rewritten: number }> {
  const child = spawn(process.execPath, [script, path.join(folder, 'data')], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    if (text === '') setTimeout(() => child.kill('SIGKILL'), milliseconds);
    text += piece;
  });
  return new Promise((resolve) => {
    child.on('close', () => {
      const numbers = [...text.matchAll(/^durable (\d+)\n/gm)].map(([, n]) => Number(n));
      resolve({ last: numbers.at(-1) ?? 0, rewritten: text.split('compacted\n').length - 1 });
    });
  });
}
