import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import test from 'ava';
import { freePort } from '../distributed/redis.ts';
import { says, spawn } from '../processes.ts';
import { outputOf, testWhere } from '../where.ts';
import { main, start } from './run.ts';

const has = (program: string): boolean => outputOf(program, ['--version']) !== '';

/** Receives what systemd would: Node has no datagram sockets in the file system. */
const SYSTEMD = `
import socket, sys
with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
    told.bind(sys.argv[1])
    print('bound', flush=True)
    while True:
        print(told.recv(4096).decode(), flush=True)
`;

testWhere(
  has('systemd-socket-activate') && has('systemd-notify') && has('python3'),
  has('python3') ? 'systemd' : 'python3',
)(
  'serve takes the socket that systemd has open, and tells it when it is ready and when it stops',
  async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'offloop-systemd-'));
    const socket = join(folder, 'notify');
    const systemd = spawn('python3', ['-c', SYSTEMD, socket], { stdio: ['ignore', 'pipe', 'inherit'] });
    t.teardown(() => {
      systemd.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    });
    await says(systemd, 'bound');
    t.true(existsSync(socket));
    const port = await freePort();
    const serve = [process.execPath, main, 'serve', '--samples', '1e5', '--log-format', 'text'];
    const environment = ['-E', `NOTIFY_SOCKET=${socket}`, '-E', 'PATH', '-E', 'NODE_OPTIONS='];
    const server = spawn('systemd-socket-activate', ['-l', `127.0.0.1:${port}`, ...environment, ...serve], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    t.teardown(() => server.kill('SIGKILL'));
    await says(server, 'Listening on');
    const told = says(systemd, `READY=1\nSTATUS=listening on 127.0.0.1:${port}`);
    // The first client starts the server.
    t.regex(await text(net.connect(port, '127.0.0.1')), /^-?[\d.]+\n$/);
    await told;
    const stopping = says(systemd, 'STOPPING=1');
    const ended = once(server, 'close');
    server.kill('SIGTERM');
    t.deepEqual(await ended, [0, null]);
    await stopping;
  },
);

test('where systemd cannot be told, that is a line of the log, and the server serves', async (t) => {
  const { child, finished } = start(['serve', '--port', '0'], { NOTIFY_SOCKET: '/nowhere' });
  await says(child, 'systemd could not be notified');
  child.kill('SIGTERM');
  t.is((await finished).code, 0);
});

testWhere(process.platform !== 'win32')('an address beside a socket of systemd is refused', async (t) => {
  const script = 'LISTEN_PID=$$ LISTEN_FDS=1 exec "$@"';
  const command = [process.execPath, main, 'serve', '--port', '8197'];
  const serve = spawn('sh', ['-c', script, 'sh', ...command], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(serve, 'close');
  t.is(
    await text(serve.stderr),
    'error: --port cannot be used with a socket from systemd: its unit names the address\n',
  );
  t.deepEqual(await ended, [2, null]);
});
