import { readFileSync } from 'node:fs';
import test from 'ava';
import { packageVersion } from '../../ts/library/platform/version.ts';

test("the version in the code is package.json's", (t) => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  t.is(packageVersion(), version);
});
