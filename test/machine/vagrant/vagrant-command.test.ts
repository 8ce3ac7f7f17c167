import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { vagrant } from '../../../src/machine/vagrant/vagrant-command.ts'

/** A program named vagrant that writes this with printf(1). */
function vagrantThatWrites(t: Test, format: string) {
  const folder = t.testdir({ vagrant: `#!/bin/sh\nprintf '${format}'\n` })
  chmodSync(join(folder, 'vagrant'), 0o755)
  return { folder, env: { PATH: `${folder}:/usr/bin:/bin` } }
}

t.test('progress is plain text, of an overwritten line the last state', async t => {
  const details: (string | undefined)[] = []
  await vagrant(
    ['up'],
    {
      ...vagrantThatWrites(t, 'Box: 10%%\\r\\033[KBox: 99%%\\r\\n\\033[32mdone\\033[0m\\n'),
      progress: ({ detail }) => details.push(detail),
      signal: new AbortController().signal,
    },
    'starting',
  )
  t.same(details, ['Box: 99%', 'done', undefined])
})
