// What npm runs when it installs the packages, and what its registry knows of them: whether they are signed, what is wrong with them.
import { Skipped } from '../../kit/steps.ts';
import { neededAtRunTime } from './lock.ts';
import { tried } from './tools.ts';

/** What npm says where a registry, or the log of signatures, has no answer. */
const NO_ANSWER =
  /\b(ENOTFOUND|EAI_AGAIN|ECONN\w+|ETIMEDOUT)\b|audit endpoint returned an error|no dependencies to audit/;

export async function noInstallScripts(): Promise<string> {
  const needed = await neededAtRunTime();
  const withScripts = needed.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name);
  if (withScripts.length > 0) {
    throw new Error(withScripts.join(', '));
  }
  return `none in ${needed.length} packages`;
}

/** Whether every package of the lock file has its registry's signature, and a right provenance where it has one. */
export function signatures(): Promise<string> {
  return audit(['signatures']);
}

/** What is bundled is in npm's eyes a development dependency. */
export async function runTimeAdvisories(): Promise<string> {
  const needed = (await neededAtRunTime()).map(({ name }) => name);
  const { stdout, stderr } = await tried({ timeout: '10m' })`npm audit --json`;
  skipWithoutAnswer(stderr);
  const { vulnerabilities } = JSON.parse(stdout);
  const found = needed.filter((name) => name in vulnerabilities);
  if (found.length > 0) {
    throw new Error(found.map((name) => `${name}: ${vulnerabilities[name].severity}`).join(', '));
  }
  return `none in ${needed.join(', ')}`;
}

/** What only builds and tests use runs on input that can be trusted: what is low or moderate there stops nothing. */
export function developmentAdvisories(): Promise<string> {
  return audit(['--audit-level=high']);
}

async function audit(args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await tried({ timeout: '10m' })`npm audit ${args}`;
  if (exitCode === 0) {
    return stdout.trim().replaceAll(/\n+/g, ', ');
  }
  skipWithoutAnswer(stderr);
  throw new Error(`${stdout}\n${stderr}`);
}

function skipWithoutAnswer(stderr: string): void {
  const sentence = stderr.split('\n').find((line) => /^npm (warn|error) (?!code|syscall|errno)/.test(line));
  if (NO_ANSWER.test(stderr)) {
    throw new Skipped(sentence ?? stderr);
  }
}
