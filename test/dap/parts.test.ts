import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { globTest } from '../../runtime/src/debugger/stateNames.ts';
import { debugClock } from '../../runtime/src/hosts/dap/debugClock.ts';
import { variablesIn } from '../../runtime/src/hosts/dap/environment.ts';
import { framed, MessageStream } from '../../runtime/src/hosts/dap/messageStream.ts';
import { type OutputBody, OutputGate } from '../../runtime/src/hosts/dap/outputGate.ts';
import { comparablePath } from '../../runtime/src/hosts/dap/sourceLines.ts';
import { DapClient } from '../support/dapClient.ts';
import { FIXTURES } from '../support/dapScript.ts';

describe('message stream', () => {
  test('gives the messages that were sent, however the bytes are cut', () =>
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 5 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 7 })),
        (texts, cuts) => {
          const received: string[] = [];
          const stream = new MessageStream(
            (text) => received.push(text),
            () => {},
          );
          const bytes = Buffer.from(texts.map((text) => framed(JSON.stringify(text))).join(''));
          for (let at = 0; at < bytes.length; ) {
            const size = cuts.next().value!;
            stream.push(bytes.subarray(at, at + size));
            at += size;
          }
          expect(received.map((text) => JSON.parse(text))).toEqual(texts);
        },
      ),
    ));

  test('never stops on garbage', () =>
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (chunks) => {
        const received: string[] = [];
        const stream = new MessageStream(
          (text) => received.push(text),
          () => {},
        );
        for (const chunk of chunks) stream.push(Buffer.from(chunk));
        stream.push(Buffer.from('\r\n\r\n'));
        stream.push(Buffer.from(framed('{}')));
        expect(received.at(-1)).toBe('{}');
      }),
    ));
});

describe('large messages', () => {
  const PIECE = Buffer.alloc(8 * 1024, 120);

  /** Work that grew with the square of the size would take minutes here. */
  test('come in small pieces', () => {
    const received: number[] = [];
    const stream = new MessageStream(
      (text) => received.push(text.length),
      () => {},
    );
    const pieces = 7_000;
    stream.push(Buffer.from(`Content-Length: ${pieces * PIECE.length}\r\n\r\n`));
    for (let i = 0; i < pieces; i++) stream.push(PIECE);
    stream.push(Buffer.from(framed('{}')));
    expect(received).toEqual([pieces * PIECE.length, 2]);
  });

  test('that are none are not kept', () => {
    const received: string[] = [];
    let skipped = 0;
    const stream = new MessageStream(
      (text) => received.push(text),
      () => {
        skipped += 1;
      },
    );
    for (let i = 0; i < 7_000; i++) stream.push(PIECE);
    stream.push(Buffer.from('\r'));
    stream.push(Buffer.from('\n\r'));
    stream.push(Buffer.from(`\n${framed('{}')}`));
    expect(received).toEqual(['{}']);
    expect(skipped).toBeGreaterThan(0);
  });
});

describe('paths', () => {
  test.each([
    ['C:\\Work\\A.asl.json', 'c:/work/a.asl.json'],
    ['file:///tmp/a%20b.json', '/tmp/a b.json'],
  ])('%s and %s are the same', (left, right) => expect(comparablePath(left)).toBe(comparablePath(right)));

  test('case counts where the system counts it', () => expect(comparablePath('/A')).not.toBe(comparablePath('/a')));
});

describe('output', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('comes as it is, and is put together where it comes too fast', () => {
    const sent: OutputBody[] = [];
    const gate = new OutputGate((body) => sent.push(body), Date.now);
    const lines = Array.from({ length: 10_000 }, (_, i) => `${i}\n`);
    for (const [i, output] of lines.entries()) {
      gate.push({ category: 'stdout', output, line: i % 2 });
      if (i % 1_000 === 0) vi.advanceTimersByTime(100);
    }
    gate.flush();
    expect(sent.map(({ output }) => output).join('')).toBe(lines.join(''));
    expect(sent[0]).toEqual({ category: 'stdout', output: '0\n', line: 0 });
    expect(sent.length).toBeLessThan(110);
    vi.advanceTimersByTime(1_000);
    gate.push({ category: 'stdout', output: 'later' });
    expect(sent.at(-1)!.output).toBe('later');
  });

  test('of one place keeps its link, and kinds are not mixed', () => {
    const sent: OutputBody[] = [];
    const gate = new OutputGate((body) => sent.push(body), Date.now);
    for (let i = 0; i < 42; i++) gate.push({ category: 'stdout', output: '.', line: 3 });
    gate.push({ category: 'stderr', output: '!' });
    vi.advanceTimersByTime(100);
    expect(sent.slice(-2)).toEqual([
      { category: 'stdout', output: '..', line: 3 },
      { category: 'stderr', output: '!' },
    ]);
  });
});

