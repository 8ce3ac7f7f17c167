import t from 'tap'
import { addressAt, parseAddress, printAddress } from '../../src/outside/address.ts'

const viewOf = (hex: string) => new DataView(Uint8Array.from(Buffer.from(hex, 'hex').reverse()).buffer)

t.test('an address of the kernel is an exact number, and printed as it was', async t => {
  for (const text of ['ffff800000000000', 'ffffffff81000001', 'ffffffffffffffff'])
    t.equal(printAddress(parseAddress(text)), text)
  t.equal(parseAddress('ffffffff81000001') - parseAddress('ffffffff81000000'), 1)
})

t.test('a pointer is NULL, or an address of the kernel', async t => {
  t.equal(addressAt(viewOf('0000000000000000'), 0), 0)
  t.equal(addressAt(viewOf('ffff888003a51f40'), 0), parseAddress('ffff888003a51f40'))
  for (const text of ['00007fff12345678', 'ffff7fffffffffff', 'dead000000000122', '0000000000000001'])
    t.throws(() => addressAt(viewOf(text), 0), { name: 'Torn' }, text)
})

t.test('addresses of five levels, and what is none, are not supported', async t => {
  for (const text of ['ff11000000000000', 'ffffffff8100000', '', '0'])
    t.throws(() => parseAddress(text), { name: 'UnsupportedKernel' }, text)
})
