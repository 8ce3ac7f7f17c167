import t from 'tap'
import { ipText } from '../../src/linux/ip-text.ts'

t.test('addresses as people write them', async t => {
  const rows: Readonly<Record<string, string>> = {
    '0a000001': '10.0.0.1',
    ffffff00: '255.255.255.0',
    '00000000000000000000000000000000': '::',
    '00000000000000000000000000000001': '::1',
    fd000000000000000000000000000000: 'fd00::',
    fe800000000000000042acfffe110002: 'fe80::42:acff:fe11:2',
    '20010db8000100000000000000010010': '2001:db8:1::1:10',
    '20010db8000000010001000100010001': '2001:db8:0:1:1:1:1:1',
    '20010000000000010000000000000001': '2001:0:0:1::1',
  }
  for (const [digits, text] of Object.entries(rows)) t.equal(ipText(digits), text)
})
