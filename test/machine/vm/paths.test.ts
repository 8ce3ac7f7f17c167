import t from 'tap'
import { imageFiles, templateFiles, vmPaths } from '../../../src/machine/vm/paths.ts'

t.test('folders of the virtual machine are in the cache', async t => {
  t.equal(vmPaths({ HOME: '/home/me' }).run, '/home/me/.cache/unboxed/run')
})

t.test('files are in their folder', async t => {
  t.equal(imageFiles('/i').disk, '/i/root.ext4')
  t.equal(templateFiles('/t').memory, '/t/memory')
})
