// What a thread of Piscina runs. JavaScript, since tsx loads no TypeScript in worker threads.
const { sumSync } = await import(new URL('../../../dist/index.js', import.meta.url).href);

export default ({ engine, task }) => sumSync(task, { engine }).units;
