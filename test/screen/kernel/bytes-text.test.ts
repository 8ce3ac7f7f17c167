import t from 'tap'
import { bytesText } from '../../../src/screen/kernel/bytes-text.ts'

t.test('bytes are told in few characters', async t => {
  const texts = [0, 1023, 1024, 1536, 9 * 2 ** 20, 2_202_009, 100 * 2 ** 20, 3 * 2 ** 30].map(bytesText)
  t.same(texts, ['0', '1023', '1K', '1.5K', '9M', '2.1M', '100M', '3G'])
})
