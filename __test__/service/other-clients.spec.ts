import test from 'ava';
import { encodeAnswer } from '../../ts/service/protocol.ts';
import { predictedSums, run, startServer } from './support.ts';

/** The client of the original example: it connects, reads once, and takes what came for the number. */
const PYTHON_CLIENT = `
import socket, sys
with socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=20) as s:
    print(repr(float(s.recv(4096).decode())))
`;

test('a Python client that reads once gets the exact total', async (t) => {
  const [server] = await startServer(t, { samples: 70_000 });
  const output = await run('python3', ['-c', PYTHON_CLIENT, String(server.port)]);
  if (output === undefined) {
    t.log('left out: python3 is not installed');
    t.pass();
    return;
  }
  t.deepEqual([Number(output)], await predictedSums(1, 70_000), output);
});

test('nc -d prints the total and exits', async (t) => {
  if (!(await run('nc', ['-h']))?.includes('OpenBSD')) {
    t.log('left out: netcat-openbsd is not installed');
    t.pass();
    return;
  }
  const [server] = await startServer(t, { samples: 70_000 });
  const output = await run('nc', ['-d', '127.0.0.1', String(server.port)]);
  t.deepEqual([output], (await predictedSums(1, 70_000)).map(encodeAnswer));
});

test('nc -N, which closes its sending side at once, gets the total', async (t) => {
  if (!(await run('nc', ['-h']))?.includes('OpenBSD')) {
    t.log('left out: netcat-openbsd is not installed');
    t.pass();
    return;
  }
  const [server] = await startServer(t, { samples: 70_000 });
  const output = await run('nc', ['-N', '127.0.0.1', String(server.port)]);
  t.deepEqual([output], (await predictedSums(1, 70_000)).map(encodeAnswer));
});
