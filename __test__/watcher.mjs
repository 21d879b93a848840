// Ends what a test file has started when that file's process has gone, however it went: this one's input closes then.
// It reads lines such as +-123 and --123: process group 123 has been started, has been ended. Without groups: +123, -123.
import { createInterface } from 'node:readline';

const started = new Set();

for await (const line of createInterface({ input: process.stdin })) {
  started[line[0] === '+' ? 'add' : 'delete'](Number(line.slice(1)));
}
for (const id of started) {
  try {
    process.kill(id, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
