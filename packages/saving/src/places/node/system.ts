import { makeFolder } from '@tsuno/core';

/** What is asked of an open file; the names are Node's. */
export interface OpenFile {
  write(
    bytes: Uint8Array,
    offset: number,
    length: number,
  ): Promise<{ readonly bytesWritten: number }>;
  read(
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: null,
  ): Promise<{ readonly bytesRead: number }>;
  sync(): Promise<void>;
  stat(): Promise<Stats>;
  chmod(mode: number): Promise<void>;
  chown(uid: number, gid: number): Promise<void>;
  close(): Promise<void>;
}

export interface Stats {
  readonly size: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly dev: number;
  readonly ino: number;
  readonly mtimeMs: number;
  isFile(): boolean;
  isDirectory(): boolean;
}

/** What is asked of a file system: tests hand in one that fails, or that ends the process, at a call of their choice. */
export interface FileSystem {
  open(path: string, flags: string | number, mode?: number): Promise<OpenFile>;
  rename(from: string, to: string): Promise<void>;
  link(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  readdir(path: string): Promise<string[]>;
  stat(path: string): Promise<Stats>;
  access(path: string, mode: number): Promise<void>;
  realpath(path: string): Promise<string>;
  readlink(path: string): Promise<string>;
}

export interface Paths {
  readonly sep: string;
  resolve(...parts: string[]): string;
  join(...parts: string[]): string;
  dirname(path: string): string;
  basename(path: string): string;
}

/** The process and its machine, as far as files are concerned. */
export interface System {
  readonly files: FileSystem;
  readonly paths: Paths;
  readonly constants: {
    readonly W_OK: number;
    readonly O_RDONLY: number;
    readonly O_NONBLOCK?: number;
  };
  /** The machine, or the container: where a pid means one process. */
  readonly host: string;
  readonly pid: number;
  readonly thread: number;
  /** When the process began, in milliseconds of a clock that nobody sets: a pid alone may come again. */
  readonly started: number;
  isAlive(pid: number): boolean;
  makeFolder(folder: string): Promise<void>;
  pathOf(url: URL): string;
}

interface NodeProcess {
  readonly pid: number;
  readonly hrtime: { bigint(): bigint };
  uptime(): number;
  kill(pid: number, signal: 0): unknown;
  getBuiltinModule?(name: string): unknown;
}

/** This system; null outside of Node. */
export function nodeSystem(): System | null {
  const { process } = globalThis as { process?: NodeProcess };
  // Asked for in this way, bundlers for browsers need not know of them.
  const builtin = <T>(name: string) => process?.getBuiltinModule?.(name) as T | undefined;
  const files = builtin<FileSystem & { constants: System['constants'] }>('node:fs/promises');
  const paths = builtin<Paths>('node:path');
  const os = builtin<{ hostname(): string }>('node:os');
  const urls = builtin<{ fileURLToPath(url: URL): string }>('node:url');
  const threads = builtin<{ threadId: number }>('node:worker_threads');
  const links = builtin<{ readlinkSync(path: string): string }>('node:fs');
  if (!process || !files || !paths || !os || !urls || !threads || !links) return null;
  return {
    files,
    paths,
    constants: files.constants,
    host: `${os.hostname()} ${pidNamespace(links)}`,
    pid: process.pid,
    thread: threads.threadId,
    started: Math.round(Number(process.hrtime.bigint()) / 1e6 - process.uptime() * 1e3),
    isAlive(pid) {
      try {
        process.kill(pid, 0);
        return true;
      } catch (error) {
        // A process of somebody else.
        return codeOf(error) === 'EPERM';
      }
    },
    makeFolder,
    pathOf: urls.fileURLToPath,
  };
}

/** Containers may have one name, and yet each its own numbers for processes. */
function pidNamespace({ readlinkSync }: { readlinkSync(path: string): string }): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

/** The system's name for what went wrong, such as `ENOSPC`. */
export function codeOf(error: unknown): string | undefined {
  return (error as { code?: string } | null)?.code;
}

/** What `call` gives, or null where there is nothing of the name. */
export async function ifThere<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}
