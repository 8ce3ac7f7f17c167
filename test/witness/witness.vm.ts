import t from 'tap'
import { openVm } from '../../src/machine/vm/vm.ts'
import { useOwnCache } from '../machine/vm/own-cache.ts'
import { vmSettings } from '../machine/vm/settings.ts'
import { cgroupWitnesses } from './cgroup.ts'
import { containerWitnesses } from './container.ts'
import { fileWitnesses } from './file.ts'
import { hostWitnesses } from './host.ts'
import { linkWitnesses } from './link.ts'
import { mountWitnesses } from './mount.ts'
import { namespaceWitnesses } from './namespace.ts'
import { networkWitnesses } from './network.ts'
import { processWitnesses } from './process.ts'
import { setScene } from './scene.ts'
import { testify } from './testify.ts'
import { typeLines } from './typed.ts'

const witnesses = [
  ...processWitnesses,
  ...cgroupWitnesses,
  ...mountWitnesses,
  ...fileWitnesses,
  ...namespaceWitnesses,
  ...linkWitnesses,
  ...networkWitnesses,
  ...containerWitnesses,
  ...hostWitnesses,
]

await useOwnCache(t)
const vm = await openVm(vmSettings(t))
t.teardown(() => vm.close())
const connection = await vm.open()
t.teardown(() => connection.close())
const scene = await setScene(connection)
testify(t, witnesses, scene)
typeLines(t, scene)
