import { join } from 'node:path'
import t from 'tap'
import { carryUnboxed } from '../command/carried.ts'
import { eventsOf, unboxed, verdictsOf } from '../command/unboxed.ts'
import { useOwnCache } from '../machine/vm/own-cache.ts'

t.setTimeout(600_000)
await useOwnCache(t)

const lab = (path: string) => `title: Files of a lab
vars: {word: {pick: [ahoy, hello]}}
files:
  - path: /srv/app/bin/greet
    mode: "0711"
    text: |
      #!/bin/sh
      name=world
      echo "\${word}, $\${name}"
  - {path: ${path}, text: "word=\${word}"}
steps:
  - id: greet
    text: A script.
    run: /srv/app/bin/greet
    expect:
      - {output: stdout, text: "\${word}, world"}
      - {file: /srv/app/bin/greet, mode: "0711", uid: 0, given: The lab brings it.}
      - {file: ${path}, content: "word=\${word}\\n", given: The lab brings it.}
`
const folder = t.testdir({
  'new.yaml': lab('/etc/greet.conf'),
  'there.yaml': lab('/etc/passwd'),
  'by-hand.sh': '#: greet\n/srv/app/bin/greet\n',
})

t.test('files are there before the first step, and are no leak', async t => {
  const run = await unboxed(['run', join(folder, 'new.yaml'), '--reporter', 'jsonl'])
  t.equal(run.code, 0, run.stderr)
  t.same(
    verdictsOf(run).map(({ outcome }) => outcome),
    ['pass', 'pass', 'pass'],
  )
  const ends = eventsOf(run).flatMap(event => (event.type === 'attempt-end' ? [event] : []))
  t.same(
    ends.map(({ leaks }) => leaks),
    [[]],
  )
})

t.test('who does the lab by hand has them too', async t => {
  const file = join(folder, 'by-hand.sh')
  const run = await unboxed(['replay', file, '--lab', join(folder, 'new.yaml'), '--reporter', 'jsonl'])
  t.equal(run.code, 0, run.stderr)
})

t.test('a file that is there is not overwritten', async t => {
  const run = await unboxed(['run', join(folder, 'there.yaml'), '--reporter', 'jsonl'])
  t.equal(run.code, 3)
  t.match(run.stdout, '/etc/passwd exists already')
})

t.test('on a machine that stays, nothing of them stays', async t => {
  const { agent, run } = await carryUnboxed(t)
  await agent.call('put', { path: '/root/new.yaml', text: lab('/etc/greet.conf'), mode: 0o644 })
  const before = await run('ls -A /srv; ls /etc | wc -l')
  const said = await run('unboxed run --machine local --this-machine /root/new.yaml 2>&1; echo "exit $?"')
  t.match(said, /^exit 0\n$/m)
  t.notMatch(said, 'left')
  t.equal(await run('ls -A /srv; ls /etc | wc -l'), before)
})
