// What a thread of Piscina runs: it blocks, or has the slots that the whole process shares. JavaScript, since tsx loads no TypeScript in worker threads.
const { sum, sumSync } = await import(new URL('../../../dist/index.js', import.meta.url).href);

export default ({ engine, task }) => sumSync(task, { engine }).units;

export const inSlots = async ({ engine, task }) => (await sum(task, { engine })).units;
