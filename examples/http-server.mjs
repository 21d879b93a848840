// An HTTP server that stays responsive while it sums: GET /sum?samples=1e9&seed=42 is computed off the event loop,
// and stops when its client goes; GET /healthz is answered at once.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { sum } from 'offloop';
import { readOptions } from './options.mjs';

const { port, most } = readOptions('Serves /sum?samples=…&seed=… and /healthz.', {
  port: { initial: 8080, least: 0, most: 65_535, help: 'where to listen on 127.0.0.1; 0: any free one' },
  most: { initial: 1e11, help: 'samples that a request may ask for' },
});

const server = createServer(async (request, response) => {
  const [, path, query] = /^([^?]*)\??(.*)$/.exec(request.url);
  if (request.method !== 'GET') {
    answer(response, 405, { error: `only GET is served, not ${request.method}` });
  } else if (path === '/healthz') {
    answer(response, 200, { healthy: true });
  } else if (path === '/sum') {
    await answerSum(response, new URLSearchParams(query));
  } else {
    answer(response, 404, { error: `there is /sum and /healthz, not ${path}` });
  }
});

async function answerSum(response, query) {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    answer(response, 200, await sum(jobOf(query), { signal: gone.signal }));
  } catch (error) {
    if (!gone.signal.aborted) {
      // What is wrong with a job is said by the library, before anything starts.
      const wrong = error instanceof TypeError || error instanceof RangeError;
      answer(response, wrong ? 400 : 500, { error: error.message });
    }
  }
}

/** The query is the job: the library refuses what a job does not have, and values that it cannot have. */
function jobOf(query) {
  const job = { distribution: 'normal', ...Object.fromEntries(query) };
  for (const name of ['samples', 'start', 'stream']) {
    if (/^[\d.]+(e\d+)?$/.test(job[name])) {
      job[name] = Number(job[name]);
    }
  }
  if (job.samples > most) {
    throw new RangeError(`samples must be at most ${most} here, not ${job.samples}`);
  }
  return job;
}

function answer(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
}

server.listen(port, '127.0.0.1');
await once(server, 'listening').catch((error) => {
  console.error(error.message);
  process.exit(1);
});
console.log(`listening on http://127.0.0.1:${server.address().port}`);

// Ctrl-C: no new requests; those under way are dropped, and with them their sums.
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
  });
}
