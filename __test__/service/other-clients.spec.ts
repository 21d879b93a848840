import { encodeAnswer } from '../../ts/service/protocol.ts';
import { outputOf, testWhere } from '../where.ts';
import { predictedSums, run, startServer } from './support.ts';

/** The client of the original example: it connects, reads once, and takes what came for the number. */
const PYTHON_CLIENT = `
import socket, sys
with socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=20) as s:
    print(repr(float(s.recv(4096).decode())))
`;

const withPython = testWhere(outputOf('python3', ['--version']).startsWith('Python 3'));
const withNetcat = testWhere(outputOf('nc', ['-h']).includes('OpenBSD'));

withPython('a Python client that reads once gets the exact total', async (t) => {
  const [server] = await startServer(t, { samples: 70_000 });
  const output = await run('python3', ['-c', PYTHON_CLIENT, String(server.port)]);
  t.deepEqual([Number(output)], await predictedSums(1, 70_000), output);
});

withNetcat('nc -d prints the total and exits', async (t) => {
  const [server] = await startServer(t, { samples: 70_000 });
  const output = await run('nc', ['-d', '127.0.0.1', String(server.port)]);
  t.deepEqual([output], (await predictedSums(1, 70_000)).map(encodeAnswer));
});

withNetcat('nc -N, which closes its sending side at once, gets the total', async (t) => {
  const [server] = await startServer(t, { samples: 70_000 });
  const output = await run('nc', ['-N', '127.0.0.1', String(server.port)]);
  t.deepEqual([output], (await predictedSums(1, 70_000)).map(encodeAnswer));
});