describe('globs', () => {
  test('match what regular expressions match', () =>
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b', '*', '?') }),
        fc.string({ unit: fc.constantFrom('a', 'b', '.') }),
        (glob, text) => {
          const expression = new RegExp(`^${glob.replace(/\*+/g, '.*').replace(/\?/g, '.')}$`, 's');
          expect(globTest(glob)(text)).toBe(expression.test(text));
        },
      ),
    ));

  test('of any shape are quick', () => expect(globTest(`${'*a'.repeat(40)}!`)('a'.repeat(80))).toBe(false));
});

describe('files of environment variables', () => {
  test('have a variable a line', () =>
    expect(variablesIn('\uFEFFA=1\r\n# B=2\n export C = "x\\ny" \nD=\'a # b\'\nE=\nno variable\n=1\nF=a=b')).toEqual({
      A: '1',
      C: 'x\ny',
      D: 'a # b',
      E: '',
      F: 'a=b',
    }));
});

describe('clock', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('a real clock is virtual until it goes live, then follows the wall at its scale', () => {
    const clock = debugClock({ mode: 'real', start: 1000, scale: 60 });
    const fired: number[] = [];
    clock.schedule(2000, () => fired.push(clock.now()));
    expect(clock.advance()).toBe(true);
    clock.goLive();
    clock.run();
    clock.schedule(62_000, () => fired.push(clock.now()));
    expect(clock.advance()).toBe(false);
    vi.advanceTimersByTime(1000);
    expect(fired).toEqual([2000, 62_000]);
  });

  test('nothing times out while it stands still', () => {
    const clock = debugClock({ mode: 'real', start: 0, scale: 1 });
    clock.goLive();
    clock.run();
    let fired = false;
    clock.schedule(5000, () => {
      fired = true;
    });
    vi.advanceTimersByTime(3000);
    clock.standStill();
    vi.advanceTimersByTime(1_000_000);
    expect([fired, clock.now()]).toEqual([false, 3000]);
    clock.run();
    vi.advanceTimersByTime(2000);
    expect(fired).toBe(true);
  });

  test('a wait longer than a timer can be is made of several, and a cancelled one never fires', () => {
    const clock = debugClock({ mode: 'real', start: 0, scale: 1 });
    clock.goLive();
    clock.run();
    const month = 40 * 86_400_000;
    const fired: string[] = [];
    clock.schedule(month, () => fired.push('month'));
    clock.schedule(1000, () => fired.push('never')).cancel();
    vi.advanceTimersByTime(month - 1);
    expect(fired).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(fired).toEqual(['month']);
  });

  test('a real wait shows its progress, can be paused and goes on', async () => {
    const client = new DapClient();
    await client.ask('initialize', { adapterID: 'asl', supportsProgressReporting: true });
    const prepared = client.ask('launch', {
      program: `${FIXTURES}/order.jsonpath.asl.json`,
      startAt: 'Cool down',
      input: { items: [] },
      variables: { order: 1 },
      clock: { mode: 'real', scale: 3600, start: '2030-01-01T00:00:00Z' },
    });
    vi.useRealTimers();
    await prepared;
    vi.useFakeTimers();
    await client.ask('setExceptionBreakpoints', { filters: ['uncaught'] });
    await client.ask('configurationDone');
    await vi.advanceTimersByTimeAsync(2000);
    const events = () => client.received.flatMap((message) => ('event' in message ? [String(message.event)] : []));
    expect(events().filter((event) => event.startsWith('progress'))).toContain('progressUpdate');
    await client.ask('pause', { threadId: 1 });
    expect(events().slice(-1)).toEqual(['stopped']);
    const { stackFrames } = await client.ask<{ stackFrames: { name: string }[] }>('stackTrace', { threadId: 1 });
    expect(stackFrames[0]!.name).toBe('Cool down (Wait): waiting');
    await vi.advanceTimersByTimeAsync(100_000);
    expect(events()).not.toContain('terminated');
    await client.ask('continue', { threadId: 1 });
    await vi.advanceTimersByTimeAsync(25_000);
    expect(events()).toContain('terminated');
  });
});

describe('threads', () => {
  test('the answer stays below 8 KiB, whatever states are called', async () => {
    const name = 'ä😀'.repeat(40);
    const machine = {
      StartAt: name,
      States: {
        [name]: {
          Type: 'Map',
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
            StartAt: 'In',
            States: { In: { Type: 'Pass', End: true } },
          },
          End: true,
        },
      },
    };
    const folder = mkdtempSync(path.join(tmpdir(), 'stepwise-threads-'));
    const program = path.join(folder, 'wide.asl.json');
    writeFileSync(program, JSON.stringify(machine));
    const client = new DapClient();
    await client.launch({ program, input: Array.from({ length: 500 }, (_, i) => i) }, { functions: [{ name: 'In' }] });
    const body = await client.ask<{ threads: object[] }>('threads');
    rmSync(folder, { recursive: true });
    expect(body.threads).toHaveLength(100);
    expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThanOrEqual(8192);
  });
});
