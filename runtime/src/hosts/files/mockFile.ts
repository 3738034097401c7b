import type { AslDocument, SourceNode } from '../../source/document.ts';
import type { MockedResponse, Mocks } from '../../tasks/mocked.ts';
import { FileProblem } from './fileProblem.ts';
import { readDocument } from './jsonFile.ts';

export interface MockSelection {
  /** Name of the state machine in the file; when it is not there and only one machine fits, that one is taken. */
  readonly stateMachine?: string;
  readonly testCase?: string;
}

/**
 * Reads mocks: a MockConfigFile of Step Functions Local (`StateMachines`, `MockedResponses`), or a plain table from state to answers.
 * Answers may carry `DurationSeconds`, the virtual time the task takes, beside `Return` and `Throw`.
 */
export async function loadMocks(file: string, selection: MockSelection): Promise<Mocks | FileProblem> {
  const document = await readDocument(file);
  if (document instanceof FileProblem) return document;
  return mocksOf(file, document, document.root!, selection);
}

/** The mocks that a node of a document describes. */
export function mocksOf(
  file: string,
  document: AslDocument,
  root: SourceNode,
  selection: MockSelection,
): Mocks | FileProblem {
  const reader = new MockReader(file, document);
  try {
    return root.get('StateMachines') || root.get('MockedResponses')
      ? reader.testCase(root, selection)
      : reader.table(root);
  } catch (problem) {
    if (problem instanceof FileProblem) return problem;
    throw problem;
  }
}

/** Keys of an answer; all but the first three are for answers that AWS's file cannot express. */
const ANSWER_KEYS = [
  'Return',
  'Throw',
  'DurationSeconds',
  'Submitted',
  'TimesOut',
  'NoResponse',
  'Identity',
  'Event',
  'WorkerName',
];
const OUTCOME_KEYS = ['Return', 'Throw', 'TimesOut', 'NoResponse', 'Identity'];

class MockReader {
  readonly #file: string;
  readonly #document: AslDocument;

  constructor(file: string, document: AslDocument) {
    this.#file = file;
    this.#document = document;
  }

  testCase(root: SourceNode, selection: MockSelection): Mocks {
    const testCases = this.#object(this.#member(root, 'StateMachines'));
    const { name, node } = this.#select(testCases, selection);
    const table: Record<string, Record<string, MockedResponse>> = {};
    for (const { key, keyNode, valueNode } of this.#object(node).properties ?? []) {
      const responseName = valueNode?.value;
      if (typeof responseName !== 'string')
        this.#fail(valueNode ?? keyNode, `State "${key}" of test case "${name}" needs the name of a mocked response.`);
      const responses = this.#object(this.#member(root, 'MockedResponses'));
      const response = responses.get(responseName);
      if (!response) this.#fail(valueNode!, `MockedResponses has no "${responseName}".${known(responses)}`);
      table[key] = this.#steps(response);
    }
    return table;
  }

  table(root: SourceNode): Mocks {
    const table: Record<string, Record<string, MockedResponse>> = {};
    for (const { key, keyNode, valueNode } of this.#object(root).properties ?? []) {
      if (!valueNode) this.#fail(keyNode, `State "${key}" has no answers.`);
      const isOneAnswer = OUTCOME_KEYS.some((outcome) => valueNode.get(outcome));
      table[key] = isOneAnswer ? { '*': this.#answer(valueNode) } : this.#steps(valueNode);
    }
    return table;
  }

  #select(machines: SourceNode, selection: MockSelection): { name: string; node: SourceNode } {
    const candidates = (machines.properties ?? []).filter(({ key }) => key === selection.stateMachine);
    const fitting = candidates.length > 0 ? candidates : (machines.properties ?? []);
    const found = fitting.flatMap(({ valueNode }) =>
      (valueNode?.get('TestCases')?.properties ?? []).filter(
        ({ key }) => selection.testCase === undefined || key === selection.testCase,
      ),
    );
    const [only, another] = found;
    if (only?.valueNode && !another) return { name: only.key, node: only.valueNode };
    const names = fitting.flatMap(
      ({ valueNode }) => valueNode?.get('TestCases')?.properties?.map(({ key }) => key) ?? [],
    );
    const list = names.length > 0 ? `It has: ${names.join(', ')}.` : 'It has none.';
    if (selection.testCase === undefined)
      this.#fail(machines, `The mock file has several test cases; name one with --test-case. ${list}`);
    if (another)
      this.#fail(machines, `Several state machines of the mock file have a test case "${selection.testCase}".`);
    this.#fail(machines, `The mock file has no test case "${selection.testCase}". ${list}`);
  }

  #steps(node: SourceNode): Record<string, MockedResponse> {
    const steps: Record<string, MockedResponse> = {};
    let expected = 0;
    if (node.kind !== 'object')
      this.#fail(node, `"${node.keyInParent}" needs answers by number of the call: {"0": {"Return": ...}}.`);
    for (const { key, keyNode, valueNode } of node.properties ?? []) {
      if (!valueNode) this.#fail(keyNode, `Call "${key}" has no answer.`);
      const answer = this.#answer(valueNode);
      steps[key] = answer;
      if (key === '*') continue;
      const [, from, to] = /^(\d+)(?:-(\d+))?$/.exec(key) ?? [];
      if (from === undefined)
        this.#fail(
          keyNode,
          `"${key}" is no number of a call. Calls count from "0"; "1-3" means three calls, "*" every call.`,
        );
      const last = Number(to ?? from);
      if (Number(from) !== expected || last < expected)
        this.#fail(keyNode, `Calls must follow each other without gaps: expected "${expected}", found "${key}".`);
      expected = last + 1;
    }
    return steps;
  }

  #answer(node: SourceNode): MockedResponse {
    this.#object(node);
    const unknown = node.properties?.find(({ key }) => !ANSWER_KEYS.includes(key));
    if (unknown)
      this.#fail(
        unknown.keyNode,
        `An answer has no "${unknown.key}". It holds Return or Throw, and may hold DurationSeconds.`,
      );
    if (node.get('Return') && node.get('Throw')) this.#fail(node, 'An answer holds Return or Throw, not both.');
    if (!OUTCOME_KEYS.some((key) => node.get(key))) this.#fail(node, 'An answer needs Return or Throw.');
    const thrown = node.get('Throw');
    if (
      thrown &&
      (thrown.kind !== 'object' ||
        [thrown.get('Error'), thrown.get('Cause')].some((text) => text && text.kind !== 'string'))
    ) {
      this.#fail(thrown, 'Throw is an object with the texts Error and Cause.');
    }
    const duration = node.get('DurationSeconds');
    if (duration && (typeof duration.value !== 'number' || duration.value < 0))
      this.#fail(duration, 'DurationSeconds is a number of seconds, 0 or more.');
    return node.value as MockedResponse;
  }

  #member(node: SourceNode, name: string): SourceNode {
    return node.get(name) ?? this.#fail(node, `The mock file has no "${name}".`);
  }

  #object(node: SourceNode): SourceNode {
    return node.kind === 'object' ? node : this.#fail(node, 'This must be an object.');
  }

  #fail(node: SourceNode, message: string): never {
    throw new FileProblem(this.#file, message, { text: this.#document.text, range: node });
  }
}

function known(node: SourceNode): string {
  const names = node.properties?.map(({ key }) => key) ?? [];
  return names.length > 0 ? ` It has: ${names.join(', ')}.` : '';
}
