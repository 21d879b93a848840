import type { ExecutionContext } from 'ava';
import { encodeAnswer } from '../../ts/service/protocol.ts';
import { outputOf, testWhere } from '../where.ts';
import { hasPython, predictedSums, run, startServer } from './support.ts';

/** The client of the original example: it connects, reads once, and takes what came for the number. */
const READS_ONCE = `
import socket, sys
with socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=60) as s:
    print(repr(float(s.recv(4096).decode())))
`;

/** The same with asyncio's streams, to the end. */
const ASYNCIO = `
import asyncio, sys
async def main():
    reader, writer = await asyncio.open_connection("127.0.0.1", int(sys.argv[1]))
    print(repr(float((await reader.read()).decode())))
    writer.close()
    await writer.wait_closed()
asyncio.run(main())
`;

/** And a line of it, as a protocol with lines is read. */
const READS_A_LINE = `
import socket, sys
with socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=60) as s:
    print(repr(float(s.makefile().readline())))
`;

const withPython = testWhere(hasPython, 'python3');
const withNetcat = testWhere(outputOf('nc', ['-h']).includes('OpenBSD'), 'nc');
const withBash = testWhere(outputOf('bash', ['--version']).includes('GNU bash'));
const withCurl = testWhere(/^Protocols:.* telnet/m.test(outputOf('curl', ['--version'])), 'curl');

/** Runs a client, which must print the total of stream 0 as a number, and what else it prints in the answer's own text. */
async function gets(t: ExecutionContext, program: string, args: (port: string) => string[], exact = true) {
  const [server] = await startServer(t, { samples: 70_000 });
  const output = await run(program, args(String(server.port)));
  const [expected] = await predictedSums(1, 70_000);
  if (exact) {
    t.is(output, encodeAnswer(expected!));
  } else {
    t.is(Number(output), expected!, output);
  }
}

withPython('a Python client that reads once gets the exact total', (t) =>
  gets(t, 'python3', (port) => ['-c', READS_ONCE, port], false),
);

withPython("Python's asyncio gets the exact total", (t) =>
  gets(t, 'python3', (port) => ['-c', ASYNCIO, port], false),
);

withPython('a Python client that reads a line gets the exact total', (t) =>
  gets(t, 'python3', (port) => ['-c', READS_A_LINE, port], false),
);

withNetcat('nc -d prints the total and exits', (t) => gets(t, 'nc', (port) => ['-d', '127.0.0.1', port]));

withNetcat('nc -N, which closes its sending side at once, gets the total', (t) =>
  gets(t, 'nc', (port) => ['-N', '127.0.0.1', port]),
);

withBash("bash's /dev/tcp gets the total, as a whole and as a line", async (t) => {
  await gets(t, 'bash', (port) => ['-c', `cat < /dev/tcp/127.0.0.1/${port}`]);
  await gets(t, 'bash', (port) => ['-c', `read -r total < /dev/tcp/127.0.0.1/${port} && echo "$total"`]);
});

withCurl('curl telnet:// gets the total', (t) =>
  gets(t, 'bash', (port) => ['-c', `sleep 5 | curl -sN telnet://127.0.0.1:${port}`]),
);
