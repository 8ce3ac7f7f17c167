import { resolve } from 'node:path'
import type { Lab } from '../lab/lab.ts'
import { parseLab } from '../lab/parse-lab.ts'
import { drawnValues } from '../lab/variable/drawn-values.ts'
import type { Draws } from '../prove/seed.ts'
import { nodeRuntime } from '../runtime/node.ts'
import { readLabText } from './read-lab-text.ts'
import type { World } from './world.ts'

/** Draws a lab that was read already from other seeds too. */
export function drawsOf(lab: Pick<Lab, 'file' | 'id'>, { cwd }: Pick<World, 'cwd'>): Required<Draws> {
  const { file, id } = lab
  const text = readLabText(resolve(cwd, file), file)
  const changed = () => new Error(`${file} changed while its proof was running`)
  if (typeof text !== 'string') throw changed()
  return {
    draw: seed => {
      const read = parseLab(text, { file, id, seed }, nodeRuntime)
      if ('lab' in read) return read.lab
      throw changed()
    },
    values: drawnValues(text, lab, nodeRuntime.digest),
  }
}
