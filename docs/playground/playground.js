// The page's own part. The library is offloop.js beside it, which `npm run build:ts` (and so `npm start`) writes.
(() => {
  const byId = (id) => document.getElementById(id);
  const form = byId('form');
  const fields = form.elements;
  const plot = { width: 720, height: 260, bins: 120 };

  if (typeof offloop === 'undefined') {
    byId('error').textContent =
      'offloop.js is missing: run npm start in the checkout once, and reload this page.';
    return;
  }

  /** What distributions have, and what they should give. */
  const DISTRIBUTIONS = {
    normal: {
      parameters: ['mean', 'deviation'],
      standard: 'standard normal',
      range: ({ mean, deviation }) => [mean - 4.5 * deviation, mean + 4.5 * deviation],
      density: ({ mean, deviation }, x) =>
        Math.exp(-0.5 * ((x - mean) / deviation) ** 2) / (deviation * Math.sqrt(2 * Math.PI)),
      moments: ({ mean, deviation }) => [mean, deviation],
      beyond: 0.0026997960632601866,
    },
    uniform: {
      parameters: ['low', 'high'],
      standard: 'standard uniform',
      range: ({ low, high }) => [low, high],
      density: ({ low, high }) => 1 / (high - low),
      moments: ({ low, high }) => [(low + high) / 2, (high - low) / Math.sqrt(12)],
      beyond: 0,
    },
  };

  const NUMBERS = ['mean', 'deviation', 'low', 'high', 'stream', 'samples'];
  let running;

  /** The job as the form has it, in the library's own words; what is wrong with it the library says. */
  function jobOf() {
    const distribution = fields.distribution.value;
    const { parameters } = DISTRIBUTIONS[distribution];
    const job = { distribution, seed: fields.seed.value.trim() };
    for (const name of [...parameters, 'stream', 'samples']) {
      job[name] = toNumber(fields[name].value);
    }
    return job;
  }

  /** What is no number stays text, so that the message shows it. */
  function toNumber(text) {
    const plain = text.trim().replaceAll(/[_,]/g, '');
    return plain === '' || Number.isNaN(Number(plain)) ? text : Number(plain);
  }

  function say(error) {
    byId('error').textContent = error === undefined ? '' : error.message;
  }

  async function draw() {
    running?.abort();
    const controller = new AbortController();
    running = controller;
    const job = jobOf();
    const shape = DISTRIBUTIONS[job.distribution];
    try {
      byId('first').textContent = Array.from(
        offloop.sampleSync({ ...job, samples: Math.min(5, job.samples) }),
      ).join('\n');
      // What is wrong with the number of samples is found here, before anything is drawn.
      const chunks = offloop.sampleInChunks(job, {
        signal: controller.signal,
        chunkSamples: 65_536,
        reuse: true,
      });
      say();
      remember(job);
      showCommands(job, shape);
      await collect(job, shape, chunks, controller);
      await showTotal(job, controller.signal);
    } catch (error) {
      if (!controller.signal.aborted) {
        say(error);
      }
    } finally {
      if (running === controller) {
        running = undefined;
        byId('go').textContent = 'Draw';
      }
    }
  }

  /** Draws all samples, and shows now and then how far it is. */
  async function collect(job, shape, chunks, controller) {
    const [least, most] = shape.range(job);
    const [mean, deviation] = shape.moments(job);
    const counts = new Float64Array(plot.bins);
    const scale = plot.bins / (most - least);
    let [drawn, sum, squares, beyond] = [0, 0, 0, 0];
    let shownAt = performance.now();
    const every = matchMedia('(prefers-reduced-motion: reduce)').matches ? 500 : 40;
    byId('go').textContent = 'Stop';
    byId('total').textContent = '…';
    const show = () => showDrawn({ job, shape, counts, drawn, sum, squares, beyond });
    for await (const samples of chunks) {
      for (let i = 0; i < samples.length; i++) {
        const x = samples[i];
        const off = x - mean;
        sum += off;
        squares += off * off;
        if (off > 3 * deviation || off < -3 * deviation) {
          beyond++;
        }
        const bin = Math.floor((x - least) * scale);
        if (bin >= 0 && bin < plot.bins) {
          counts[bin]++;
        }
      }
      drawn += samples.length;
      if (performance.now() - shownAt > every) {
        show();
        await new Promise(requestAnimationFrame);
        controller.signal.throwIfAborted();
        shownAt = performance.now();
      }
    }
    show();
  }

  function showDrawn({ job, shape, counts, drawn, sum, squares, beyond }) {
    const [least, most] = shape.range(job);
    const width = (most - least) / plot.bins;
    const density = Array.from({ length: plot.bins + 1 }, (_, i) => shape.density(job, least + i * width));
    const highest = Math.max(...density) * 1.15;
    const y = (value) => plot.height * (1 - Math.min(1, value / highest));
    const x = (i) => (i * plot.width) / plot.bins;
    const path = Array.from(counts, (count, i) => {
      const top = y(drawn === 0 ? 0 : count / drawn / width);
      return `M${x(i)} ${plot.height}V${top.toFixed(2)}H${x(i + 1)}V${plot.height}`;
    });
    byId('bars').setAttribute('d', path.join(''));
    byId('density').setAttribute(
      'd',
      density.map((value, i) => `${i === 0 ? 'M' : 'L'}${x(i)} ${y(value).toFixed(2)}`).join(''),
    );
    byId('least').textContent = short(least);
    byId('middle').textContent = short((least + most) / 2);
    byId('most').textContent = short(most);
    byId('progress').textContent =
      `${drawn.toLocaleString('en-US')} of ${job.samples.toLocaleString('en-US')} samples`;
    const [mean, deviation] = shape.moments(job);
    if (drawn === 0) {
      return;
    }
    const error = deviation / Math.sqrt(drawn);
    byId('mean').textContent = withError(mean + sum / drawn, error);
    byId('mean-note').textContent = `exact: ${short(mean, 6)}`;
    byId('spread').textContent = short(Math.sqrt(Math.max(0, squares / drawn - (sum / drawn) ** 2)), 6);
    byId('spread-note').textContent = `exact: ${short(deviation, 6)}`;
    byId('tails').textContent = beyond.toLocaleString('en-US');
    byId('tails-note').textContent = `expected: ${Math.round(drawn * shape.beyond).toLocaleString('en-US')}`;
  }

  async function showTotal({ distribution, seed, stream, samples }, signal) {
    const total = await offloop.sum({ distribution, seed, stream, samples }, { signal });
    byId('total').textContent = `sum    ${total.sum}\nunits  ${total.units} (the exact sum, in 2^-64)`;
  }

  function showCommands(job, { parameters, standard }) {
    const where = [`--seed ${job.seed}`, ...(job.stream === 0 ? [] : [`--stream ${job.stream}`])];
    const usual = { mean: 0, deviation: 1, low: 0, high: 1 };
    const scale = parameters
      .filter((name) => job[name] !== usual[name])
      .map((name) => `--${name} ${job[name]}`);
    const command = (name, samples) => [
      `npx offloop ${name} ${job.distribution}`,
      `--samples ${samples}`,
      ...where,
    ];
    showCommand('sample-command', [...command('sample', 5), ...scale]);
    showCommand('sum-command', command('sum', job.samples));
    byId('standard').textContent = standard;
  }

  /** A command whose lines end between its parts. */
  function showCommand(id, parts) {
    const spans = parts.map((part) => Object.assign(document.createElement('span'), { textContent: part }));
    byId(id).replaceChildren(...spans.flatMap((span, n) => (n === 0 ? [span] : [' ', span])));
  }

  /** As many decimals as the error has, of two digits. */
  function withError(value, error) {
    const decimals = Math.min(15, Math.max(0, 1 - Math.floor(Math.log10(error))));
    return `${value.toFixed(decimals)} ± ${error.toFixed(decimals)}`;
  }

  function short(value, digits = 4) {
    const rounded = Number(value.toPrecision(digits));
    return Math.abs(rounded) >= 1e7 || (rounded !== 0 && Math.abs(rounded) < 1e-4)
      ? rounded.toExponential()
      : String(rounded);
  }

  /** What was chosen stands in the address, so that it can be sent. */
  function remember(job) {
    history.replaceState(
      undefined,
      '',
      `#${new URLSearchParams(Object.entries(job).map(([key, value]) => [key, String(value)]))}`,
    );
  }

  function recall() {
    for (const [key, value] of new URLSearchParams(location.hash.slice(1))) {
      if (
        ['distribution', 'seed', ...NUMBERS].includes(key) &&
        (key !== 'distribution' || value in DISTRIBUTIONS)
      ) {
        fields[key].value = value;
      }
    }
    form.dataset.distribution = fields.distribution.value;
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    // Who presses Enter in a field has changed it, which draws already, and does not want to stop that.
    const isTyping = document.activeElement?.matches('input, select');
    if (running === undefined || isTyping) {
      draw();
    } else {
      running.abort();
    }
  });
  form.addEventListener('change', () => {
    form.dataset.distribution = fields.distribution.value;
    draw();
  });
  addEventListener('hashchange', () => {
    recall();
    draw();
  });
  for (const button of document.querySelectorAll('[data-copies]')) {
    button.addEventListener('click', async () => {
      const code = byId(button.dataset.copies);
      try {
        await navigator.clipboard.writeText(code.textContent);
        button.textContent = 'Copied';
        setTimeout(() => {
          button.textContent = 'Copy';
        }, 1500);
      } catch {
        // Where a page may not write to the clipboard, what is to be copied is selected.
        getSelection().selectAllChildren(code);
      }
    });
  }
  recall();
  draw();
})();
