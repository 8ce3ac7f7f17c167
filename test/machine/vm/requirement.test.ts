import t from 'tap'
import { requirePrograms } from '../../../src/machine/vm/requirement.ts'

const requirement = (program: string, pkg: string) => ({
  program,
  package: pkg,
  for: 'a test',
  building: false,
})

t.test('all that is missing is named at once, with one command', async t => {
  const missing = ['one', 'two'].map(program => requirement(`no-such-${program}`, 'same-package'))
  t.throws(() => requirePrograms([requirement('sh', 'dash'), ...missing], { PATH: '/bin' }), {
    code: 'program-missing',
    args: { programs: ['no-such-one', 'no-such-two'], packages: ['same-package'] },
    remedy: /apt-get install .* same-package$/,
  })
  requirePrograms([requirement('sh', 'dash')], { PATH: '/bin' })
})
