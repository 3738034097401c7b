import path from 'node:path';
import schema from '../../../../schemas/asl-test.schema.json';
import type { Json, JsonObject } from '../../asl/json.ts';
import type { AslDocument, SourceNode } from '../../source/document.ts';
import type { Mocks } from '../../tasks/mocked.ts';
import { type LoadedDefinition, loadDefinition } from '../files/definitionFile.ts';
import { FileProblem } from '../files/fileProblem.ts';
import { readDocument, readJsonFile } from '../files/jsonFile.ts';
import { loadMocks, mocksOf } from '../files/mockFile.ts';
import { type RootSchema, schemaProblem } from './schemaCheck.ts';

/** A test file, checked and with everything it names loaded. */
export interface TestFile {
  readonly file: string;
  readonly document: AslDocument;
  readonly definition: LoadedDefinition;
  readonly type: 'STANDARD' | 'EXPRESS';
  /** Path of the definition or template as the file names it, made absolute. */
  readonly program: string;
  readonly stateMachine?: string;
  readonly cases: readonly TestCase[];
}

export interface TestCase {
  readonly name: string;
  readonly index: number;
  readonly node: SourceNode;
  readonly input: Json;
  readonly mocks?: Mocks;
  readonly seed?: number;
  readonly skip?: string;
  readonly expect: Expectations;
  /** The expectations as they are written, for places of failures. */
  readonly expectNode: SourceNode;
}

/** What a case expects; see schemas/asl-test.schema.json. */
export interface Expectations {
  readonly status?: string;
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
  readonly visited?: readonly string[] | VisitedParts;
  readonly retries?: Readonly<Record<string, number>>;
  readonly events?: Readonly<Record<string, number>>;
  readonly variables?: JsonObject;
  readonly duration?: number;
}

/** What is expected of the visited states, short of the whole path. */
export interface VisitedParts {
  readonly includes?: readonly string[];
  readonly inOrder?: readonly string[];
  readonly excludes?: readonly string[];
}

/** Reads a test file and the files it names. */
export async function loadTestFile(file: string): Promise<TestFile | FileProblem> {
  const document = await readDocument(file);
  if (document instanceof FileProblem) return document;
  const loader = new TestFileLoader(file, document);
  try {
    return await loader.load();
  } catch (problem) {
    if (problem instanceof FileProblem) return problem;
    throw problem;
  }
}

interface RawCase {
  readonly name: string;
  readonly input?: Json;
  readonly inputFile?: string;
  readonly testCase?: string;
  readonly seed?: number;
  readonly skip?: string;
  readonly expect: Expectations;
}

/** Throws the first FileProblem it meets. */
class TestFileLoader {
  readonly #file: string;
  readonly #document: AslDocument;

  constructor(file: string, document: AslDocument) {
    this.#file = file;
    this.#document = document;
  }

  async load(): Promise<TestFile> {
    const root = this.#document.root!;
    const wrong = schemaProblem(root, schema as RootSchema);
    if (wrong) this.#fail(wrong.node, wrong.message);
    const {
      definition: uri,
      stateMachine,
      type,
    } = root.value as { definition: string; stateMachine?: string; type?: 'STANDARD' | 'EXPRESS' };
    const program = this.#resolve(uri);
    const definition = await loadDefinition(program, { stateMachine });
    if (definition instanceof FileProblem) this.#fail(root.get('definition')!, `${uri}: ${definition.message}`);
    const cases: TestCase[] = [];
    const names = new Set<string>();
    for (const [index, node] of (root.get('cases')?.items ?? []).entries()) {
      const loaded = await this.#case(root, node, index, definition.name);
      if (names.has(loaded.name))
        this.#fail(node.get('name')!, `There are two cases "${loaded.name}"; names tell them apart.`);
      names.add(loaded.name);
      cases.push(loaded);
    }
    return {
      file: this.#file,
      document: this.#document,
      definition,
      type: type ?? definition.type ?? 'STANDARD',
      program,
      stateMachine,
      cases,
    };
  }

  async #case(root: SourceNode, node: SourceNode, index: number, machineName: string): Promise<TestCase> {
    const { name, seed, skip, testCase, expect, ...raw } = node.value as unknown as RawCase;
    const input = await this.#input(raw, node);
    const mocks = await this.#mocks(
      node.get('mocks') ?? root.get('mocks'),
      { stateMachine: machineName, testCase },
      node,
    );
    return { name, index, node, input, mocks, seed, skip, expect, expectNode: node.get('expect')! };
  }

  async #input(raw: Pick<RawCase, 'input' | 'inputFile'>, node: SourceNode): Promise<Json> {
    if (raw.inputFile === undefined) return raw.input === undefined ? {} : raw.input;
    if (raw.input !== undefined) this.#fail(node.get('inputFile')!, 'A case has input or inputFile, not both.');
    const read = await readJsonFile(this.#resolve(raw.inputFile));
    if (read instanceof FileProblem) this.#fail(node.get('inputFile')!, this.#elsewhere(raw.inputFile, read));
    return read.value;
  }

  async #mocks(
    mocks: SourceNode | undefined,
    selection: { stateMachine: string; testCase?: string },
    node: SourceNode,
  ): Promise<Mocks | undefined> {
    if (!mocks) {
      if (selection.testCase !== undefined)
        this.#fail(node.get('testCase')!, 'testCase names a test case of a mock file; name the file with "mocks".');
      return undefined;
    }
    if (mocks.kind === 'object') {
      const table = mocksOf(this.#file, this.#document, mocks, selection);
      if (table instanceof FileProblem) throw table;
      return table;
    }
    const uri = mocks.value as string;
    const table = await loadMocks(this.#resolve(uri), selection);
    if (table instanceof FileProblem) this.#fail(node.get('testCase') ?? mocks, this.#elsewhere(uri, table));
    return table;
  }

  #resolve(uri: string): string {
    return path.resolve(path.dirname(this.#file), uri);
  }

  #elsewhere(uri: string, problem: FileProblem): string {
    const { line, column } = problem.position;
    return problem.place ? `${uri}:${line}:${column}: ${problem.message}` : `${uri}: ${problem.message}`;
  }

  #fail(node: SourceNode, message: string): never {
    throw new FileProblem(this.#file, message, { text: this.#document.text, range: node });
  }
}
