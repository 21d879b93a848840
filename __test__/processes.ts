import { type ChildProcess, spawn } from 'node:child_process';

/** What a finished program did. */
export interface Finished {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  /** Standard output as it came. */
  readonly bytes: Buffer;
  readonly stderr: string;
}

/** Starts a program in a process of its own. */
export function startProgram(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): { child: ChildProcess; finished: Promise<Finished> } {
  const child = spawn(program, args, {
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const pieces: Buffer[] = [];
  let stderr = '';
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const finished = new Promise<Finished>((resolve) => {
    child.once('close', (code, signal) => {
      const bytes = Buffer.concat(pieces);
      resolve({ code, signal, stdout: bytes.toString(), bytes, stderr });
    });
  });
  return { child, finished };
}

/** Resolves with the first match in what a process writes. */
export function says(child: ChildProcess, text: string | RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const look = (piece: string | Buffer): void => {
      said += piece;
      const found = typeof text === 'string' ? said.includes(text) && text : text.exec(said)?.[0];
      if (found) {
        resolve(found);
      }
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.once('close', () => reject(new Error(`it ended without saying '${text}', but: ${said}`)));
  });
}
