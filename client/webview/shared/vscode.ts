/** The way from a webview to the extension. */

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

export interface Host<ToHost, FromHost, State> {
  send(message: ToHost): void;
  onMessage(handle: (message: FromHost) => void): void;
  /** What the view keeps while it is hidden. */
  state(): State | undefined;
  keep(state: State): void;
}

export function connect<ToHost, FromHost, State>(): Host<ToHost, FromHost, State> {
  const api = acquireVsCodeApi();
  return {
    send: (message) => api.postMessage({ v: 1, ...(message as object) }),
    onMessage: (handle) =>
      window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (typeof data === 'object' && data !== null && 'type' in data) handle(data as FromHost);
      }),
    state: () => api.getState() as State | undefined,
    keep: (state) => api.setState(state),
  };
}
