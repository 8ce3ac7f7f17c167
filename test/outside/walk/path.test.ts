import t from 'tap'
import { pathsOf } from '../../../src/outside/walk/path.ts'
import { syntheticGuest } from '../synthetic/guest.ts'
import { putDentry, putFileSystem, putMount } from '../synthetic/put-mount.ts'

const guest = syntheticGuest()
const disk = putFileSystem(guest, 'ext4')
const etc = putDentry(guest, 'etc', disk.root)
const deep = putDentry(guest, 'a b', etc)
const mount = putMount(guest, { id: 1, fileSystem: disk, namespace: guest.make() })
const paths = () => pathsOf(guest.kernel())

t.test('a path is told from the first mount on', async t => {
  t.equal(paths().whole({ mount, dentry: disk.root }), '/')
  t.equal(paths().whole({ mount, dentry: deep }), '/etc/a b')
  t.equal(paths().below({ mount, dentry: deep }, { mount, dentry: etc }), '/a b')
  t.equal(paths().below({ mount, dentry: etc }, { mount, dentry: deep }), undefined)
})

t.test('a directory that was removed is marked', async t => {
  const gone = putDentry(guest, 'gone', etc)
  guest.point(gone, 'dentry.d_hash.pprev', 0)
  t.equal(paths().whole({ mount, dentry: gone }), '/etc/gone (deleted)')
  t.equal(paths().inFileSystem(gone), '/etc/gone//deleted')
})

t.test('what was moved out of its mount has no path', async t => {
  const bound = putMount(guest, {
    ...{ id: 2, fileSystem: disk, dentry: deep },
    on: { mount, dentry: etc },
    namespace: 0,
  })
  t.equal(paths().whole({ mount: bound, dentry: etc }), '/')
})

t.test('a directory above itself is torn', async t => {
  const [one, two] = [putDentry(guest, 'one', etc), putDentry(guest, 'two', etc)]
  guest.point(one, 'dentry.d_parent', two)
  guest.point(two, 'dentry.d_parent', one)
  t.throws(() => paths().whole({ mount, dentry: one }), { name: 'Torn' })
  t.throws(() => paths().inFileSystem(one), { name: 'Torn' })
})
