import { basename, join } from 'node:path'
import { NotRead, readOrdinary } from './read-ordinary.ts'

/** The title of a topic: the first heading of the README.md in its folder, or else the name of the folder without the digits that order it. */
export async function topicTitle(folder: string): Promise<string> {
  const text = await readOrdinary(join(folder, 'README.md'), longest).catch(unlessNotRead)
  return /^#[ \t]+(.*\S)/m.exec(text ?? '')?.[1] ?? basename(folder).replace(/^\d+-/, '')
}

/** Bytes of a README.md that is read for its heading. */
const longest = 2 ** 16

function unlessNotRead(error: unknown): undefined {
  if (!(error instanceof NotRead)) throw error
}
