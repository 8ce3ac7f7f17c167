import { readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { makeFolder } from '../../cache/make-folder.ts'
import { makeOwnFolder, removeOwnFolder } from '../../cache/owner.ts'
import { type Outside, openOutside } from '../../outside/outside.ts'
import type { Problem } from '../../problem.ts'
import type { Connection } from '../machine.ts'
import { type CloneSource, clone } from './clone.ts'
import { type ConsoleLog, isPanic, lastLines } from './console-log.ts'
import { cloneMemory, type OpenMemory } from './guest-memory.ts'
import { haltedWork } from './halt.ts'
import { readKernelMap } from './kernel-map-file.ts'
import type { TemplateFiles, VmPaths } from './paths.ts'
import { problem } from './problem.ts'
import type { Qemu } from './start-qemu.ts'
import { within } from './within.ts'

/** Milliseconds for a killed QEMU to end; it has to free up to 1 GiB. */
const patience = 10_000

/** How many consoles of lost machines are kept. */
const consolesKept = 20

/** Opens a clone of the template, which lives until it is closed or lost. */
export async function openClone(paths: VmPaths, source: CloneSource): Promise<Connection> {
  const folder = await makeOwnFolder(paths.run)
  const console = join(folder, 'console.log')
  const vm = await clone(source, console)
  const view = outsideView(vm, source.template)

  let closing: Promise<void> | undefined
  const end = async () => {
    vm.kill()
    vm.agent.destroy()
    view.close()
    await within(patience, vm.ended, () =>
      problem('qemu-failed', { doing: 'ending', said: `pid ${vm.pid} does not end` }),
    )
    await removeOwnFolder(folder)
  }
  const close = () => {
    closing ??= end()
    return closing
  }

  const lost = new Promise<Problem>(resolve => {
    vm.ended.then(async how => {
      if (closing) return
      const log = await keepConsole(paths, vm.console, basename(folder))
      const console = await lastLines(log)
      const end = (await vm.qmp.catch(() => undefined))?.ended()
      if (isPanic(console)) resolve(problem('kernel-panicked', { console, log }))
      else if (end) resolve(problem(end, { console, log }))
      else resolve(problem('vm-lost', { how, console, log }))
    })
  })

  const { restore } = source.profile
  const late = async () => {
    await vm.console.save(console)
    return problem('too-slow', {
      doing: 'restoring the virtual machine',
      seconds: restore / 1000,
      console: await lastLines(console),
    })
  }
  try {
    await within(restore, vm.running, late)
  } catch (error) {
    await close()
    if (error instanceof Error && error.name === 'Problem') throw error
    throw problem(
      'qemu-failed',
      { doing: 'restoring the virtual machine', said: await saying(error, vm.ended) },
      error,
    )
  }
  return {
    channel: vm.agent,
    lost,
    responds: () => isThere(vm),
    outside: view.open,
    halted: haltedWork(vm),
    close,
  }
}

/** Opened when somebody first asks for it: most attempts do not. */
function outsideView({ pid }: Qemu, template: TemplateFiles): { open(): Outside; close(): void } {
  let memory: OpenMemory | undefined
  let view: Outside | undefined
  return {
    open() {
      if (view) return view
      const map = readKernelMap(template)
      memory = cloneMemory(pid, template.memory)
      view = openOutside(map, memory)
      return view
    },
    close: () => memory?.close(),
  }
}

/** Adds QEMU's own last words, which say more than that its monitor was closed. */
async function saying(error: unknown, ended: Promise<string>): Promise<string> {
  return `${error instanceof Error ? error.message : error}; ${await ended}`
}

/** The monitor answers from QEMU's main loop, whatever the guest does. */
async function isThere({ qmp }: Qemu): Promise<void> {
  await (await qmp).execute('query-status')
}

/** Saves the console of a lost machine, and deletes the oldest ones. */
async function keepConsole(paths: VmPaths, console: ConsoleLog, machine: string): Promise<string> {
  await makeFolder(paths.lost)
  const kept = join(paths.lost, `${new Date().toISOString().replaceAll(':', '-')}-${machine}.log`)
  await console.save(kept)
  const names = (await readdir(paths.lost)).sort()
  await Promise.all(names.slice(0, -consolesKept).map(name => rm(join(paths.lost, name), { force: true })))
  return kept
}
