import type { Json } from '../../asl/json.ts';
import type { Refusal } from '../../debugger/edits.ts';
import { EvaluationProblem, valueTyped } from '../../debugger/evaluate.ts';
import type { Step } from '../../debugger/step.ts';
import type { TaskFailure, TaskSuccess } from '../../interpreter/environment.ts';
import type { Debuggee } from './debuggee.ts';
import { FORK_CHOICES } from './forkAnswers.ts';
import { linesOf, lineText } from './lineList.ts';
import { cannotEvaluate, type RequestProblem, refused } from './requestProblem.ts';
import type { Reply } from './session.ts';

interface ConsoleCommand {
  readonly name: string;
  readonly help: string;
  run(
    debuggee: Debuggee,
    argument: string,
    step: Step | undefined,
  ): Promise<Reply | RequestProblem> | Reply | RequestProblem;
}

/** What the Debug Console understands beside expressions. */
export const CONSOLE_COMMANDS: readonly ConsoleCommand[] = [
  {
    name: ':help',
    help: 'lists the commands',
    run: () => say(CONSOLE_COMMANDS.map(({ name, help }) => `${name}  ${help}`).join('\n')),
  },
  { name: ':succeed', help: 'JSON: answers the task that waits', run: succeed },
  { name: ':fail', help: 'ERROR CAUSE: fails the task that waits', run: fail },
  {
    name: ':mocks',
    help: 'shows all answers of this run as mocks',
    run: (debuggee) => say(JSON.stringify(debuggee.mocks(), undefined, 2)),
  },
  { name: ':skip', help: 'JSON: leaves the state with this output, without running it', run: skip },
  { name: ':goto', help: 'STATE: goes on at another state of the same scope', run: jump },
  { name: ':lines', help: 'lists the lines of history that changes in the past have made', run: lines },
  { name: ':line', help: 'NUMBER: goes over to another line, to where you left it', run: selectLine },
  { name: ':fork', help: 'live | mock | manual: says what answers tasks of this fork', run: answerFork },
  { name: ':events', help: 'lists the history of the execution', run: events },
];

export function runConsoleCommand(
  debuggee: Debuggee,
  text: string,
  step: Step | undefined,
): Promise<Reply | RequestProblem> | Reply | RequestProblem {
  const [, name, argument] = /^(\S+)\s*(.*)$/s.exec(text)!;
  const command = CONSOLE_COMMANDS.find((candidate) => candidate.name === name);
  return command
    ? command.run(debuggee, argument!.trim(), step)
    : cannotEvaluate(`There is no command '${name}'. :help lists them.`);
}

/** Answers the question that is open, or the first of several. */
function answerTask({ questions }: Debuggee, outcome: TaskSuccess | TaskFailure): Reply | RequestProblem {
  const { open } = questions;
  const [token] = questions.openTokens;
  if (open) {
    return { ...say(`'${open.task.state}' was answered.`), after: () => questions.answer(open, outcome) };
  }
  if (token !== undefined)
    return { ...say('The task was answered.'), after: () => void questions.answerToken(token, outcome) };
  return refused(
    questions.isForkOpen
      ? 'This fork waits for what shall answer its tasks: :fork live, :fork mock or :fork manual.'
      : 'No task waits for an answer.',
  );
}

function answerFork({ questions, session }: Debuggee, argument: string): Reply | RequestProblem {
  const line = session.lines.current;
  const choice = FORK_CHOICES.find(({ policy }) => policy === argument);
  if (!choice) return cannotEvaluate("':fork' needs one of live, mock, manual.");
  if (!line.parent) return refused('This line is no fork: a change in the past makes one.');
  return {
    ...say(`${choice.label}: ${choice.detail}.`),
    after: () => questions.choose(line, choice.policy),
  };
}

async function succeed(debuggee: Debuggee, argument: string): Promise<Reply | RequestProblem> {
  const output = parse(argument === '' ? '{}' : argument);
  return output === undefined
    ? cannotEvaluate('The output is not JSON.')
    : answerTask(debuggee, { type: 'success', output });
}

function fail(debuggee: Debuggee, argument: string): Reply | RequestProblem {
  const [, error, cause] = /^(\S*)\s*(.*)$/s.exec(argument)!;
  return answerTask(debuggee, { type: 'failure', error: error || undefined, cause: cause || undefined });
}

async function skip(debuggee: Debuggee, argument: string, step: Step | undefined): Promise<Reply | RequestProblem> {
  if (!step) return cannotEvaluate('There is no state to skip.');
  const output = await valueTyped(step, argument === '' ? '{}' : argument);
  if (output instanceof EvaluationProblem) return cannotEvaluate(output.message);
  return moved(debuggee, step, await debuggee.session.skip(step, output));
}

async function jump(debuggee: Debuggee, argument: string, step: Step | undefined): Promise<Reply | RequestProblem> {
  const target = step?.state.scope.states.get(argument);
  if (!step || !target) return cannotEvaluate(`There is no state '${argument}' in this scope.`);
  return moved(debuggee, step, await debuggee.session.jump(step, target));
}

function moved(debuggee: Debuggee, step: Step, refusal: Refusal | undefined): Reply | RequestProblem {
  return refusal ? refused(refusal.reason) : { ...say('Done.'), after: () => debuggee.session.leave(step) };
}

function lines({ session }: Debuggee): Reply {
  return say(linesOf(session).map(lineText).join('\n'));
}

function selectLine(debuggee: Debuggee, argument: string): Reply | RequestProblem {
  const number = Number(argument.replace(/^fork-/, ''));
  if (!/^(?:fork-)?\d+$/.test(argument)) return cannotEvaluate(`':line' needs a number; :lines lists them.`);
  const refusal = debuggee.session.selectLine(number);
  return refusal ? refused(refusal.reason) : say('Done.');
}

function events({ session }: Debuggee): Reply {
  const { events: all } = session.execution.recorder;
  const start = session.execution.startTime;
  return say(all.map(({ id, time, type }) => `${id}  ${((time - start) / 1000).toFixed(3)}  ${type}`).join('\n'));
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function say(result: string): Reply {
  return { body: { result, variablesReference: 0 } };
}
