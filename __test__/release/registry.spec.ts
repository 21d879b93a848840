import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { refuseOtherRegistries } from '../../scripts/release/registry.ts';

const url = 'http://127.0.0.1:4873/';
const other = 'http://registry.invalid/';

const cases = [
  { name: 'another registry in the environment', settings: { npm_config_registry: other } },
  { name: 'another registry of the scope', npmrc: `@offloop:registry=${other}` },
  { name: 'another registry in publishConfig', manifest: { publishConfig: { registry: other } } },
];

for (const { name, settings = {}, npmrc = '', manifest = {} } of cases) {
  test(`a rehearsal refuses ${name}`, async (t) => {
    await t.throwsAsync(
      refuseOtherRegistries({ url, environment: environment(settings) }, folderWith(t, npmrc, manifest)),
      {
        message:
          /A rehearsal publishes to http:\/\/127\.0\.0\.1:4873\/ only, but .+ is http:\/\/registry\.invalid\//,
      },
    );
  });
}

test('a rehearsal refuses a registry that is not on the loopback', async (t) => {
  await t.throwsAsync(
    refuseOtherRegistries({ url: other, environment: environment({}) }, folderWith(t, '', {})),
    {
      message: /127\.0\.0\.1 only, not to http:\/\/registry\.invalid\//,
    },
  );
});

test('a rehearsal publishes to its own registry', async (t) => {
  await t.notThrowsAsync(refuseOtherRegistries({ url, environment: environment({}) }, folderWith(t, '', {})));
});

function environment(settings: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...process.env, npm_config_registry: url, ...settings };
}

function folderWith(t: { teardown(clean: () => void): void }, npmrc: string, manifest: object): string {
  const folder = mkdtempSync(join(tmpdir(), 'offloop-registry-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, '.npmrc'), npmrc);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'x', version: '1.0.0', ...manifest }));
  return folder;
}
