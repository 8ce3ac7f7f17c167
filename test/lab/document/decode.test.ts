import t from 'tap'
import { decodeLab } from '../../../src/lab/document/decode.ts'

const text = 'title: Größe\nabout: ein Maß\n'
const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16()
const utf16 = Buffer.from(text, 'utf16le')
const ascii = Buffer.from('title: A lab\n', 'utf16le')

const found = (bytes: Uint8Array) => {
  const result = decodeLab(bytes)
  return typeof result === 'string' ? result : result.found
}

t.test('UTF-8 is read, with and without a byte order mark', async t => {
  t.equal(found(Buffer.from(text)), text)
  t.equal(found(Buffer.from(`\ufeff${text}`)), text)
})

for (const [name, bytes] of Object.entries({
  'little endian with a mark': Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]),
  'big endian with a mark': Buffer.concat([Buffer.from([0xfe, 0xff]), swapped(utf16)]),
  'little endian': ascii,
  'big endian': swapped(ascii),
}))
  t.test(`UTF-16, ${name}, is named`, async t => {
    t.equal(found(bytes), 'it is encoded in UTF-16')
  })

t.test('other bytes are reported with their line', async t => {
  t.equal(found(Buffer.from(text, 'latin1')), 'the byte 0xf6 on line 1 is not valid UTF-8')
  t.equal(
    found(Buffer.from('title: A\nabout: \xe9t\xe9\n', 'latin1')),
    'the byte 0xe9 on line 2 is not valid UTF-8',
  )
  t.equal(found(Buffer.from('title: A\nabout: \0\n')), 'it contains a zero byte, on line 2')
  t.match(decodeLab(Buffer.from('caf\xe9', 'latin1')), { remedy: /iconv -f WINDOWS-1252/ })
})
