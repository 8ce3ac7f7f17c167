import { isDeepStrictEqual } from 'node:util'
import t from 'tap'
import { openVm } from '../../src/machine/vm/vm.ts'
import type { OutsideView } from '../../src/outside/outside.ts'
import { talk } from '../machine/talk.ts'
import { useOwnCache } from '../machine/vm/own-cache.ts'
import { vmSettings } from '../machine/vm/settings.ts'
import {
  cgroupInside,
  type Facts,
  namespaceInside,
  namespaceOutside,
  processInside,
  processOutside,
  surroundingsInside,
  surroundingsOutside,
} from './witness/inside.ts'
import { stage } from './witness/stage.ts'

// The first run builds the image and the template, which takes minutes.
t.setTimeout(600_000)

await useOwnCache(t)
const vm = await openVm(vmSettings(t))
t.teardown(() => vm.close())
const connection = await vm.open()
const agent = await talk(connection.channel)
const { pid: self } = await agent.call('hello', {})
const outside = connection.outside?.()
if (!outside) throw new Error('the VM cannot be seen from outside')

t.test('both sides see the same', async t => {
  t.equal(await agent.run(`${stage} 2>&1`), '', 'the stage is set')
  const before = outside.walk()
  const inside = await lookAt(before)
  const after = outside.walk()

  const [first, last] = [factsOf(before), factsOf(after)]
  t.equal(before.torn + after.torn, 0)
  const names = Object.keys(inside).filter(name => inside[name] !== undefined || first[name] !== undefined)
  const changed = names.filter(name => !isDeepStrictEqual(first[name], last[name]))
  const compared = names.filter(name => !changed.includes(name) && !disturbed(before).includes(name))
  const contradicted = compared.filter(name => !isDeepStrictEqual(first[name], inside[name]))
  t.same(
    contradicted.map(name => ({ name, outside: first[name], inside: inside[name] })),
    [],
  )
  t.same(
    Object.keys(first).filter(name => name in last && !(name in inside)),
    [],
    'nothing is seen outside alone',
  )
  t.comment(`${compared.length} comparisons; changed meanwhile: ${changed.join(', ') || 'nothing'}`)
  t.ok(compared.length > 1500)
  t.ok(changed.length < 20)
})

t.test('what processes see is the same', async t => {
  const all = { surroundings: () => true }
  const before = outside.walk(all)
  const inside: Record<string, unknown> = {}
  for (const { pid } of before.processes) add(inside, pid, await surroundingsInside(agent, pid))
  for (const [identity, kind, path, pid] of namespacesIn(before))
    add(inside, identity, await namespaceInside(agent, kind, path, pid))
  const [first, last] = [seenAround(before), seenAround(outside.walk(all))]
  const names = [...new Set([...Object.keys(first), ...Object.keys(inside)])]
  const changed = names.filter(name => !isDeepStrictEqual(first[name], last[name]))
  // Whoever counts from inside is one more.
  const ofAgent = Object.values(before.processes.find(({ pid }) => pid === self)?.namespaces ?? {})
  const disturbed = ofAgent.map(identity => `${identity} members`)
  const compared = names.filter(name => !changed.includes(name) && !disturbed.includes(name))
  t.same(
    compared
      .filter(name => !isDeepStrictEqual(first[name], inside[name]))
      .map(name => ({ name, outside: first[name], inside: inside[name] })),
    [],
  )
  const count = (kind: RegExp) => compared.filter(name => kind.test(name)).length
  t.comment(
    `${compared.length} comparisons, of mounts ${count(/ mount \d+$/)} and of links ${count(/ link /)}; changed meanwhile: ${changed.join(', ') || 'nothing'}`,
  )
  t.ok(compared.length > 1500)
  t.ok(changed.length < 20)
})

