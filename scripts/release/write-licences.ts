// `npm run release:licences`: puts the licences into the packages that `napi create-npm-dirs` made in npm/.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { addLicences } from '../kit/licences.ts';
import { root } from '../kit/places.mjs';

if (existsSync(join(root, 'npm'))) {
  await addLicences(root);
} else {
  console.error('There are no platform packages in npm/: `npx napi create-npm-dirs` makes them.');
  process.exitCode = 1;
}
