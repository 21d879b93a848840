// The tools of prove:supply, each in one version, from the registry that has it.
import { join } from 'node:path';
import { $, which } from 'zx';
import { kept } from '../../kit/kept.ts';
import { installTools, withoutNpmSettings } from '../../kit/npm.ts';
import { root } from '../../kit/places.mjs';
import { Skipped, say } from '../../kit/steps.ts';

/** Runs a tool in the project's folder. What its exit code means is up to the caller. */
export const tried = $({
  cwd: root,
  env: withoutNpmSettings(),
  quiet: true,
  nothrow: true,
  timeout: '5m',
});

/** What a tool that finds nothing says. What it says else is an error, or a reason why there is no answer. */
export async function outputOf(
  program: string,
  args: readonly string[],
  noAnswer?: RegExp,
): Promise<{ stdout: string; stderr: string }> {
  const { exitCode, stdout, stderr } = await tried({ timeout: '10m' })`${program} ${args}`;
  const [reason] = (exitCode !== 0 && noAnswer?.exec(`${stdout}\n${stderr}`)) || [];
  if (reason !== undefined) {
    throw new Skipped(reason);
  }
  if (exitCode !== 0) {
    throw new Error(`${stdout}\n${stderr}`);
  }
  return { stdout: stdout.trim(), stderr: stderr.trim() };
}

export const cargoDeny = (): Promise<string> => cargoTool('cargo-deny', '0.20.2');
export const cargoCycloneDx = (): Promise<string> => cargoTool('cargo-cyclonedx', '0.5.9');

/** The folder of npm's CycloneDX tools: the command that writes, and the library that validates. */
export function cycloneDxFolder(): Promise<string> {
  const dependencies = { '@cyclonedx/cyclonedx-npm': '6.0.1' };
  return kept('tools/cyclonedx-npm-6.0.1', (folder) => installTools(folder, { dependencies }));
}

export async function zizmor(): Promise<string> {
  const folder = await kept('tools/zizmor-1.32.0', async (to) => {
    await $({ quiet: true })`python3 -m pip install --quiet --target ${to} zizmor==1.32.0`;
  });
  return join(folder, 'bin/zizmor');
}

export async function actionlint(): Promise<string> {
  if ((await which('go', { nothrow: true })) === null) {
    throw new Skipped('there is no go, which builds actionlint');
  }
  const folder = await kept('tools/actionlint-1.7.12', async (to) => {
    const env = { ...process.env, GOBIN: to };
    await $({ quiet: true, env })`go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12`;
  });
  return join(folder, 'actionlint');
}

/** A program of crates.io, built from its own lock file. */
async function cargoTool(name: string, version: string): Promise<string> {
  const folder = await kept(`tools/${name}-${version}`, async (to) => {
    say(`Building ${name} ${version}, some minutes, once …`);
    const { CARGO_TARGET_DIR, ...env } = withoutNpmSettings();
    // Cargo says on standard error how far it is.
    const stdio = ['ignore', 'ignore', 'inherit'] as const;
    await $({ env, stdio: [...stdio] })`cargo install --locked --root ${to} ${name}@${version}`;
  });
  return join(folder, 'bin', name);
}
