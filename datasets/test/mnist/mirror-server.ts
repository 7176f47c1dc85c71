import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** How a mirror answers one request. */
export type Answer =
  | { readonly kind: 'whole' }
  /** Announces everything, sends so many bytes, and drops the connection. */
  | { readonly kind: 'break'; readonly after: number }
  /** Sends so many bytes, then nothing more. */
  | { readonly kind: 'stall'; readonly after: number }
  /** Sends everything in five pieces, with a pause after each. */
  | { readonly kind: 'drip'; readonly milliseconds: number }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'body'; readonly body: Uint8Array }
  /** A range that starts elsewhere than was asked. */
  | { readonly kind: 'off' };

export interface Mirror {
  readonly url: string;
  /** `name` or `name bytes=5-`, in the order of the requests. */
  readonly requests: string[];
  readonly encodings: (string | undefined)[];
  close(): Promise<void>;
}

/** A mirror on this machine. `answer` is asked once a request, with its number among those for the same file. */
export async function startMirror(
  files: Readonly<Record<string, Uint8Array>>,
  answer: (name: string, attempt: number) => Answer = () => ({ kind: 'whole' }),
  { ranges = true }: { readonly ranges?: boolean } = {},
): Promise<Mirror> {
  const requests: string[] = [];
  const encodings: (string | undefined)[] = [];
  const attempts = new Map<string, number>();
  const server = createServer((request, response) => {
    const name = (request.url ?? '').replace(/^.*\//, '');
    const { range } = request.headers;
    requests.push(range === undefined ? name : `${name} ${range}`);
    encodings.push(request.headers['accept-encoding'] as string | undefined);
    const attempt = (attempts.get(name) ?? 0) + 1;
    attempts.set(name, attempt);
    const start = ranges && range !== undefined ? Number(/\d+/.exec(range)?.[0]) : 0;
    send(response, files[name], answer(name, attempt), start, ranges && range !== undefined);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mnist/`,
    requests,
    encodings,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(
  response: ServerResponse,
  file: Uint8Array | undefined,
  answer: Answer,
  start: number,
  isRange: boolean,
): void {
  if (answer.kind === 'status' || file === undefined) {
    response.writeHead(answer.kind === 'status' ? answer.status : 404).end('no such page');
    return;
  }
  if (answer.kind === 'body') {
    response.writeHead(200, { 'content-length': answer.body.length }).end(answer.body);
    return;
  }
  const from = answer.kind === 'off' ? start - 1 : start;
  const rest = file.subarray(from);
  const headers = { 'content-length': rest.length };
  if (isRange) {
    const range = `bytes ${from}-${file.length - 1}/${file.length}`;
    response.writeHead(206, { ...headers, 'content-range': range });
  } else {
    response.writeHead(200, headers);
  }
  if (answer.kind === 'break') {
    response.write(rest.subarray(0, answer.after), () => setTimeout(() => response.destroy(), 20));
  } else if (answer.kind === 'stall') {
    response.write(rest.subarray(0, answer.after));
  } else if (answer.kind === 'drip') {
    void drip(response, rest, answer.milliseconds);
  } else {
    response.end(rest);
  }
}

async function drip(response: ServerResponse, file: Uint8Array, milliseconds: number) {
  const size = Math.ceil(file.length / 5);
  for (let start = 0; start < file.length; start += size) {
    response.write(file.subarray(start, start + size));
    await pause(milliseconds);
  }
  response.end();
}
