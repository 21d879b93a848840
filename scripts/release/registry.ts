// A package registry on this machine's loopback, for rehearsals.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { $ } from 'zx';
import { withoutNpmSettings } from '../kit/npm.ts';
import { readManifest } from '../kit/stage.ts';

export interface Registry {
  readonly url: string;
  /**
   * The environment in which npm and similar tools use this registry, and npm ignores its user's settings and cache.
   */
  readonly environment: NodeJS.ProcessEnv;
  stop(): void;
}

// No uplinks: only packages published here are found, so nothing else can be installed by mistake.
const CONFIGURATION = `storage: ./storage
uplinks: {}
packages:
  '**':
    access: $all
    publish: $all
web:
  enable: false
log: { type: stdout, format: json, level: warn }
`;

/** Starts Verdaccio, whose program is given, with its data in a new folder. */
export async function startRegistry(verdaccio: string, folder: string): Promise<Registry> {
  await mkdir(folder);
  await writeFile(join(folder, 'config.yaml'), CONFIGURATION);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const settings = join(folder, 'npmrc');
  // Any token will do, but npm does not publish without one.
  await writeFile(
    settings,
    `registry=${url}\n//127.0.0.1:${port}/:_authToken=rehearsal\nfund=false\naudit=false\n`,
  );
  const environment = {
    ...withoutNpmSettings(),
    npm_config_userconfig: settings,
    npm_config_globalconfig: join(folder, 'no-global-npmrc'),
    npm_config_cache: join(folder, 'npm-cache'),
    npm_config_registry: url,
    npm_config_update_notifier: 'false',
    // Deno knows this variable only in capitals.
    NPM_CONFIG_REGISTRY: url,
    BUN_CONFIG_REGISTRY: url,
    YARN_NPM_REGISTRY_SERVER: url,
    YARN_UNSAFE_HTTP_WHITELIST: '127.0.0.1',
    // They must install packages published a moment ago.
    YARN_NPM_MINIMAL_AGE_GATE: '0',
    PNPM_CONFIG_MINIMUM_RELEASE_AGE: '0',
    // No update checks and no telemetry.
    DO_NOT_TRACK: '1',
    DENO_NO_UPDATE_CHECK: '1',
    YARN_ENABLE_TELEMETRY: '0',
  };
  const log = await open(join(folder, 'log'), 'w');
  const child = spawn(
    process.execPath,
    [verdaccio, '--config', join(folder, 'config.yaml'), '--listen', `127.0.0.1:${port}`],
    { stdio: ['ignore', log.fd, log.fd] },
  );
  await log.close();
  const stop = (): void => void child.kill();
  try {
    await untilItAnswers(`${url}-/ping`, child);
  } catch (error) {
    stop();
    throw new Error(`Verdaccio did not start: ${await readFile(join(folder, 'log'), 'utf8')}`, {
      cause: error,
    });
  }
  return { url, environment, stop };
}

/** Publishes a folder, or a tarball, to the registry of the rehearsal, and refuses to publish anywhere else. */
export async function publish(registry: Registry, folder: string): Promise<void> {
  await refuseOtherRegistries(registry, folder);
  await $({ cwd: folder, env: registry.environment, quiet: true })`npm publish --access public`;
}

/** Throws unless npm, run in a folder, would publish to the rehearsal's registry on the loopback. */
export async function refuseOtherRegistries(
  { url, environment }: Pick<Registry, 'url' | 'environment'>,
  folder: string,
): Promise<void> {
  if (new URL(url).hostname !== '127.0.0.1') {
    throw new Error(`A rehearsal publishes to 127.0.0.1 only, not to ${url}`);
  }
  const npm = $({ cwd: folder, env: environment, quiet: true });
  const { publishConfig } = await readManifest(folder);
  const found = {
    registry: (await npm`npm config get registry`).stdout.trim(),
    '@offloop:registry': (await npm`npm config get @offloop:registry`).stdout.trim(),
    'publishConfig.registry': publishConfig?.registry ?? 'undefined',
  };
  for (const [setting, value] of Object.entries(found)) {
    if (value !== url && (setting === 'registry' || value !== 'undefined')) {
      throw new Error(`A rehearsal publishes to ${url} only, but ${setting} is ${value}`);
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

async function untilItAnswers(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 150; tries++) {
    if (child.exitCode !== null) {
      break;
    }
    try {
      if ((await fetch(url)).ok) {
        return;
      }
    } catch {
      // Not yet.
    }
    await delay(200);
  }
  throw new Error(`no answer from ${url}`);
}
