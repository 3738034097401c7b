import type { DebugProtocol } from '@vscode/debugprotocol';
import type { JsonObject } from '../../../asl/json.ts';
import { globTest } from '../../../debugger/stateNames.ts';
import { type AttachArguments, checkAttachArguments } from '../../dap/attach/attachArguments.ts';
import { cannotAttach, RequestProblem, refused } from '../../dap/requestProblem.ts';
import { adopt } from '../../dap/requests/lifecycle.ts';
import type { AslDebugSession, Reply } from '../../dap/session.ts';
import type { HeldExecution, NewExecution } from '../executions/heldExecution.ts';
import { attachedLaunch } from './attachedLaunch.ts';
import type { DebuggedExecutions, Taker } from './debuggedExecutions.ts';

/** An execution whose session does not come, or is not configured, within this time goes on without. */
const HOLD_MILLISECONDS = 15_000;
const MOST_SESSIONS = 10;

type Given = AttachArguments & JsonObject;

/**
 * What `attach` means inside the endpoint. A session of the whole endpoint asks its client for one more session per new execution; that one names
 * the execution and debugs it.
 */
export class AttachedSession implements Taker {
  private given: Given = {};
  private accepts: (execution: NewExecution) => boolean = () => false;
  /** Executions that this session has asked sessions for. */
  private readonly offered = new Set<HeldExecution>();
  private readonly timers = new Map<HeldExecution, NodeJS.Timeout>();
  /** The execution that this session debugs. */
  private debugged: HeldExecution | undefined;
  private toldTooMany = false;
  private hasLeft = false;

  constructor(
    private readonly session: AslDebugSession,
    private readonly executions: DebuggedExecutions,
  ) {
    session.intercept = (command, args) => {
      if (command === 'attach') return this.attach(args);
      if (command === 'launch') return cannotAttach('An endpoint does not launch: start an execution through its API.');
      if (command === 'restart') return this.restart();
      if (command === 'disconnect') return this.disconnect(args as DebugProtocol.DisconnectArguments);
      return undefined;
    };
  }

  /** The client has gone. Every execution of this session goes on, ends or stays, as the configuration says. */
  leave({ terminateDebuggee, suspendDebuggee }: DebugProtocol.DisconnectArguments): void {
    if (this.hasLeft) return;
    this.hasLeft = true;
    this.executions.remove(this);
    for (const timer of this.timers.values()) clearTimeout(timer);
    for (const held of this.offered) if (held.isWaiting) this.executions.letGo(held);
    const { debuggee } = this.session;
    const fate = this.given.onDisconnect ?? 'continue';
    if (!debuggee || debuggee.session.mode === 'ended') return;
    if (suspendDebuggee || (fate === 'hold' && terminateDebuggee === undefined)) {
      const { session } = debuggee;
      // It stands until a session comes back for it.
      if (this.debugged) {
        this.debugged.standsAt = () => (session.mode === 'stopped' ? session.timeline.length - 1 : undefined);
      }
      return;
    }
    if (terminateDebuggee ?? fate === 'terminate') debuggee.terminate();
    else debuggee.dispose();
  }

  wants(execution: NewExecution): boolean {
    if (!this.accepts(execution)) return false;
    const most = this.given.maxSessions ?? MOST_SESSIONS;
    for (const held of this.offered) if (held.isOver) this.offered.delete(held);
    if (this.offered.size < most) return true;
    if (!this.toldTooMany) {
      this.tell(`${most} executions are debugged ('maxSessions'); '${execution.name}' and others run without waiting.`);
    }
    this.toldTooMany = true;
    return false;
  }

  offer(held: HeldExecution): void {
    this.offered.add(held);
    setImmediate(() => this.ask(held));
  }

  private ask(held: HeldExecution): void {
    const { started } = held;
    this.giveUpLater(held);
    if (this.isSingle) {
      this.executions.remove(this);
      void this.debug(held).then((reply) => this.settle(reply));
      return;
    }
    this.startSession(started.arn, `${started.revision.machineName}: ${started.name}`, (problem) => {
      if (!held.isWaiting) return;
      this.tell(`'${started.name}' goes on without a debugger: the editor started no session for it (${problem}).`);
      this.executions.letGo(held);
    });
  }

  /** Asks the client for a session of one execution. */
  private startSession(executionArn: string, name: string, failed: (problem: string | undefined) => void): void {
    const { executionArn: _, runningExecutions: __, ...inherited } = this.given;
    const configuration = { ...inherited, type: 'asl', request: 'attach', name, executionArn };
    const wish = { request: 'attach', configuration };
    this.session.sendRequest('startDebugging', wish, HOLD_MILLISECONDS, ({ success, message }) => {
      if (!success) failed(message);
    });
  }

  /** Without child sessions this one debugs the first execution that comes. */
  private get isSingle(): boolean {
    return this.given.sessionPerExecution === false || this.session.client.supportsStartDebuggingRequest !== true;
  }

