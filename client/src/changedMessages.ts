/**
 * What a view was told last, by the type of the message. What it shows is made anew at every keystroke and every step, and
 * mostly is the same: it costs little to see that here, and much to send, to read and to draw it.
 */
export class ChangedMessages<Message extends { type: string }> {
  private readonly sent = new Map<string, string>();

  /** Whether this differs from the last message of its type, which it takes the place of. */
  isNew(message: Message): boolean {
    const text = JSON.stringify(message);
    if (this.sent.get(message.type) === text) return false;
    this.sent.set(message.type, text);
    return true;
  }

  /** The view begins anew, or shows something else. */
  clear(): void {
    this.sent.clear();
  }
}