t.test('the lists are the same, too', async t => {
  const before = outside.walk()
  const { looks } = await agent.call('look', { sources: [{ read: 'list', path: '/proc' }] })
  const [list] = looks
  const pids = list && 'text' in list ? (list.text.match(/^\d+$/gm) ?? []).map(Number) : []
  const { processes, cgroups } = outside.walk()
  const [first = [], last = []] = [before.processes, processes].map(list => list.map(({ pid }) => pid))
  t.ok(pids.length > 60)
  // The kernel starts and ends threads of its own meanwhile.
  t.same(
    pids.filter(pid => !first.includes(pid) && !last.includes(pid)),
    [],
  )
  t.same(
    first.filter(pid => last.includes(pid) && !pids.includes(pid)),
    [],
  )
  const folders = await agent.run("cd /sys/fs/cgroup; find . -type d -printf '/%P\\n'")
  t.same(cgroups.map(({ path }) => path).sort(), folders.trim().split('\n').sort())
  t.same(
    cgroups.map(({ unsupported }) => unsupported),
    cgroups.map(() => ({})),
    'this kernel shows all',
  )
})

t.test('what the stage is meant to show is seen', async t => {
  const { processes, cgroups } = outside.walk()
  const sleeps = processes.filter(({ kernel }) => !kernel)
  t.ok(sleeps.some(({ pids }) => pids.length === 3))
  t.ok(sleeps.some(({ state }) => state === 'Z'))
  t.ok(sleeps.some(({ state }) => state === 'T'))
  t.ok(sleeps.some(({ cgroup }) => cgroup === '/gone (deleted)'))
  t.ok(sleeps.some(({ seccomp }) => seccomp === 2))
  t.ok(sleeps.some(({ threads }) => threads === 6))
  t.ok(sleeps.some(({ uid, capabilities }) => uid.real === 1000 && /1$/.test(capabilities.ambient)))
  t.ok(sleeps.some(({ groups }) => groups.includes(70000)))
  t.ok(sleeps.some(({ noNewPrivs }) => noNewPrivs))
  t.ok(sleeps.some(({ oomScoreAdj }) => oomScoreAdj === -999))
  t.ok(sleeps.some(({ hostname }) => hostname === 'inner.example'))
  t.ok(sleeps.some(({ name }) => name === 'ä (b) c'))
  const fileOf = (path: string, name: string) => cgroups.find(group => group.path === path)?.files[name]
  t.match(fileOf('/small', 'memory.events'), /^oom_kill [1-9]/m)
  t.equal(fileOf('/cold', 'cgroup.events'), 'populated 1\nfrozen 1')
})

t.test('a walk is fast', async t => {
  const times = Array.from({ length: 200 }, () => {
    const began = performance.now()
    outside.walk()
    return performance.now() - began
  }).sort((one, other) => one - other)
  const { processes, cgroups } = outside.walk()
  const [fastest, median] = [times[0], times[100]].map(time => time?.toFixed(1))
  t.comment(
    `${processes.length} processes, ${cgroups.length} cgroups: median ${median} ms, fastest ${fastest} ms`,
  )
  t.equal(times.length, 200)
})

t.test('walks beside a storm of forks, mounts and cgroups neither fail nor lie', async t => {
  const storm = agent.run(`
    end=$(($(date +%s) + 15)); i=0
    while [ $(date +%s) -lt $end ]; do
      i=$((i + 1)); mkdir /sys/fs/cgroup/storm$i
      (echo 0 > /sys/fs/cgroup/storm$i/cgroup.procs; unshare --mount --uts sh -c 'true & true & true & wait') & true & true &
      wait; rmdir /sys/fs/cgroup/storm$i
    done; echo $i`)
  let [walks, torn, halves] = [0, 0, 0]
  let isOver = false
  storm.finally(() => {
    isOver = true
  })
  const wrong = new Set<string>()
  const known = factsOf(outside.walk())
  const ofFirst = outside.walk({ surroundings: ({ pid }) => pid === 1 })
  const firstAround = ofFirst.processes.find(({ pid }) => pid === 1)?.surroundings
  const stable = Object.keys(known).filter(name =>
    /^\S+ (name|pids|uid|capabilities|namespace \w+|memory.max|pids.max)$/.test(name),
  )
  while (!isOver) {
    walks += 1
    try {
      // Every other walk also reads what processes see, whose mounts come and go.
      const view = outside.walk(walks % 2 === 0 ? { surroundings: ({ kernel }) => !kernel } : {})
      const around = view.processes.find(({ pid }) => pid === 1)?.surroundings
      if (around && !isDeepStrictEqual(around, firstAround)) wrong.add('what process 1 sees')
      halves += view.torn
      const now = factsOf(view)
      for (const name of stable) if (!isDeepStrictEqual(now[name], known[name])) wrong.add(name)
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'Torn') throw error
      torn += 1
    }
    await new Promise(resolve => setTimeout(resolve, 5))
  }
  t.comment(
    `${(await storm).trim()} rounds of the storm; ${walks} walks, ${torn} torn; ${halves} processes half there`,
  )
  t.same([...wrong], [])
  t.ok(walks > 50)
  t.ok(torn < walks / 2)
})

