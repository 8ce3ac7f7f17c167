import { execFileSync } from 'node:child_process'
import t from 'tap'
import type { Place } from '../../src/lab/lab.ts'
import { placeArgv } from '../../src/plan/place.ts'

const place = (given: Partial<Place>): Place => ({ namespaces: [], limits: {}, ...given })

t.test('nothing is put around a script that names no place', async t => {
  t.same(placeArgv(place({}), 'ps aux | wc -l', 'bash'), {
    argv: ['bash', '-c', 'ps aux | wc -l'],
    line: 'ps aux | wc -l',
  })
})

t.test('what keeps running has no shell between, where it needs none', async t => {
  t.same(placeArgv(place({}), 'sudo unshare --uts bash', 'bash', true).argv, [
    'sudo',
    'unshare',
    '--uts',
    'bash',
  ])
  t.same(placeArgv(place({}), 'sleep 9; true', 'bash', true).argv, ['bash', '-c', 'sleep 9; true'])
})

t.test('a plain command is itself process 1: no shell stands between', async t => {
  const { argv, line } = placeArgv(place({ namespaces: ['pid', 'mount'] }), 'sleep 1000', 'bash')
  t.same(argv, ['unshare', '--fork', '--pid', '--mount', '--mount-proc', 'sleep', '1000'])
  t.equal(line, 'unshare --fork --pid --mount --mount-proc sleep 1000')
})

t.test('a script with shell syntax is quoted so that a shell reads back the same', async t => {
  const script = `echo 'it'"'"'s' | cat`
  const { argv, line } = placeArgv(place({ namespaces: ['uts'] }), script, 'bash')
  t.same(argv, ['unshare', '--uts', 'bash', '-c', script])
  const words = execFileSync('sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' })
  t.same(words.split('\0').slice(0, -1), argv)
})

t.test('what only a shell can do is done by one', async t => {
  for (const script of ['exec sleep 9', 'cd /tmp', 'read line', 'time sleep 9', 'command sleep 9', 'wait'])
    t.same(placeArgv(place({}), script, 'bash', true).argv, ['bash', '-c', script])
})

t.test('a variable assignment needs a shell', async t => {
  t.same(placeArgv(place({ namespaces: ['uts'] }), 'A=1 env', 'bash').argv.slice(-2), ['-c', 'A=1 env'])
})

t.test('the user comes first, then namespaces, then the root directory', async t => {
  const { argv } = placeArgv(place({ namespaces: ['user'], user: 1000, root: '/tmp/root' }), 'id', 'bash')
  t.same(argv, [
    'setpriv',
    '--reuid=1000',
    '--regid=1000',
    '--clear-groups',
    'unshare',
    '--user',
    '--map-root-user',
    '--root=/tmp/root',
    'id',
  ])
})

t.test('the host name is set inside', async t => {
  const { argv } = placeArgv(place({ namespaces: ['uts'], hostname: 'box' }), 'uname -n', 'bash')
  t.same(argv, ['unshare', '--uts', 'bash', '-c', 'hostname box && exec uname -n'])
  t.equal(
    placeArgv(place({ namespaces: ['uts'], hostname: 'box' }), 'uname -n | cat', 'bash').argv.at(-1),
    'hostname box && uname -n | cat',
  )
})

t.test('where the machine has no bash, and in a root directory of its own, the shell is sh', async t => {
  t.same(placeArgv(place({}), 'a; b', 'sh').argv, ['sh', '-c', 'a; b'])
  t.same(placeArgv(place({ root: '/tmp/root' }), 'a; b', 'bash').argv, [
    'unshare',
    '--root=/tmp/root',
    'sh',
    '-c',
    'a; b',
  ])
})
