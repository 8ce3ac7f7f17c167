import { prepareVm } from '../machine/vm/prepare.ts'
import { vmSettings } from '../machine/vm/settings.ts'
import { cleanVm, foundAccelerator, mustBeUnused, vmStatus } from '../machine/vm/status.ts'
import { printable, printableJson } from '../printable.ts'
import { exitCodes } from '../report/exit-code.ts'
import { progressLine } from './progress-line.ts'
import type { World } from './world.ts'

export async function build(
  options: { ifMissing?: boolean; fresh?: boolean },
  world: World,
): Promise<number> {
  const { fresh = false } = options
  const settings = { ...vmSettings(world, progressLine(world)), fresh }
  if (fresh) await mustBeUnused(settings)
  const { image, accelerator, qemu } = await prepareVm(settings)
  if (options.ifMissing) return exitCodes.passed
  world.stdout.write(`image     ${image.folder}\n`)
  world.stdout.write(
    printable(`QEMU      ${qemu}\n          ${accelerator.name.toUpperCase()}: ${accelerator.reason}\n`),
  )
  return exitCodes.passed
}

export async function status({ json }: { json?: boolean }, world: World): Promise<number> {
  const found = await vmStatus(vmSettings(world, () => undefined))
  const { folder, image, templates, running, left } = found
  const accelerator = await foundAccelerator(world.env, image)
  if (json)
    world.stdout.write(
      `${printableJson({ ...found, image: image ?? null, accelerator: accelerator ?? null }, 2)}\n`,
    )
  else
    world.stdout.write(
      [
        `folder     ${folder}`,
        `image      ${image ? `built ${image.built}` : 'not built: unboxed machine build'}`,
        ...(accelerator
          ? [`runs with  ${accelerator.name.toUpperCase()}: ${printable(accelerator.reason)}`]
          : []),
        `templates  ${templates}`,
        `running    ${running}`,
        ...(left > 0 ? [`left       ${left} by killed runs; the next run removes them`] : []),
        '',
      ].join('\n'),
    )
  return exitCodes.passed
}

export async function clean(_: object, world: World): Promise<number> {
  const settings = vmSettings(world, () => undefined)
  const { folder } = await vmStatus(settings)
  await cleanVm(settings)
  world.stdout.write(`removed image, templates and leftovers from ${folder}\n`)
  return exitCodes.passed
}
