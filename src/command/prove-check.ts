import { vmRelease } from '../machine/vm/release.ts'
import { vmSettings } from '../machine/vm/settings.ts'
import { printableJson } from '../printable.ts'
import { kernelOf, stateOf } from '../prove/record.ts'
import { usualProof } from '../prove/seed.ts'
import { exitCode, exitCodes } from '../report/exit-code.ts'
import { type RecordedLab, recordLines } from '../report/proof-record.ts'
import { groundOf, readRecordFile, recordPlace, recordsOfNoLab } from './proof-record.ts'
import { readLabs } from './read-labs.ts'
import { type World, wantsColour } from './world.ts'

/** Says which labs have a record of their proof that still holds. Runs nothing. */
export async function checkRecords(
  names: readonly string[],
  { json = false }: { json?: boolean },
  world: World,
): Promise<number> {
  const labs = await readLabs(names, usualProof.seed, world)
  if (!labs) return exitCodes.usage
  const release = await vmRelease(vmSettings(world, () => undefined))
  const kernel = release === undefined ? undefined : kernelOf(release)
  const places = labs.map(lab => recordPlace(lab, world))
  const recorded: RecordedLab[] = await Promise.all(
    places.map(async ({ file, lab }) => ({
      id: lab.id,
      ...stateOf(await readRecordFile(file), groundOf(lab, kernel, world)),
    })),
  )
  const ofNoLab = names.length === 0 ? await recordsOfNoLab(places, world) : []
  const view = { kernel, labs: recorded, ofNoLab }
  const { stdout, env } = world
  stdout.write(
    json ? `${printableJson(view, 2)}\n` : recordLines(view, { colour: wantsColour(stdout, env) }).join(''),
  )
  const outcomes = recorded.map(({ state }) => (state === 'current' ? ('pass' as const) : ('fail' as const)))
  return exitCode({ outcomes: [...outcomes, ...ofNoLab.map(() => 'fail' as const)] })
}
