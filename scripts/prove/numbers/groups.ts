/** The parts of the proof, in order. */
import { apart } from './apart.ts';
import { children } from './children.ts';
import { distributions } from './distributions.ts';
import type { Group } from './evidence.ts';
import { functions } from './functions.ts';
import { generator } from './generator.ts';
import { normal, tails } from './normal.ts';
import { accuracy, single, sums } from './others.ts';
import { redraws } from './redraws.ts';
import { together } from './together.ts';
import { uniform } from './uniform.ts';

export const GROUPS = {
  uniform,
  normal,
  tails,
  distributions,
  single,
  sums,
  apart,
  together,
  redraws,
  generator,
  children,
  accuracy,
  functions,
} satisfies Record<string, Group>;

export type GroupName = keyof typeof GROUPS;
