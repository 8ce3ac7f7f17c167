import { readdir, readFile, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { digest } from '../cache/digest.ts'
import { fileTrouble, isSystemError } from '../cache/file-trouble.ts'
import { makeFolder } from '../cache/make-folder.ts'
import { cacheRoot } from '../cache/root.ts'
import { writeAtomically } from '../cache/write.ts'
import { decodeKept, encodeKept, NotEvidence } from '../evidence/codec.ts'
import type { Evidence } from '../evidence/evidence.ts'
import type { Journal } from '../grade/replay.ts'
import type { Lab } from '../lab/lab.ts'
import { goneErrnos } from '../linux/errno.ts'
import type { Machine } from '../machine/machine.ts'
import { printable } from '../printable.ts'
import { mostEvidence } from './read-evidence.ts'
import { runnerDigest } from './runner-digest.ts'
import type { World } from './world.ts'

const [pack, unpack] = [promisify(gzip), promisify(gunzip)]

/** Results that are kept whatever their age, and for how many milliseconds the others are: nothing of the last 30 days is removed. */
const kept = { results: 10_000, age: 30 * 24 * 3_600_000 }

/**
 * Remembers the evidence of submissions in the cache: a file for each, named for the digest of everything that it depends on. It is
 * written as soon as a submission is judged, so that a call that was killed loses nothing.
 */
export async function openReplayStore(
  machine: Pick<Machine, 'identity' | 'description'>,
  { fresh, observe }: { readonly fresh: boolean; readonly observe: string },
  world: World,
): Promise<Journal> {
  if (machine.identity === undefined) return nothingRemembered
  const folder = join(cacheRoot(world.env), 'replay')
  await makeFolder(folder)
  await pruneResults(folder, Date.now())
  const ground = [await runnerDigest(world), machine.identity, machine.description, observe]
  const fileOf = (key: string) => join(folder, `${digest([...ground, key])}.json.gz`)
  const tell = once((why: string) =>
    world.stderr.write(printable(`unboxed: results cannot be remembered: ${why}\n`)),
  )
  return {
    recall: async key => (fresh ? undefined : readResult(fileOf(key))),
    remember: async (key, result) => {
      const bytes = await pack(encodeKept(result))
      await writeAtomically(fileOf(key), bytes, { durable: true }).catch(error => {
        if (!isSystemError(error)) throw error
        tell(fileTrouble(error).why)
      })
    },
  }
}

/** Of a machine that cannot say what it is. */
const nothingRemembered: Journal = { recall: async () => undefined, remember: async () => undefined }

/** What is damaged is performed again. A result that is used is young again. */
async function readResult(file: string): Promise<Evidence | undefined> {
  try {
    const bytes = await unpack(await readFile(file), { maxOutputLength: mostEvidence })
    const { evidence } = decodeKept<Lab>(bytes.toString())
    const now = new Date()
    await utimes(file, now, now)
    return evidence
  } catch (error) {
    if (isDamaged(error)) return undefined
    throw error
  }
}

function isDamaged(error: unknown): boolean {
  const { code = '' } = error as NodeJS.ErrnoException
  return error instanceof NotEvidence || goneErrnos.has(code) || /^(Z_|ERR_BUFFER_TOO_LARGE)/.test(code)
}

/** Removes the oldest results that are neither young nor among those that are kept whatever their age. */
export async function pruneResults(folder: string, now: number, keep: number = kept.results): Promise<void> {
  const names = (await readdir(folder)).filter(name => /^[0-9a-f]{32}\.json\.gz$/.test(name))
  if (names.length <= keep) return
  const files = await Promise.all(
    names.map(async name => {
      const path = join(folder, name)
      // Another process may have removed it meanwhile.
      return {
        path,
        at: await stat(path).then(
          ({ mtimeMs }) => mtimeMs,
          () => now,
        ),
      }
    }),
  )
  const old = files
    .sort((a, b) => b.at - a.at)
    .slice(keep)
    .filter(({ at }) => now - at > kept.age)
  await Promise.all(old.map(({ path }) => rm(path, { force: true })))
}

function once<A>(call: (given: A) => void): (given: A) => void {
  let isCalled = false
  return given => {
    if (!isCalled) call(given)
    isCalled = true
  }
}
