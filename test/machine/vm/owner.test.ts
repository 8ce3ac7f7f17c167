import { spawn } from 'node:child_process'
import { once } from 'node:events'
import t from 'tap'
import { ownedName, ownerLives, processNow } from '../../../src/machine/vm/owner.ts'

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

t.test('names are never the same twice', async t => {
  t.not(ownedName(), ownedName())
})

t.test('a zombie does not live', async t => {
  // The shell's child has ended, and the sleep that the shell became never waits for it.
  const parent = spawn('sh', ['-c', 'true & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] })
  const [line] = await once(parent.stdout, 'data')
  const pid = Number(String(line))
  while (processNow(pid)) await new Promise(resolve => setTimeout(resolve, 10))
  process.kill(pid, 0)
  t.equal(processNow(pid), undefined)
  parent.kill('SIGKILL')
})
