import { runExecution, type StateMachine } from '../../index.ts';
import { buildExecutionTree } from '../executionTree/buildTree.ts';
import { compileDefinition } from '../files/compileDefinition.ts';
import { FileProblem } from '../files/fileProblem.ts';
import { CoverageCounter } from './coverage.ts';
import { failuresOf } from './expectations.ts';
import type { CaseReference, TestEvent, TestTotals } from './testEvents.ts';
import { loadTestFile, type TestCase, type TestFile } from './testFile.ts';

export interface TestRunOptions {
  /** Absolute paths of test files. */
  readonly files: readonly string[];
  /** Names of the cases that run; all when empty. */
  readonly cases: readonly string[];
  /** `list` tells what there is and runs nothing. */
  readonly mode: 'run' | 'list';
  readonly withCoverage?: true;
  readonly signal: AbortSignal;
  /** Milliseconds of real time, for durations. */
  readonly clock: () => number;
  readonly report: (event: TestEvent) => void;
}

/** Runs test files one after the other and reports everything as events. */
export async function runTests(options: TestRunOptions): Promise<TestTotals> {
  const run = new TestRun(options);
  options.report({ type: 'runStarted', files: options.files });
  for (const file of options.files) {
    if (options.signal.aborted) break;
    await run.file(file);
  }
  run.reportCoverage();
  options.report({ type: 'runFinished', ...run.totals });
  return run.totals;
}

class TestRun {
  readonly totals = { passed: 0, failed: 0, errored: 0, skipped: 0 };
  readonly #options: TestRunOptions;
  /** By file and logical id: several test files may test one state machine. */
  readonly #coverage = new Map<string, CoverageCounter>();

  constructor(options: TestRunOptions) {
    this.#options = options;
  }

  async file(file: string): Promise<void> {
    const { report } = this.#options;
    const testFile = await loadTestFile(file);
    if (testFile instanceof FileProblem) {
      this.totals.errored += 1;
      report({ type: 'fileErrored', file: testFile.file, message: testFile.message, ...testFile.position });
      return;
    }
    report({
      type: 'fileFound',
      file,
      definition: testFile.definition.file,
      stateMachine: testFile.definition.logicalId,
    });
    for (const testCase of testFile.cases) this.#found(testFile, testCase);
    if (this.#options.mode === 'list') return;
    const machine = this.#compiled(testFile);
    if (!machine) return;
    for (const testCase of testFile.cases) {
      if (this.#options.signal.aborted) return;
      await this.#case(testFile, testCase, machine);
    }
  }

  reportCoverage(): void {
    for (const counter of this.#coverage.values()) this.#options.report({ type: 'coverage', ...counter.result() });
  }

  #found(testFile: TestFile, testCase: TestCase): void {
    const { line, character } = testFile.document.lines.positionAt(testCase.node.start);
    const { program, stateMachine, type } = testFile;
    const { input, mocks, seed } = testCase;
    this.#options.report({
      type: 'caseFound',
      ...reference(testFile, testCase),
      line: line + 1,
      column: character + 1,
      launch: { program, stateMachine, type, input, mocks, seed },
    });
  }

  #compiled({ file, definition, document, type }: TestFile): StateMachine | undefined {
    const machine = compileDefinition(definition, type);
    if (!(machine instanceof FileProblem)) return machine;
    const { line, column } = machine.position;
    const place = document.lines.positionAt(document.root!.get('definition')!.start);
    this.totals.errored += 1;
    this.#options.report({
      type: 'fileErrored',
      file,
      message: `The definition is not valid: ${machine.file}:${line}:${column}: ${machine.message}`,
      line: place.line + 1,
      column: place.character + 1,
    });
    return undefined;
  }

  async #case(testFile: TestFile, testCase: TestCase, machine: StateMachine): Promise<void> {
    const { report, cases, clock } = this.#options;
    if (cases.length > 0 && !cases.includes(testCase.name)) return;
    const name = reference(testFile, testCase);
    if (testCase.skip !== undefined) {
      this.totals.skipped += 1;
      report({ type: 'caseSkipped', ...name, reason: testCase.skip });
      return;
    }
    report({ type: 'caseStarted', ...name });
    const started = clock();
    const { input, mocks, seed } = testCase;
    const result = await runExecution({
      machine,
      input,
      mocks,
      seed,
      type: testFile.type,
      clock: 'virtual',
      observers: this.#options.withCoverage
        ? [this.#counter(testFile).observer({ file: testFile.file, case: testCase.name })]
        : [],
      signal: this.#options.signal,
    });
    const { status, output, error, cause, events } = result;
    const tree = buildExecutionTree(events);
    const failures = await failuresOf(testFile, testCase, { status, output, error, cause, events, tree });
    const timing = {
      durationMs: Math.round(clock() - started),
      virtualSeconds: (tree.endedAt - tree.startedAt) / 1000,
    };
    if (failures.length === 0) {
      this.totals.passed += 1;
      report({ type: 'casePassed', ...name, ...timing });
    } else {
      this.totals.failed += 1;
      report({ type: 'caseFailed', ...name, ...timing, failures });
    }
  }

  #counter({ definition }: TestFile): CoverageCounter {
    const key = `${definition.file}\n${definition.logicalId ?? ''}`;
    const counter = this.#coverage.get(key) ?? new CoverageCounter(definition);
    this.#coverage.set(key, counter);
    return counter;
  }
}

function reference(testFile: TestFile, testCase: TestCase): CaseReference {
  return { file: testFile.file, case: testCase.name, index: testCase.index };
}
