/** What the webviews of the panel share: a page, a channel to it, and a window of rows that the page looks at. */
import { Disposable, type WebviewView, type WebviewViewProvider } from 'vscode';
import type { Services } from '../services.ts';
import { WebviewChannel } from '../webviewChannel.ts';
import { showPage, type WebviewPage } from '../webviews.ts';

/** The rows in the window of the page; the others stay here. */
export interface RowsMessage<Row> {
  type: 'rows';
  from: number;
  rows: Row[];
}

export interface WindowMessage {
  type: 'window';
  from: number;
  to: number;
}

export abstract class RunView<Row, ToView, FromView extends { type: string }> implements WebviewViewProvider {
  protected rows: readonly Row[] = [];
  private channel: WebviewChannel<ToView | RowsMessage<Row>, FromView | WindowMessage> | undefined;
  private window = { from: 0, to: 0 };

  constructor(
    protected readonly services: Services,
    private readonly page: WebviewPage,
  ) {}

  resolveWebviewView(view: WebviewView): Promise<void> {
    const { context, runs } = this.services;
    const channel = new WebviewChannel<ToView | RowsMessage<Row>, FromView | WindowMessage>(
      view,
      view.onDidChangeVisibility,
      {
        refresh: () => {
          this.forgetSent();
          this.update();
        },
        receive: (message) => {
          if (!isWindow(message)) this.receive(message);
          else {
            this.window = message;
            this.sendRows();
          }
        },
      },
    );
    this.channel = channel;
    const subscriptions = Disposable.from(
      channel,
      runs.onDidChange(() => this.update()),
      ...this.watch(),
    );
    view.onDidDispose(() => {
      if (this.channel === channel) this.channel = undefined;
      subscriptions.dispose();
    });
    return showPage(view.webview, context.extensionUri, this.page);
  }

  /** Sends what is shown now; called only while somebody sees it. */
  protected abstract sendAll(): void;

  protected abstract receive(message: FromView): void;

  /** What else than a run changes the view. */
  protected watch(): Disposable[] {
    return [];
  }

  /** The page starts empty again: what was sent to it before does not count. */
  protected forgetSent(): void {}

  protected update(): void {
    if (this.channel?.isOpen) this.sendAll();
  }

  protected send(message: ToView): void {
    this.channel?.show(message);
  }

  protected order(message: ToView): void {
    this.channel?.order(message);
  }

  protected sendRows(): void {
    const { from, to } = this.window;
    this.channel?.show({ type: 'rows', from, rows: this.rows.slice(from, to) });
  }
}

function isWindow<FromView extends { type: string }>(message: FromView | WindowMessage): message is WindowMessage {
  return message.type === 'window';
}
