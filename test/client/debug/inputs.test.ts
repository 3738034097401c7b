import { describe, expect, test } from 'vitest';
import {
  baseName,
  hasInput,
  inputChoices,
  inputFiles,
  launchOf,
  mockFile,
  mockTestCases,
} from '../../../client/src/debug/inputs.ts';

const program = '/w/order.asl.json';

describe('input files', () => {
  test('those of the machine come first, those of another machine are left out', () => {
    const beside = [
      '/w/order.asl.json',
      '/w/pay.asl.yaml',
      '/w/pay.input.json',
      '/w/big.input.json',
      '/w/order.happy.input.json',
      '/w/readme.md',
    ];
    expect(inputFiles(program, beside)).toEqual(['/w/order.happy.input.json', '/w/big.input.json']);
  });

  test('a plain input.json counts', () => {
    expect(inputFiles(program, ['/w/input.json', '/w/myinput.json'])).toEqual(['/w/input.json']);
  });

  test.each([
    ['/w/order.asl.json', 'order'],
    ['/w/order.asl.yml', 'order'],
    ['/w/order.asl', 'order'],
    ['C:\\w\\order.asl.yaml', 'order'],
    ['/w/template.yaml', 'template'],
  ])('%s is called %s', (path, name) => expect(baseName(path)).toBe(name));
});

describe('mock files', () => {
  test('the file named after the machine wins', () => {
    expect(mockFile(program, ['/w/mocks.json', '/w/order.mocks.json'])).toBe('/w/order.mocks.json');
    expect(mockFile(program, ['/w/mocks.json'])).toBe('/w/mocks.json');
    expect(mockFile(program, ['/w/pay.mocks.json'])).toBeUndefined();
  });

  test('its test cases are listed; a broken file has none', () => {
    const text = JSON.stringify({ StateMachines: { order: { TestCases: { Happy: {}, Sad: {} } }, pay: {} } });
    expect(mockTestCases(text)).toEqual([
      { machine: 'order', testCase: 'Happy' },
      { machine: 'order', testCase: 'Sad' },
    ]);
    for (const broken of ['', '{', '[]', 'null', '{"StateMachines": []}', '{"StateMachines": {"a": 3}}'])
      expect(mockTestCases(broken)).toEqual([]);
  });
});

describe('choices', () => {
  test('tests of this program, files, mock cases and the empty object, in this order', () => {
    const choices = inputChoices({
      program,
      beside: [program, '/w/order.input.json'],
      mocks: { path: '/w/mocks.json', text: '{"StateMachines": {"order": {"TestCases": {"Happy": {}}}}}' },
      cases: [
        { file: '/w/order.asl.test.json', case: 'ships', launch: { program, type: 'EXPRESS', input: 1 } },
        { file: '/w/pay.asl.test.json', case: 'pays', launch: { program: '/w/pay.asl.json' } },
      ],
    });
    expect(choices.map((choice) => [choice.group, choice.label])).toEqual([
      ['test', 'ships'],
      ['file', 'order.input.json'],
      ['mock', 'Happy'],
      ['other', 'Empty object {}'],
    ]);
    expect(choices[0]!.launch).toEqual({ program, workflowType: 'EXPRESS', input: 1 });
    expect(choices[2]!.launch).toEqual({ mocks: '/w/mocks.json', testCase: 'Happy', inputFile: '/w/order.input.json' });
  });

  test('ids are unique', () => {
    const choices = inputChoices({ program, beside: ['/w/a.input.json', '/w/b.input.json'], cases: [] });
    expect(new Set(choices.map((choice) => choice.id)).size).toBe(choices.length);
  });
});

test('the type of the machine never becomes the type of the debugger', () => {
  expect(launchOf({ launch: { type: 'STANDARD', input: {} } })).toEqual({ workflowType: 'STANDARD', input: {} });
});

test('a configuration has an input when it names one, null included', () => {
  expect(hasInput({ input: null })).toBe(true);
  expect(hasInput({ testCase: 'Happy' })).toBe(true);
  expect(hasInput({ program })).toBe(false);
});
