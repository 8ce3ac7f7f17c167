import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { findLessons } from '../../src/command/lessons.ts'
import type { World } from '../../src/command/world.ts'

const root = join(import.meta.dirname, '../..')

const nothingDone = { of: () => undefined }

const lessons = async (name: string, cwd: string) => {
  const found = await findLessons(name, nothingDone, { root, cwd } as World)
  if ('problems' in found) throw new Error('the labs are not found')
  return found
}

t.test('a lab in the folder one stands in takes the place of the one of the course', async t => {
  const cwd = t.testdir()
  mkdirSync(join(cwd, 'labs/image'), { recursive: true })
  cpSync(join(root, 'labs/image/layers.yaml'), join(cwd, 'labs/image/layers.yaml'))
  const [own, elsewhere] = await Promise.all([cwd, '/'].map(cwd => lessons('image/layers', cwd)))
  t.equal(own?.files.length, elsewhere?.files.length)
  t.match(own?.first, 'image/layers')
  t.equal(own?.files.find(({ id }) => id === 'image/layers')?.path, join(cwd, 'labs/image/layers.yaml'))
  t.same(
    own?.files.map(({ id }) => id),
    elsewhere?.files.map(({ id }) => id),
  )
})

t.test('a file that is named stands for itself, whatever the course has under its ID', async t => {
  const cwd = t.testdir()
  mkdirSync(join(cwd, 'labs/image'), { recursive: true })
  cpSync(join(root, 'labs/image/layers.yaml'), join(cwd, 'labs/image/layers.yaml'))
  t.equal((await lessons('./labs/image/layers.yaml', cwd)).files.length, 1)
})

t.test('a lab of no course stands alone', async t => {
  const cwd = t.testdir()
  mkdirSync(join(cwd, 'labs'))
  cpSync(join(root, 'labs/image/layers.yaml'), join(cwd, 'labs/other.yaml'))
  t.match(await lessons('other', cwd), { files: [{ id: 'other' }], first: 'other' })
})
