import { readdirSync, readFileSync } from 'node:fs';
import test from 'ava';
import { parse } from 'yaml';

interface Workflow {
  permissions?: Record<string, string>;
  jobs: Record<string, { permissions?: Record<string, string>; steps?: { run?: string }[] }>;
}

const FOLDER = new URL('../../.github/workflows/', import.meta.url);

const workflows = readdirSync(FOLDER).map((name) => {
  const text = readFileSync(new URL(name, FOLDER), 'utf8');
  return { ...(parse(text) as Workflow), name, text };
});

test('an action is named by its commit, with the version for people', (t) => {
  const used = workflows.flatMap(({ text }) =>
    [...text.matchAll(/\buses: (.+)$/gm)].map(([, action]) => action!),
  );
  t.true(used.length > 20);
  for (const action of used.filter((name) => !name.startsWith('./'))) {
    t.regex(action, /^[\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  }
});

test('what is fetched to build or to check with is of one version', (t) => {
  const commands = workflows.flatMap(({ jobs }) =>
    Object.values(jobs).flatMap(({ steps = [] }) => steps.flatMap(({ run }) => run ?? [])),
  );
  t.true(commands.some((command) => command.includes('pipx')));
  for (const command of commands) {
    t.notRegex(command, /:latest|@latest/);
    t.notRegex(command, /pipx (install|inject \S+) (?!\S+==\d)/, command);
  }
});

test('only the jobs that publish may write anything', (t) => {
  for (const { permissions } of workflows) {
    t.deepEqual(permissions, { contents: 'read' });
  }
  const writers = workflows.flatMap(({ name, jobs }) =>
    Object.entries(jobs)
      .filter(([, { permissions = {} }]) => Object.values(permissions).includes('write'))
      .map(([job]) => `${name}: ${job}`),
  );
  t.deepEqual(writers, ['release.yml: publish', 'release.yml: sboms']);
});
