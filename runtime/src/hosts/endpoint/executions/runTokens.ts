import { TaskTokens, type WaitingTask } from '../../../interpreter/taskTokens.ts';

/** The task tokens of one execution, which can tell before a message is delivered whether it will be. */
export class RunTokens extends TaskTokens {
  private readonly openTokens = new Set<string>();

  override register(token: string, task: WaitingTask): void {
    this.openTokens.add(token);
    super.register(token, task);
  }

  override close(token: string): void {
    this.openTokens.delete(token);
    super.close(token);
  }

  get openCount(): number {
    return this.openTokens.size;
  }

  isOpen(token: string): boolean {
    return this.openTokens.has(token);
  }
}
