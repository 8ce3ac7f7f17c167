// Runs inside a machine: the conformance suite over `local`, told as TAP. Arguments: the bundle of the agent, the script that puts it apart.
import { existsSync } from 'node:fs'
import { openLocal } from '../../../src/machine/local/local.ts'
import { conformance } from '../conformance/conformance.ts'
import { tapLines } from '../conformance/tap-lines.ts'
import { localCases } from './local-case.ts'

const [agent = '', apart = ''] = process.argv.slice(2)
const settings = { agent, apart, env: process.env, thisMachine: true, state: '/run/unboxed-local' }
const machine = await openLocal(settings)
const t = tapLines(line => console.log(line))
const remains = async (pids: readonly number[], paths: readonly string[]) =>
  [...pids.map(pid => `/proc/${pid}`), ...paths].filter(path => existsSync(path))
await conformance(t, () => machine.open(), { slowness: 5, renews: false, remains })
await localCases(t, settings)
await machine.close()
process.exitCode = t.finish() ? 0 : 1
