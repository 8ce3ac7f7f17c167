import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { cloneMemory, templateMemory } from '../../../src/machine/vm/guest-memory.ts'

const folder = t.testdir()
const file = join(folder, 'memory')
writeFileSync(file, Buffer.concat([Buffer.from('first'), Buffer.alloc(8187), Buffer.from('last')]))

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString()

t.test("a template's memory is its file", async t => {
  const memory = templateMemory(file)
  t.equal(memory.size, 8196)
  t.same([memory.read(0, 5), memory.read(8192, 4)].map(textOf), ['first', 'last'])
  for (const [address, length] of [
    [8192, 5],
    [-1, 5],
    [2 ** 40, 1],
  ] as const)
    t.throws(() => memory.read(address, length), { name: 'Torn' })
  memory.close()
  memory.close()
  t.throws(() => memory.read(0, 5), /closed/, 'nothing else is read through its descriptor')
})

const skip = spawnSync('python3', ['--version']).error ? 'takes Python, which can map files' : false

t.test("a clone's memory is what its process has made of it", { skip }, async t => {
  const page = 4096
  writeFileSync(file, Buffer.alloc(4 * page, 'old '))
  const program = `
import mmap, sys
file = open(sys.argv[1], 'r+b')
memory = mmap.mmap(file.fileno(), 0, mmap.MAP_PRIVATE)
memory[4096:4099] = b'new'
print('ready', flush=True)
sys.stdin.read()`
  const clone = spawn('python3', ['-c', program, file], { stdio: ['pipe', 'pipe', 'inherit'] })
  await once(clone.stdout, 'data')
  const memory = cloneMemory(clone.pid ?? 0, file)
  t.equal(memory.size, 4 * page)
  t.same([memory.read(0, 3), memory.read(page, 3)].map(textOf), ['old', 'new'])
  t.throws(() => cloneMemory(clone.pid ?? 0, `${file}2`), /has not mapped/)

  clone.stdin.end()
  await once(clone, 'exit')
  t.throws(() => memory.read(0, 3), /cannot be read/, 'it is gone')
  memory.close()
})