t.test('a machine that is closed is not seen', async t => {
  await connection.close()
  t.throws(() => outside.walk(), /closed/)
})

/** What a look from inside changes itself, and what kernels show so differently that it is not told from outside. */
function disturbed({ processes }: OutsideView): string[] {
  const atWork = processes.filter(({ kernel, pid, parent }) => kernel || pid === self || parent === self)
  const ofAgent = ['cpuUsage', 'memory.current', 'memory.peak', 'pids.current', 'pids.peak']
  return [
    ...atWork.map(({ pid }) => `${pid} state`),
    ...ofAgent.map(name => `/agent ${name}`),
    '/idle cpu.weight',
  ]
}

function add(facts: Record<string, unknown>, of: string | number, found: Facts): void {
  for (const [name, value] of Object.entries(found)) if (value !== undefined) facts[`${of} ${name}`] = value
}

/** Every namespace that is seen, once, with a file that stands for it, and a process that is in it if there is one. */
function namespacesIn({ processes }: OutsideView) {
  const found = new Map<string, readonly [identity: string, kind: string, path: string, pid?: number]>()
  for (const { pid, kernel, namespaces } of processes)
    for (const [kind, identity] of Object.entries(namespaces))
      if (!kernel && !found.has(identity))
        found.set(identity, [identity, kind, `/proc/${pid}/ns/${kind}`, pid])
  const kept = processes.find(({ pid }) => pid === 1)?.surroundings?.mounts ?? []
  for (const { namespace, target } of kept)
    if (namespace && !found.has(namespace.identity))
      found.set(namespace.identity, [namespace.identity, namespace.kind, `/proc/1/root${target}`])
  return [...found.values()]
}

function seenAround(view: OutsideView): Facts {
  const facts: Record<string, unknown> = {}
  const { processes } = view
  for (const process of processes) add(facts, process.pid, surroundingsOutside(process))
  const all = processes.flatMap(({ surroundings: { namespaces = {}, mounts = [] } = {} }) => [
    ...Object.values(namespaces),
    ...mounts.flatMap(({ namespace }) => namespace ?? []),
  ])
  for (const [identity, , , pid] of namespacesIn(view)) {
    const namespace = all.find(each => each.identity === identity)
    const members = processes.filter(({ namespaces }) => Object.values(namespaces).includes(identity))
    if (namespace) add(facts, identity, namespaceOutside(namespace, members.length, pid !== undefined))
  }
  return facts
}

async function lookAt({ processes, cgroups }: OutsideView): Promise<Facts> {
  const facts: Record<string, unknown> = {}
  const add = (of: string | number, found: Facts) => {
    for (const [name, value] of Object.entries(found)) facts[`${of} ${name}`] = value
  }
  for (const { pid } of processes) add(pid, await processInside(agent, pid))
  for (const { path } of cgroups) add(path, await cgroupInside(agent, path))
  return facts
}

function factsOf({ processes, cgroups }: OutsideView): Facts {
  return Object.fromEntries([
    ...processes.flatMap(process =>
      Object.entries(processOutside(process)).map(([name, value]) => [`${process.pid} ${name}`, value]),
    ),
    ...cgroups.flatMap(({ path, files, cpuUsage }) =>
      Object.entries({ ...files, cpuUsage }).map(([name, text]) => [`${path} ${name}`, text]),
    ),
  ])
}
