import { dirname } from 'node:path'
import { mustBeWritable } from '../cache/write.ts'
import { addressCommand, limitFiles, proposeLab, type Scenery } from '../lab/proposal.ts'
import type { MachineOptions } from '../machine/registry.ts'
import { printable } from '../printable.ts'
import type { AgentClient } from '../protocol/client.ts'
import type { BoundSource, Census } from '../protocol/message.ts'
import { exitCodes } from '../report/exit-code.ts'
import { commandOf, pathWord } from './command-words.ts'
import { shown } from './lab-path.ts'
import { mustBeNew } from './must-be-new.ts'
import { labPath, schemaFor, writeNew } from './new.ts'
import { shell } from './shell.ts'
import type { World } from './world.ts'

/** Opens a shell and writes a lab of its session: what was typed, and a check for each change in the kernel. */
export async function record(name: string, options: MachineOptions, world: World): Promise<number> {
  const path = await labPath(name, world)
  const file = shown(path, world.cwd)
  await mustBeNew(path, 'lab-exists', world)
  await mustBeWritable(dirname(path))
  let written = false
  const piped = collect(world)
  const code = await shell(options, world, async client => {
    const { cgroup } = await client.call('hello', {})
    await client.call('put', { path: profile, text: remembering, mode: 0o644 })
    // Empty even in a machine where one was recorded before, and writable for any user that a shell inside runs as.
    await client.call('put', { path: history, text: '', mode: 0o666 })
    const before = await scenery(client)
    return async () => {
      const after = await scenery(client)
      const commands = (await typed(client)) ?? lines(piped())
      const schema = schemaFor(path, world)
      // Before anything is cleaned up, so that a clean-up that fails does not lose it.
      const lab = proposeLab({ commands, before, after, cgroup: cgroup.base, schema })
      await writeNew(path, lab, file).catch(error => {
        // A session cannot be repeated, so it must not be lost with the file.
        world.stdout.write(lab)
        throw error
      })
      written = true
    }
  })
  if (!written) return code
  world.stderr.write(
    printable(`unboxed: wrote ${file}; prune it, then run it: ${commandOf('run', pathWord(file))}\n`),
  )
  return exitCodes.passed
}

const profile = '/root/.bash_profile'
const history = '/run/unboxed-history'

/** Bash expands PS0 after it has read a line and before it runs it, so a line that opens another shell precedes what is typed there. */
const remembering = `export HISTCONTROL= PS0='$(history 1 | sed "1s/^ *[0-9]*[* ] *//" >> ${history})'\n`

/** What a person typed at the prompts of bash; undefined where bash showed none. */
async function typed(client: AgentClient): Promise<string[] | undefined> {
  const [look] = (await client.call('look', { sources: [{ read: 'file', path: history }] })).looks
  if (!look || !('text' in look) || look.text === '') return undefined
  const commands = lines(look.text)
  return commands.at(-1) === 'exit' ? commands.slice(0, -1) : commands
}

const lines = (text: string) => text.trimEnd().split('\n')

/** Collects commands that are piped in, and holds them back until the shell is there to take them. */
function collect({ stdin }: World): () => string {
  let text = ''
  stdin.pause()
  stdin.on('data', piece => {
    text += String(piece)
  })
  return () => text
}

async function scenery(client: AgentClient): Promise<Scenery> {
  const { cgroups, processes, mounts } = await client.call('census', {})
  const names = Object.keys(limitFiles)
  const sources: BoundSource[] = [
    { read: 'file', path: hostnameFile },
    { read: 'command', argv: addressCommand },
    ...cgroups.flatMap(path => names.map(name => ({ read: 'file' as const, path: `${path}/${name}` }))),
  ]
  const { looks } = await client.call('look', { sources })
  const texts = looks.map(look => ('text' in look ? look.text : undefined))
  const hostname = lineOf(texts.shift())
  const links = texts.shift() ?? ''
  const withFiles = cgroups.map(path => ({ path, files: filesOf(names, texts.splice(0, names.length)) }))
  return { cgroups: withFiles, processes: await withViews(client, processes), mounts, links, hostname }
}

const hostnameFile = '/proc/sys/kernel/hostname'

/** Adds to each process in namespaces of its own what it sees there. */
async function withViews(client: AgentClient, processes: Census['processes']): Promise<Scenery['processes']> {
  const first = processes.find(({ pid }) => pid === 1)
  const apart = processes.filter(({ namespaces }) => first && isApart(namespaces, first.namespaces))
  const sources = apart.flatMap(({ pid }): BoundSource[] => [
    { read: 'file', path: hostnameFile, inside: { pid, namespaces: ['uts'] } },
    { read: 'command', argv: addressCommand, inside: { pid, namespaces: ['net'] } },
  ])
  const { looks } = await client.call('look', { sources })
  const texts = looks.map(look => ('text' in look ? look.text : undefined))
  const views = new Map(
    apart.map(({ pid, namespaces }, index) => {
      const [hostname, links] = [texts[2 * index], texts[2 * index + 1]]
      const isOwn = (kind: string) => namespaces[kind] !== first?.namespaces[kind]
      const view = {
        ...(isOwn('uts') && hostname !== undefined ? { hostname: lineOf(hostname) } : {}),
        ...(isOwn('net') && links !== undefined ? { links } : {}),
      }
      return [pid, view]
    }),
  )
  return processes.map(process => ({ ...process, ...views.get(process.pid) }))
}

const isApart = (own: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>) =>
  own.uts !== other.uts || own.net !== other.net

const lineOf = (text: string | undefined) => (text ?? '').trim()

/** A file that is not there sets no limit. */
function filesOf(names: readonly string[], texts: readonly (string | undefined)[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name, index) => {
      const text = texts[index]
      return text === undefined ? [] : [[name, text] as const]
    }),
  )
}
