import { readFileSync, statSync } from 'node:fs';
import type { TaskRunner } from '../../interpreter/environment.ts';
import { formatOfFileName, parseDocument } from '../../source/document.ts';
import { mockedTasks } from '../../tasks/mocked.ts';
import { FileProblem } from '../files/fileProblem.ts';
import { syntaxProblem } from '../files/jsonFile.ts';
import { mocksOf } from '../files/mockFile.ts';

/**
 * Mocks of a file by machine and test case; a changed file counts from the next execution on. In a MockConfigFile only executions of a test case
 * (`ARN#TestCase`) are mocked, in a plain table all.
 */
export class MockSource {
  private readonly runners = new Map<string, TaskRunner>();
  private readTime = 0;

  constructor(private readonly file: string) {}

  /** Runners for an execution. Without a readable answer they fail its tasks and say why. */
  runnersFor(stateMachine: string, testCase: string | undefined): readonly TaskRunner[] {
    const changed = statSync(this.file, { throwIfNoEntry: false })?.mtimeMs ?? -1;
    if (changed !== this.readTime) this.runners.clear();
    this.readTime = changed;
    const key = `${stateMachine}#${testCase ?? ''}`;
    const known = this.runners.get(key) ?? this.read(stateMachine, testCase);
    this.runners.set(key, known);
    return [known];
  }

  private read(stateMachine: string, testCase: string | undefined): TaskRunner {
    try {
      const document = parseDocument(readFileSync(this.file, 'utf8'), {
        format: formatOfFileName(this.file),
        dialect: 'jsonc',
      });
      const problem = syntaxProblem(this.file, document);
      if (problem) return failing(problem.message);
      const { root } = document;
      if (testCase === undefined && (root!.get('StateMachines') || root!.get('MockedResponses'))) return NOTHING;
      const mocks = mocksOf(this.file, document, root!, { stateMachine, testCase });
      return mocks instanceof FileProblem ? failing(mocks.message) : mockedTasks(mocks, undefined);
    } catch (error) {
      return failing((error as Error).message);
    }
  }
}

const NOTHING: TaskRunner = { run: () => undefined };

function failing(reason: string): TaskRunner {
  return {
    run: () => ({ type: 'failure', error: 'States.Runtime', cause: `The mock file cannot be used: ${reason}` }),
  };
}
