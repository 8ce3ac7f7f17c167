import { randomInt } from 'node:crypto'
import { labDigest } from '../attempt/attempt.ts'
import type { Lab } from '../lab/lab.ts'
import { carriedOver, type LabChange, newProgress } from '../learn/advance.ts'
import type { LabProgress } from '../learn/progress.ts'
import { nodeRuntime } from '../runtime/node.ts'
import type { Lessons } from './lessons.ts'
import type { ProgressStore } from './progress-store.ts'
import { readLabs } from './read-labs.ts'
import type { World } from './world.ts'

/** A lab with the values of a learner, and their progress in it. */
export interface Lesson {
  readonly lab: Lab
  readonly digest: string
  readonly progress: LabProgress
  /** Where it stands among the labs, from 1. */
  readonly place: { readonly number: number; readonly of: number }
  readonly next: string | undefined
  /** What a newer version of the lab means for what was done before, in words. */
  readonly change: string | undefined
}

/** Reads a lab. Its values are drawn from the seed given, or else as before. Undefined after telling what is wrong with it. */
export async function readLesson(
  id: string,
  { files }: Lessons,
  { store, seed: given }: { readonly store: Pick<ProgressStore, 'of'>; readonly seed: string | undefined },
  world: World,
): Promise<Lesson | undefined> {
  const index = files.findIndex(file => file.id === id)
  const file = files[index]
  const known = store.of(id)
  const seed = given ?? known?.seed ?? String(randomInt(1_000_000))
  const [lab] = (file && (await readLabs([file.path], seed, world))) ?? []
  if (!lab) return undefined
  const digest = labDigest(lab, nodeRuntime.digest)
  const now = new Date(nodeRuntime.date()).toISOString()
  const { progress, change } = known
    ? carriedOver({ ...known, seed }, lab, digest)
    : { progress: newProgress(lab, digest, now), change: undefined }
  return {
    lab,
    digest,
    progress,
    place: { number: index + 1, of: files.length },
    next: files[index + 1]?.id,
    change: change && changeWords(change),
  }
}

const changeWords = ({ kept, dropped }: LabChange) =>
  `This lab has changed since you began it. ${
    dropped.length > 0 ? `It no longer has the step ${dropped.join(', ')}; ` : ''
  }what you did of ${kept.length > 0 ? kept.join(', ') : 'no other step'} still counts.`
