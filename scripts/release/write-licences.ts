// `npm run release:licences`: puts the licences into the packages that `napi create-npm-dirs` made in npm/.
import { addLicences } from './licences.ts';
import { root } from './stage.ts';

await addLicences(root);
