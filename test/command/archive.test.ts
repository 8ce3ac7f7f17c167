import { gunzipSync, gzipSync } from 'node:zlib'
import t from 'tap'
import { Header, type HeaderData } from 'tar'
import { packArchive, unpackArchive } from '../../src/command/archive.ts'
import { NotRead } from '../../src/command/read-ordinary.ts'

const bounds = { bytes: 2 ** 20, members: 3, member: 2 ** 16 }
const bytes = (text: string) => Buffer.from(text)

/** An archive as somebody else could have made it. */
const archive = (...entries: readonly (readonly [about: HeaderData, content?: string])[]) =>
  gzipSync(Buffer.concat([...entries.flatMap(entry), Buffer.alloc(1024)]))

function entry([about, content = '']: readonly [HeaderData, string?]): Buffer[] {
  const block = Buffer.alloc(512)
  new Header({ type: 'File', mode: 0o644, size: content.length, ...about }).encode(block)
  return [block, bytes(content), Buffer.alloc((512 - (content.length % 512)) % 512)]
}

const why = (given: Uint8Array, most = bounds) =>
  unpackArchive(given, most).then(
    members => `accepted: ${members.map(({ name }) => name).join(' ')}`,
    error => {
      if (error instanceof NotRead) return error.message
      throw error
    },
  )

t.test('files come out as they went in, and the same files make the same archive', async t => {
  const members = [
    { name: 'a.json', content: bytes('') },
    { name: 'a-%2e.b_1.json', content: bytes('x'.repeat(512)) },
    { name: 'c', content: bytes('y'.repeat(700)) },
  ]
  const packed = await packArchive(members)
  const unpacked = await unpackArchive(packed, bounds)
  t.same(
    unpacked.map(({ name, content }) => [name, Buffer.from(content).toString()]),
    members.map(({ name, content }) => [name, content.toString()]),
  )
  t.same(await packArchive(members), packed)
  t.equal(gunzipSync(packed).length % 512, 0)
})

t.test('an archive that another program made is read', async t => {
  t.equal(await why(archive([{ path: 'a' }, 'one'], [{ path: 'b' }, 'two'])), 'accepted: a b')
})

t.test('links, devices, folders and extended headers are refused', async t => {
  for (const type of [
    ...(['SymbolicLink', 'Link', 'CharacterDevice', 'BlockDevice', 'FIFO', 'Directory'] as const),
    ...(['ExtendedHeader', 'GlobalExtendedHeader', 'NextFileHasLongPath', 'GNUDumpDir'] as const),
  ])
    t.equal(
      await why(archive([{ path: 'a', type, linkpath: '/etc/shadow' }])),
      'it holds "a", which is no ordinary file',
      type,
    )
})

t.test('names that lead anywhere else are refused', async t => {
  for (const path of ['../a', '/etc/passwd', 'a/b', './a', '.a', 'a\u001b[2J', 'a b', '-a\n', '..', ''])
    t.equal(
      await why(archive([{ path }])),
      `it holds a file with the name ${JSON.stringify(path)}`,
      JSON.stringify(path),
    )
})

t.test('an archive holds no more than the bounds say', async t => {
  const small = gzipSync(Buffer.alloc(2 ** 25))
  t.ok(small.length < 2 ** 16, 'a bomb is small')
  t.equal(await why(small), 'it holds more than 1 MiB, the most that is read')
  t.equal(
    await why(archive([{ path: 'a' }, 'x'.repeat(2 ** 16 + 1)])),
    'it holds "a", which has more than 0.0625 MiB',
  )
  t.equal(await why(archive([{ path: 'a' }, 'x'.repeat(2 ** 16)])), 'accepted: a')
  t.equal(
    await why(archive(...['a', 'b', 'c', 'd'].map(path => [{ path }] as const))),
    'it holds more than 3 files',
  )
  t.equal(await why(archive([{ path: 'a' }], [{ path: 'a' }])), 'it holds "a" twice')
})

t.test('a size that the header only claims is not believed', async t => {
  t.equal(await why(archive([{ path: 'a', size: 5000 }, 'x'])), 'it is cut short')
  t.equal(await why(archive([{ path: 'a', size: 2 ** 40 }])), 'it holds "a", which has more than 0.0625 MiB')
  const negative = Buffer.concat([...entry([{ path: 'a' }]), Buffer.alloc(1024)])
  negative.fill(0xff, 124, 136) // -1, in base 256
  const sum = checksum(negative)
  negative.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  t.not(await why(gzipSync(negative)), 'accepted: a')
})

t.test('what is no archive is refused, and so is half of one', async t => {
  const whole = archive([{ path: 'a' }, 'x'.repeat(2000)])
  t.equal(await why(bytes('')), 'it is not an archive that gzip(1) can unpack')
  t.equal(await why(bytes('#: box\nbash\n')), 'it is not an archive that gzip(1) can unpack')
  t.equal(await why(whole.subarray(0, 60)), 'it is not an archive that gzip(1) can unpack')
  t.equal(await why(gzipSync('')), 'it is cut short')
  t.equal(await why(gzipSync('x'.repeat(5000))), 'it is not a tar archive')
  t.equal(await why(gzipSync(gunzipSync(whole).subarray(0, 1024))), 'it is cut short')
  t.equal(await why(gzipSync(gunzipSync(whole).subarray(0, 512 + 2048))), 'it is cut short')
  const changed = gunzipSync(whole)
  changed.write('b', 0)
  t.equal(await why(gzipSync(changed)), 'it is not a tar archive', 'the header has a checksum')
  t.equal(await why(gzipSync(whole)), 'it is cut short', 'an archive in an archive')
})

t.test('a name that a header has no room for is an error of ours', async t => {
  await t.rejects(packArchive([{ name: 'x'.repeat(101), content: bytes('') }]), /cannot be named/)
})

/** tar(5): the sum of all bytes of a header, its own field as blanks. */
function checksum(block: Buffer): number {
  return block.subarray(0, 512).reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0)
}
