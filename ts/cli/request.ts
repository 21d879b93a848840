import { Command } from 'commander';
import { requestTotal } from '../service/client.ts';
import type { RequestOptions } from '../service/request-options.ts';
import { untilInterrupted } from './interrupt.ts';
import { option } from './options.ts';
import { print, printJson } from './output.ts';

/** `offloop request`: one answer from a server. */
export function requestCommand(): Command {
  return new Command('request')
    .description('one answer from a running server, as text')
    .addOption(option.host())
    .addOption(option.port(1))
    .addOption(option.timeout())
    .addOption(option.strict())
    .addOption(option.json())
    .addHelpText('after', '\nExample:\n  $ offloop serve --seed 42 &\n  $ offloop request')
    .action(async ({ json, ...options }: RequestOptions & { json?: boolean }) => {
      const began = performance.now();
      const sum = await untilInterrupted((signal) => requestTotal({ ...options, signal }));
      const seconds = (performance.now() - began) / 1000;
      json ? printJson({ sum, seconds }) : print(String(sum));
    });
}
