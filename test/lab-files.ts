import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** The folder of the course. */
export const courseFolder = join(import.meta.dirname, '../labs')

/** The files of its labs, below that folder: each is in that of its topic. */
export const labFiles: readonly string[] = readdirSync(courseFolder, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.yaml') && name.includes('/'))
  .sort()
