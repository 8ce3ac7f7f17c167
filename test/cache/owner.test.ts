import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import t from 'tap'
import { orphansIn, ownedName, ownerLives, processNow } from '../../src/cache/owner.ts'

t.test('a name tells whether its owner lives', async t => {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' })
  const name = ownedName(child.pid as number)
  t.equal(ownerLives(name), true)
  child.kill('SIGKILL')
  await once(child, 'exit')
  t.equal(ownerLives(name), false)
})

t.test('a pid that is used again is another owner', async t => {
  const [pid, start, ...rest] = ownedName().split('-')
  t.equal(ownerLives([pid, start, ...rest].join('-')), true)
  t.equal(ownerLives([pid, `${Number(start) + 1}`, ...rest].join('-')), false)
})

t.test('an owner from before the last boot is dead', async t => {
  const [pid, start, namespace, , random] = ownedName().split('-')
  t.equal(ownerLives([pid, start, namespace, '00000000', random].join('-')), false)
})

t.test('what cannot be judged is not judged', async t => {
  const [pid, start, , boot, random] = ownedName().split('-')
  t.equal(ownerLives([pid, start, '1', boot, random].join('-')), undefined, 'of another PID namespace')
  t.equal(ownerLives('0123456789abcdef0123456789abcdef'), undefined, 'a finished template')
  t.equal(ownerLives('lock'), undefined)
})

t.test('only folders of dead owners are orphans', async t => {
  const parent = t.testdir()
  const mine = ownedName()
  const [pid, start, namespace, boot, random] = mine.split('-')
  const dead = [pid, `${Number(start) + 1}`, namespace, boot, random].join('-')
  const elsewhere = [pid, start, '1', boot, random].join('-')
  for (const name of [mine, dead, elsewhere, 'lock']) mkdirSync(join(parent, name))
  t.same(await orphansIn(parent), [join(parent, dead)])
  t.same(await orphansIn(join(parent, 'none')), [])
})

t.test('names are never the same twice', async t => {
  t.not(ownedName(), ownedName())
})

t.test('a zombie does not live', async t => {
  // The shell's child ends once the shell has become a sleep, which never waits for it.
  const parent = spawn('sh', ['-c', 'read -r _ <&3 & echo $!; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
  })
  t.teardown(() => parent.kill('SIGKILL'))
  const [line] = await once(parent.stdout as Readable, 'data')
  const pid = Number(String(line))
  await until(() => readFileSync(`/proc/${parent.pid}/comm`, 'utf8') === 'sleep\n')
  t.ok(processNow(pid), 'it waits')
  ;(parent.stdio[3] as Writable).end()
  await until(() => processNow(pid) === undefined)
  t.match(readFileSync(`/proc/${pid}/stat`, 'utf8'), ') Z ', 'it is there, and dead')
})

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(resolve => setTimeout(resolve, 10))
}
