import { isAscii } from 'node:buffer';
import { Console } from 'node:console';
import {
  type Connection,
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

/**
 * The connection over standard input and output. As the library makes it for `--stdio`, but texts of megabytes are read faster: most are ASCII, of
 * which bytes are characters.
 */
export function stdioConnection(): Connection {
  const { stdin, stdout, stderr } = process;
  // What a library may print must not get between the messages.
  globalThis.console = new Console(stderr, stderr);
  const reader = new StreamMessageReader(stdin, { contentTypeDecoder: { name: 'application/json', decode } });
  const connection = createConnection(ProposedFeatures.all, reader, new StreamMessageWriter(stdout));
  let isShutDown = false;
  connection.onShutdown(() => {
    isShutDown = true;
  });
  const leave = () => process.exit(isShutDown ? 0 : 1);
  stdin.on('end', leave);
  stdin.on('close', leave);
  return connection;
}

async function decode(bytes: Uint8Array): Promise<never> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return JSON.parse(buffer.toString(isAscii(buffer) ? 'latin1' : 'utf8')) as never;
}
