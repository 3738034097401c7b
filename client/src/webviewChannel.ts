/** The way to one webview, on which nothing is lost: neither before its script listens nor while the view is hidden. */
import { Disposable, type Event, type Webview } from 'vscode';

/** What a panel and a view have in common. */
export interface WebviewHost {
  readonly webview: Webview;
  readonly visible: boolean;
}

export interface ChannelOwner<FromView> {
  /** Sends all that the view shows: its script has just started, or it has come back into sight. */
  refresh(): void | Promise<void>;
  receive(message: FromView): void;
}

/**
 * A hidden webview loses its document; its script sends 'ready' whenever it starts again. What is shown is therefore sent
 * to a listening view only, and sent anew on 'ready'. An order (focus this, reveal that) waits until it can be followed.
 */
export class WebviewChannel<ToView, FromView extends { type: string }> implements Disposable {
  private listens = false;
  private orders: ToView[] = [];
  private readonly subscription: Disposable;

  constructor(
    private readonly host: WebviewHost,
    onDidChangeVisibility: Event<unknown>,
    private readonly owner: ChannelOwner<FromView>,
  ) {
    this.subscription = Disposable.from(
      host.webview.onDidReceiveMessage((message: FromView) => {
        if (message.type === 'ready') this.listens = true;
        if (message.type === 'ready') void this.refresh();
        else owner.receive(message);
      }),
      onDidChangeVisibility(() => void this.refresh()),
    );
  }

  /** Whether there is anybody to see what would be sent. */
  get isOpen(): boolean {
    return this.listens && this.host.visible;
  }

  /** A part of what the view shows. */
  show(message: ToView): void {
    if (this.isOpen) this.post(message);
  }

  /** Something the view does once, after it has got what it shows. */
  order(message: ToView): void {
    if (this.isOpen) this.post(message);
    else this.orders.push(message);
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private async refresh(): Promise<void> {
    if (!this.isOpen) return;
    await this.owner.refresh();
    if (!this.isOpen) return;
    for (const order of this.orders.splice(0)) this.post(order);
  }

  private post(message: ToView): void {
    void this.host.webview.postMessage(message);
  }
}
