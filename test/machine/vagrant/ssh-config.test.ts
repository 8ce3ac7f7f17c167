import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { cachedSshConfig } from '../../../src/machine/vagrant/ssh-config.ts'

const text = readFileSync('test/fixtures/vagrant/ssh-config.txt', 'utf8')

t.test('what Vagrant said names the host', async t => {
  const folder = t.testdir({ known: text, nonsense: 'no host here\n' })
  t.same(await cachedSshConfig(join(folder, 'known')), { file: join(folder, 'known'), host: 'default' })
  t.equal(await cachedSshConfig(join(folder, 'nonsense')), undefined)
  t.equal(await cachedSshConfig(join(folder, 'never')), undefined, 'nothing was ever said')
})
