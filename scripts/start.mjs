// `npm start`: sets up what is missing, then runs the main job. Arguments after `--` go to it.
import { run, setUp } from './setup.mjs';

setUp();
process.exitCode = run(process.execPath, ['dist/cli/offloop.cjs', 'compare', ...process.argv.slice(2)]);
