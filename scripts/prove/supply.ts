// `npm run prove:supply`: what the packages are made of, from whom, under which licences, and whether a build gives the same
// bytes on another machine. Its tools come from the registries, in exact versions, and are kept in a folder; nothing is installed.
import { newCommand, someOf } from '../kit/command.ts';
import { CACHE, inCache, keepIn } from '../kit/kept.ts';
import { report, say, step } from '../kit/steps.ts';
import { buildTwice } from './supply/builds.ts';
import { advisories, licencesBansSources } from './supply/crates.ts';
import { developmentAdvisories, noInstallScripts, runTimeAdvisories, signatures } from './supply/npm.ts';
import { licences, mainSbom, moduleSbom, platformSboms } from './supply/sbom.ts';
import { audited, linted } from './supply/workflows.ts';

const PARTS = {
  npm: {
    'install scripts of what is needed at run time': noInstallScripts,
    'signatures of the installed packages': signatures,
    'advisories on what is needed at run time': runTimeAdvisories,
    'advisories on the rest, high and critical': developmentAdvisories,
  },
  sbom: {
    'of offloop': mainSbom,
    'of the WebAssembly module': moduleSbom,
    'of the platform packages': platformSboms,
  },
  licences: { 'of the packages needed at run time': licences },
  crates: { 'licences, bans and sources': licencesBansSources, advisories },
  workflows: { 'zizmor, pinned actions among it': audited, actionlint: linted },
  builds: { 'two builds, as on two machines': buildTwice },
};

const NAMES = Object.keys(PARTS) as (keyof typeof PARTS)[];

const { only, strict, cache, json } = newCommand(
  'prove:supply',
  'what the packages are made of, and from whom',
)
  .addOption(someOf('--only <names>', NAMES))
  .option('--strict', 'what cannot be tried is a failure')
  .option(...CACHE)
  .option('--json', 'the table as JSON')
  .addHelpText('after', '\nThe SBOMs are left in sbom/.')
  .parse()
  .opts<{ only: typeof NAMES; strict?: true; cache?: string; json?: true }>();
keepIn(cache);
say(`Tools and builds are kept in ${inCache()}.`);
for (const name of NAMES.filter((part) => only.includes(part))) {
  for (const [what, work] of Object.entries(PARTS[name])) {
    await step(`${name}: ${what}`, work);
  }
}
report('Supply chain', { json, strict });
