import t from 'tap'
import { newAttempt } from '../../../src/attempt/attempt.ts'
import type { RunEvent } from '../../../src/attempt/event.ts'
import type { Side } from '../../../src/attempt/observer/machine-memory.ts'
import { runAttempt } from '../../../src/attempt/run-attempt.ts'
import { decodeKept, encodeKept } from '../../../src/evidence/codec.ts'
import type { Lab } from '../../../src/lab/lab.ts'
import { parseLab } from '../../../src/lab/parse-lab.ts'
import type { Machine } from '../../../src/machine/machine.ts'
import { openVm } from '../../../src/machine/vm/vm.ts'
import type { Channel } from '../../../src/protocol/channel.ts'
import { nodeRuntime } from '../../../src/runtime/node.ts'
import { judgeLab } from '../../../src/verdict/judge.ts'
import { useOwnCache } from '../../machine/vm/own-cache.ts'
import { vmSettings } from '../../machine/vm/settings.ts'

// Whoever has taken the agent over can answer in its place, whatever its mounts and programs are. Here the runner's end of the channel does so:
// the machine is a real one, what is read from outside is real, and each lie is one that no check of the agent's could find.
t.setTimeout(600_000)
await useOwnCache(t)
const vm = await openVm(vmSettings(t))
t.teardown(() => vm.close())

/** A machine whose agent reads other texts than the kernel wrote. */
function lying(lie: (text: string) => string): Machine {
  return {
    ...vm,
    open: async () => {
      const connection = await vm.open()
      return { ...connection, channel: changed(connection.channel, lie) }
    },
  }
}

/** Answers to looks alone are changed: the agent's own work goes on as ever. */
function changed(channel: Channel, lie: (text: string) => string): Channel {
  const decoder = new TextDecoder()
  let rest = ''
  const on = (event: string, listener: (given: never) => void): unknown => {
    if (event !== 'data') return channel.on(event as 'end', listener as () => void)
    return channel.on('data', bytes => {
      const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      const told = lines.map(line => `${line.includes('"looks"') ? lie(line) : line}\n`).join('')
      if (told !== '') listener(new TextEncoder().encode(told) as never)
    })
  }
  return { write: text => channel.write(text), on: on as Channel['on'] }
}

const labOf = (steps: readonly object[]): Lab => {
  const text = JSON.stringify({ title: 'A lie', steps })
  const read = parseLab(text, { file: 'lie.yaml', id: 'lie', seed: 'a' }, nodeRuntime)
  if ('problems' in read) throw new Error(JSON.stringify(read.problems))
  return read.lab
}

async function attempt(lab: Lab, machine: Machine, from: Side) {
  const events: RunEvent[] = []
  const conduct = { observe: { from, asked: true }, unswept: true }
  const { signal } = new AbortController()
  const evidence = await runAttempt(
    newAttempt(lab),
    machine,
    nodeRuntime,
    event => events.push(event),
    signal,
    conduct,
  )
  const verdicts = events.flatMap(event => (event.type === 'verdict' ? [event.verdict] : []))
  return { evidence, verdicts }
}

const group = { id: 'group', text: 'A group.', run: 'mkdir ${cgroup}/g; echo 32M > ${cgroup}/g/memory.max' }
const box = { id: 'box', text: 'A process.', as: 'box', run: 'sleep 1000' }

const lies: Record<string, { readonly steps: readonly object[]; readonly lie: (text: string) => string }> = {
  'a limit that was never set': {
    steps: [{ ...group, expect: [{ cgroup: 'g', 'memory.max': '64MiB' }] }],
    lie: text => text.replaceAll('33554432', '67108864'),
  },
  'a namespace of its own': {
    steps: [{ ...box, expect: [{ process: 'box', namespaces: { uts: 'own' } }] }],
    lie: text => text.replace('uts:[4026531838]', 'uts:[4026539999]'),
  },
  'capabilities that were dropped': {
    steps: [{ ...box, expect: [{ process: 'box', capabilities: { not: ['CAP_SYS_ADMIN'] } }] }],
    lie: text => text.replace(/CapEff:\\t[0-9a-f]{16}/g, 'CapEff:\\t0000000000000000'),
  },
  'a group that is not there': {
    steps: [
      {
        id: 'none',
        text: 'No group.',
        run: 'true',
        expect: [{ cgroup: 'g', exists: true }],
      },
    ],
    lie: text =>
      text.replace(
        /\{"errno":"ENOENT","message":"[^"]*g\/cgroup.controllers[^"]*"\}/g,
        '{"text":"memory\\n"}',
      ),
  },
  'a group that is no longer there': {
    steps: [{ ...group, expect: [{ cgroup: 'g', exists: false, given: 'It is a lie.' }] }],
    lie: text => text.replace(/\{"text":"[a-z ]+memory[a-z ]+\\n"\}/g, '{"errno":"ENOENT","message":"no"}'),
  },
  'another host name': {
    steps: [{ ...box, expect: [{ host: { hostname: 'forged' } }] }],
    lie: text => text.replaceAll('"unboxed\\n"', '"forged\\n"'),
  },
}

for (const [title, { steps, lie }] of Object.entries(lies)) {
  t.test(`${title}, as the agent says, is contradicted and no pass`, async t => {
    const lab = labOf(steps)
    const inside = await attempt(lab, lying(lie), 'inside')
    t.match(
      inside.verdicts,
      [{ outcome: 'pass', observed: 'inside' }],
      'the lie succeeds where only it is heard',
    )
    const both = await attempt(lab, lying(lie), 'both')
    t.match(both.verdicts, [{ outcome: 'error', contradicted: true, reason: { code: 'contradicted' } }])
    t.equal(both.evidence.observation?.from, 'inside and outside')
    t.ok(both.evidence.observation?.repeated, 'it was looked at again')
    const again = decodeKept<Lab>(encodeKept({ lab, evidence: both.evidence }))
    t.same(judgeLab(again.lab, again.evidence), both.verdicts, 'and judged alike from what was kept')
    const outside = await attempt(lab, lying(lie), 'outside')
    t.not(outside.verdicts[0]?.outcome, 'pass', 'nor is it believed where only the memory is')
  })
}
