import { describe, expect, it } from 'vitest';
import { EventKind } from '../../runtime/src/history/eventKind.ts';
import { Recorder } from '../../runtime/src/history/recorder.ts';

const entered = new EventKind('PassStateEntered', { name: 'A' }, 'input');

describe('a history', () => {
  it('gives every event its number, instant and details', () => {
    const recorder = new Recorder(8);
    recorder.add('ExecutionStarted', 0, 0, { input: 1 });
    recorder.add(entered, 0, 0, 1);
    recorder.add('PassStateExited', 2, 250, { name: 'A', output: 1 });
    recorder.add('ExecutionSucceeded', 3, 250, undefined);
    expect(recorder.events).toEqual([
      { id: 1, previousEventId: 0, time: 0, type: 'ExecutionStarted', details: { input: 1 } },
      { id: 2, previousEventId: 0, time: 0, type: 'PassStateEntered', details: { name: 'A', input: 1 } },
      { id: 3, previousEventId: 2, time: 250, type: 'PassStateExited', details: { name: 'A', output: 1 } },
      { id: 4, previousEventId: 3, time: 250, type: 'ExecutionSucceeded', details: undefined },
    ]);
  });

  it('goes on after somebody has looked, whatever the clock does', () => {
    const times = [100, 100, 101, 90, 90, 1e13, 1e13];
    const recorder = new Recorder(8);
    for (const [i, time] of times.entries()) {
      recorder.add(entered, i, time, i);
      expect(recorder.newest).toEqual(recorder.events.at(-1));
    }
    expect(recorder.events.map(({ time }) => time)).toEqual(times);
    const unread = new Recorder(8);
    for (const [i, time] of times.entries()) unread.add(entered, i, time, i);
    expect(unread.events).toEqual(recorder.events);
  });

  it('keeps an empty text or null as the value of an event', () => {
    const recorder = new Recorder(8);
    recorder.add(entered, 0, 5, null);
    recorder.add(entered, 1, 5, '');
    expect(recorder.events.map(({ details }) => details?.input)).toEqual([null, '']);
  });

  it('keeps every event however few were expected', () => {
    const recorder = new Recorder(0);
    for (let i = 0; i < 20_000; i++) recorder.add(entered, i, 5, i);
    const { events } = recorder;
    expect(events).toHaveLength(20_000);
    expect(events.every(({ id, details }) => details?.input === id - 1)).toBe(true);
  });

  it('keeps what each event follows, whether it is the one before or not', () => {
    const follows = [0, 0, 2, 3, 1, 5, 4, 7, 8];
    const recorder = new Recorder(8);
    for (const previous of follows) recorder.add(entered, previous, 5, null);
    expect(recorder.events.map(({ previousEventId }) => previousEventId)).toEqual(follows);
  });
});
