import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { mustAllowWriting, writeAtomically } from '../../src/cache/write.ts'

t.test('a file is made with its folder, and replaced', async t => {
  const file = join(t.testdir(), 'below', 'file')
  await writeAtomically(file, 'one')
  t.equal(readFileSync(file, 'utf8'), 'one')
  await writeAtomically(file, Buffer.from('two'), { durable: true })
  t.equal(readFileSync(file, 'utf8'), 'two')
  t.same(readdirSync(join(file, '..')), ['file'])
})

t.test('its mode is the one asked for', async t => {
  const file = join(t.testdir(), 'secret')
  await writeAtomically(file, 'key', { mode: 0o600 })
  t.equal(statSync(file).mode & 0o777, 0o600)
})

t.test('of many writers at once each writes all of it', async t => {
  const file = join(t.testdir(), 'file')
  const texts = Array.from({ length: 20 }, (_, number) => String(number).padEnd(100_000, '.'))
  await Promise.all(texts.map(text => writeAtomically(file, text)))
  t.ok(texts.includes(readFileSync(file, 'utf8')))
  t.same(readdirSync(join(file, '..')), ['file'])
})

t.test('a write that fails leaves nothing behind', async t => {
  const folder = t.testdir({ taken: { file: '' } })
  await t.rejects(writeAtomically(join(folder, 'taken'), 'text'), { code: /EISDIR|ENOTEMPTY|EEXIST/ })
  t.same(readdirSync(folder), ['taken'])
})

t.test(
  'a reader never sees half of it, though the writer is killed; the next writer removes the rest',
  async t => {
    const folder = t.testdir()
    const file = join(folder, 'file')
    writeFileSync(file, 'old')
    const program = `
    import { mustAllowWriting, writeAtomically } from './src/cache/write.ts'
    const text = 'new'.repeat(30_000_000)
    console.log('writing')
    for (;;) await writeAtomically(${JSON.stringify(file)}, text, { durable: true })`
    const writer = spawn(process.execPath, ['--import=tsx', '--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(writer.stdout, 'data')
    const parts = () => readdirSync(folder).filter(name => name !== 'file')
    while (parts().length === 0) await new Promise(resolve => setTimeout(resolve, 1))
    writer.kill('SIGKILL')
    await once(writer, 'exit')
    t.ok([3, 90_000_000].includes(statSync(file).size))
    const [part = ''] = parts()
    t.not(part, '', 'it was killed while it wrote')

    const anHourAgo = Date.now() / 1000 - 3601
    utimesSync(join(folder, part), anHourAgo, anHourAgo)
    writeFileSync(join(folder, part.replace(/^./, '!')), 'of a writer that lives')
    await writeAtomically(file, 'next')
    t.same(readdirSync(folder).sort(), [part.replace(/^./, '!'), 'file'])
  },
)

t.test('two folders are each tidied', async t => {
  const folder = t.testdir()
  for (const name of ['a', 'b']) {
    mkdirSync(join(folder, name))
    const part = join(folder, name, 'dead.unboxed-part')
    writeFileSync(part, '')
    utimesSync(part, 0, 0)
    await writeAtomically(join(folder, name, 'file'), '')
    t.same(readdirSync(join(folder, name)), ['file'])
  }
})

t.test('whether a folder may be written is asked without making one', async t => {
  const folder = t.testdir({ file: '', link: t.fixture('symlink', '/nonexistent/below') })
  await mustAllowWriting(folder)
  await mustAllowWriting(join(folder, 'a/b'))
  t.same(readdirSync(folder).sort(), ['file', 'link'])
  await t.rejects(mustAllowWriting(join(folder, 'file/below')), { code: 'ENOTDIR' })
  await t.rejects(mustAllowWriting(join(folder, 'link')), { code: 'ENOENT' })
  await t.rejects(mustAllowWriting(join(folder, 'link/below')), { code: 'ENOENT' })
})
