import t from 'tap'
import { openNews } from '../../src/live/kernel-news.ts'
import { viewOfWalk } from '../../src/live/view-of-walk.ts'
import { aCgroup, aProcess, aWalk } from './a-walk.ts'

const view = (...walk: Parameters<typeof aWalk>) => viewOfWalk(aWalk(...walk))
const linesOf = (changes: readonly { sign: string; text: string; shown: string }[]) =>
  changes.map(({ sign, text, shown }) => `${sign} ${text}  (${shown})`)

const own = { namespaces: { uts: 'uts:[4026532177]' }, parent: 60, cgroup: '/box' }

t.test('changes are told in the words of `lab changed`, and are news for three seconds', async t => {
  const news = openNews()
  t.same(news.take(view(), 0), [], 'nothing is new in the first view')
  const small = { 'memory.max': '9437184', 'memory.current': '4096', 'cgroup.freeze': '0' }
  t.same(linesOf(news.take(view([aProcess(70, 'sleep', own)], [aCgroup('/box', small)]), 1000)), [
    '+ cgroup box  (/sys/fs/cgroup/box)',
    '~ cgroup box: memory.max max → 9MiB  (/sys/fs/cgroup/box/memory.max)',
    '+ process 70 (sleep): uts namespace of its own; in cgroup box  (/proc/70/ns)',
  ])
  const large = { ...small, 'memory.max': 'max', 'memory.current': '8192' }
  const next = news.take(
    view([aProcess(70, 'sleep', { ...own, hostname: 'whale' })], [aCgroup('/box', large)]),
    2000,
  )
  t.same(linesOf(next), [
    '~ cgroup box: memory.max 9MiB → max  (/sys/fs/cgroup/box/memory.max)',
    '~ host name unboxed → whale in the uts namespace of 70 (sleep)  (nsenter -t 70 -u hostname)',
  ])
  t.equal(news.changes(2000).length, 5)
  t.same([news.isNew(70, 3999), news.isNew('/box', 3999), news.isNew(60, 3999)], [true, true, false])
  t.equal(news.changes(4000).length, 2)
  t.same([news.isNew(70, 4000), news.isNew('/box', 4000)], [false, false])
  t.same(linesOf(news.take(view(), 5001)), [
    '- cgroup box  (/sys/fs/cgroup/box)',
    '- process 70 (sleep), the last in its uts namespace  (/proc/70)',
  ])
  t.equal(news.changes(5001).length, 2)
})

t.test('a process that is a zombie has ended, and a PID that is used again is another one', async t => {
  const news = openNews()
  const sleeping = aProcess(70, 'sleep')
  news.take(view([sleeping]), 0)
  const { hostname, ...zombie } = sleeping
  const { pid, user } = sleeping.namespaces
  const ending = { ...zombie, state: 'Z', namespaces: { pid, user } as typeof sleeping.namespaces }
  t.same(linesOf(news.take(view([ending]), 1)), ['- process 70 (sleep)  (/proc/70)'])
  t.same(linesOf(news.take(view([aProcess(70, 'cat', { start: 900 })]), 2)), [
    '+ process 70 (cat)  (/proc/70)',
  ])
  t.ok(news.isNew(70, 2))
})

t.test('use of memory, processes and processors is no news; another machine is none either', async t => {
  const news = openNews()
  const box = (current: string, usage: number) =>
    aCgroup('/box', { 'memory.current': current, 'pids.current': current }, usage)
  news.take(view([], [box('1', 1)]), 0)
  t.same(news.take(view([], [box('2', 2)]), 1), [])
  news.forget()
  t.same(news.take(view(), 2), [])
  t.same(news.changes(2), [])
})
