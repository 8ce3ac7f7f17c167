import { join } from 'node:path'
import t from 'tap'
import { releaseOf } from '../../../src/machine/vm/release.ts'

/** The first sector and a bit, with the fields of the boot protocol that are read. */
function kernel(magic: string, text: string): Buffer {
  const file = Buffer.alloc(0x4000)
  file.write(magic, 0x202, 'latin1')
  file.writeUInt16LE(0x3000, 0x20e)
  file.write(text, 0x3200, 'latin1')
  return file
}

const version = '6.12.118+deb13-cloud-amd64 (debian-kernel@lists.debian.org) #1 SMP\0'

t.test('a kernel names its release, and no other file does', async t => {
  const folder = t.testdir({
    vmlinuz: kernel('HdrS', version),
    other: kernel('none', version),
    short: kernel('HdrS', version).subarray(0, 0x210),
    empty: '',
  })
  const release = (name: string) => releaseOf(join(folder, name))
  t.equal(await release('vmlinuz'), '6.12.118+deb13-cloud-amd64')
  for (const name of ['other', 'short', 'empty']) t.equal(await release(name), undefined, name)
})
