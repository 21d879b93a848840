import { join } from 'node:path';
import { installPython } from '../../scripts/bench/kit/python.ts';
import { startProgram } from '../processes.ts';
import { outputOf, testWhere } from '../where.ts';
import { EXAMPLES } from './run.ts';

const python = await installPython(['numpy'], true).catch(() => undefined);
const hasNumpy = python !== undefined && outputOf(python, ['-c', 'import numpy; print("here")']) === 'here\n';
const program = join(EXAMPLES, 'python', 'offloop_stream.py');

testWhere(hasNumpy)(
  'the stream in Python agrees with every vector (needs python3, venv and numpy)',
  async (t) => {
    const { code, stdout, stderr } = await startProgram(python!, [program]).finished;
    t.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    const lines = stdout.trimEnd().split('\n');
    t.true(lines.length >= 28);
    t.deepEqual(
      lines.filter((line) => !line.startsWith('ok ')),
      [],
    );
  },
);