  private attach(args: unknown): Reply | RequestProblem | Promise<Reply | RequestProblem> {
    const checked = checkAttachArguments(args);
    if (checked instanceof RequestProblem) return checked;
    this.given = checked as Given;
    const { executionArn, stateMachines = [], holdNewExecutions = true } = this.given;
    if (executionArn !== undefined) {
      const held = this.executions.waiting(executionArn);
      return held ? this.debug(held) : this.debugRunning(executionArn);
    }
    const tests = stateMachines.map(globTest);
    this.accepts = ({ revision: { machineArn, machineName } }) =>
      holdNewExecutions && (tests.length === 0 || tests.some((test) => test(machineName) || test(machineArn)));
    this.executions.add(this);
    if (this.given.runningExecutions) setImmediate(() => this.askForRunning(tests));
    return { after: () => this.tell('Waiting for executions: every one that is started now is debugged.') };
  }

  /** Sessions for executions that have begun already, as many as may be debugged. */
  private askForRunning(tests: readonly ((text: string) => boolean)[]): void {
    const wanted = this.executions.unwatched.filter(
      ({ revision: { machineArn, machineName } }) =>
        tests.length === 0 || tests.some((test) => test(machineName) || test(machineArn)),
    );
    for (const { arn, name, revision } of wanted.slice(0, this.given.maxSessions ?? MOST_SESSIONS)) {
      if (this.isSingle) {
        this.executions.remove(this);
        void this.debugRunning(arn).then((reply) => this.settle(reply));
        return;
      }
      this.startSession(arn, `${revision.machineName}: ${name}`, (problem) =>
        this.tell(`'${name}' goes on without a debugger: the editor started no session for it (${problem}).`),
      );
    }
  }

  /** An execution that has begun already: it is shown from its beginning, and stops from where it is on. */
  private async debugRunning(arn: string): Promise<Reply | RequestProblem> {
    const taken = this.executions.takeOver(arn);
    if (typeof taken === 'string') return cannotAttach(`${arn} cannot be debugged: ${taken}`);
    const { held, before } = taken;
    const { run } = held;
    const reply = await this.debug(held);
    const rules = this.session.debuggee?.session.rules;
    if (reply instanceof RequestProblem || !rules) return reply;
    const standsAt = before?.standsAt?.();
    // It stood when its last session left: it stands there again.
    if (standsAt !== undefined) rules.pausing = true;
    rules.isPast = ({ index }) => (standsAt === undefined ? run.isCatchingUp : index < standsAt);
    return reply;
  }

  /** One more execution like that of this session, which stops before its first state; that of this session is stopped, as by StopExecution. */
  private async restart(): Promise<Reply | RequestProblem> {
    const { debuggee } = this.session;
    if (!this.debugged || !debuggee) return refused('This session waits for executions: restart that of one of them.');
    const { name } = this.debugged.started;
    const again = this.executions.startAgain(this.debugged);
    if (typeof again === 'string') return refused(`'${name}' cannot be started again: ${again}`);
    const reply = await this.debug(again);
    if (reply instanceof RequestProblem) return reply;
    const rules = this.session.debuggee?.session.rules;
    if (rules) rules.entry ??= true;
    if (debuggee.session.mode !== 'ended') debuggee.terminate();
    this.tell(`'${again.started.name}' is started instead of '${name}'.`);
    return reply;
  }

  private async debug(held: HeldExecution): Promise<Reply | RequestProblem> {
    this.giveUpLater(held);
    const { program, differs } = await this.executions.files.programOf(
      held.started.revision,
      this.given.pathMappings ?? [],
    );
    if (!held.isWaiting) return cannotAttach(`The execution '${held.started.name}' has gone on meanwhile.`);
    if (differs !== undefined) {
      this.tell(`${differs} is not what was deployed; the execution is shown in ${program.file}.`);
    }
    this.debugged = held;
    this.executions.setHandlerDebugger(held, (call) => this.session.debuggee?.handlers?.debugOf(call));
    return adopt(this.session, attachedLaunch(held, program, this.given, this.executions), this.given);
  }

  /** What `adopt` answers is for a request; here there is none. */
  private settle(reply: Reply | RequestProblem): void {
    if (reply instanceof RequestProblem) this.tell(reply.message);
    else reply.after?.();
  }

  private giveUpLater(held: HeldExecution): void {
    clearTimeout(this.timers.get(held));
    const giveUp = () => {
      if (!held.isWaiting) return;
      this.tell(
        `'${held.started.name}' was not taken over within ${HOLD_MILLISECONDS / 1000} s and goes on without a debugger.`,
      );
      this.executions.letGo(held);
    };
    this.timers.set(held, setTimeout(giveUp, HOLD_MILLISECONDS));
  }

  private disconnect(args: DebugProtocol.DisconnectArguments): Reply {
    return {
      after: () => {
        this.leave(args);
        this.session.onExit();
      },
    };
  }

  private tell(text: string): void {
    this.session.sendBody('output', { category: 'console', output: `${text}\n` });
  }
}
