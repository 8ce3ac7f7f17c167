import { parameterName } from '../linux/kernel-parameter.ts'
import type { Change } from './change.ts'
import { inPlace, type Place, placeOf } from './place.ts'
import type { Span } from './span.ts'

/** Kernel parameters of the machine, and of network namespaces that were there before. One that comes with a module is not told. */
export function parameterChanges({ before, after }: Span): Change[] {
  const machine = placeOf(after, 'net', after.inventory.machine.net ?? '')
  const networks = Object.entries(after.inventory.networks).flatMap(([namespace, { parameters }]) => {
    const was = before.inventory.networks[namespace]?.parameters ?? {}
    return differences(was, parameters, placeOf(after, 'net', namespace))
  })
  return [...differences(before.inventory.parameters, after.inventory.parameters, machine), ...networks]
}

type Values = Readonly<Record<string, string>>

function differences(was: Values, is: Values, place: Place): Change[] {
  return Object.entries(is).flatMap(([path, value]): Change[] => {
    const old = was[path]
    if (old === undefined || old === value) return []
    const name = parameterName(path)
    const text = `kernel parameter ${name}: ${old} → ${value}${inPlace(place)}`
    return [
      { sign: '~', text, shown: place.words === '' ? `/proc/sys/${path}` : place.command(`sysctl ${name}`) },
    ]
  })
}
