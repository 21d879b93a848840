// `npm start`: sets up what is missing, then runs the main job. Arguments after `--` go to it.
import { run, setUp } from './setup.mjs';

setUp();
process.exitCode = run(process.execPath, ['dist/cli/main.js', 'compare', ...process.argv.slice(2)]);
