import { findSubmissions } from './find-submissions.ts'
import { type ReplayOptions, replayFound } from './replay-found.ts'
import type { World } from './world.ts'

/** Performs what was handed in, each in a fresh machine, and judges it by its lab. */
export async function replay(
  names: readonly string[],
  options: ReplayOptions,
  world: World,
): Promise<number> {
  return replayFound(await findSubmissions(names, world), options, world)
}
