import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { useOwnCache } from '../machine/vm/own-cache.ts'
import { attemptText } from './attempt-text.ts'
import { codeOf, nameOf, type Way } from './exit-code.ts'
import { childrenOf, commandOf, qemusOf } from './unboxed.ts'

await useOwnCache(t)

const step = (run: string, check: string) =>
  `steps:\n  - id: a\n    text: t\n    run: ${run}\n    expect: [${check}]\n`
/** A state folder with an attempt at uts, of which only the first step differs. */
const savedAs = (box: readonly string[]) => ({
  unboxed: {
    attempt: {
      'namespace.uts.json': attemptText('namespace/uts', {
        box,
        rename: ['hostname whale', 'uname -n'],
        outside: ['@2 uname -n'],
      }),
    },
  },
})
const folder = t.testdir({
  'failing.yaml': `title: t\n${step('echo 41', '{output: stdout, text: "42"}')}`,
  'vacuous.yaml': `title: t\n${step('"true"', '{exit: 0}')}`,
  'unsupported.yaml': `title: t\nneeds: [{file: /nosuch}]\n${step('"true"', '{exit: 0}')}`,
  'endless.sh': '#: a\nsleep 1000\n',
  ...{ right: savedAs(['sudo unshare --uts bash']), wrong: savedAs(['true']), long: savedAs(['sleep 1000']) },
  'endless.yaml': `title: t\n${step('sleep 1000', '{exit: 0}')}`,
})
const uts = `# unboxed-lab: namespace/uts
#: box @1
sudo unshare --uts bash
#: rename @1
hostname whale
uname -n
#: outside @2
uname -n
`
const endless = join(folder, 'endless.sh')
const lab = (name: string) => join(folder, `${name}.yaml`)
const evidence = (name: string) => join(folder, `evidence-${name}`)
const out = (name: string) => join(folder, `${name}.tgz`)
const stateOf = (name: string) => ({ ...process.env, XDG_STATE_HOME: join(folder, name) })

/** A cache whose image somebody else builds and never finishes. */
function waitingCache(): NodeJS.ProcessEnv {
  const home = join(folder, 'waiting')
  mkdirSync(join(home, 'unboxed/image'), { recursive: true })
  const holder = spawn('flock', [join(home, 'unboxed/image/lock'), 'sleep', '1000'], { detached: true })
  t.teardown(() => process.kill(-(holder.pid ?? 0)))
  return { ...process.env, XDG_CACHE_HOME: home }
}
const waiting = waitingCache()
const hasVm = (pid: number) => qemusOf(pid).length > 0

const isReady = /unboxed:\S*#$/

const ways: readonly Way[] = [
  {
    ...{ code: 0, args: ['learn', 'uts'], env: stateOf('learning') },
    atTerminal: { when: isReady, type: 'lab quit\r' },
  },
  {
    ...{ code: 130, args: ['learn', 'uts'], env: stateOf('stopped') },
    ...{ atTerminal: 'untouched', interruptedWhen: hasVm },
  },
  { code: 0, args: ['run', 'uts'] },
  { code: 0, args: ['replay', '-'], input: uts },
  { code: 0, args: ['hand-in', '--out', out('right')], env: stateOf('right') },
  { code: 0, args: ['prove', 'uts'] },
  { code: 0, args: ['record', join(folder, 'recorded.yaml')], input: 'true\n' },
  { code: 0, args: ['shell'], input: 'true\n' },
  { code: 0, args: ['doctor'] },
  { code: 1, args: ['run', lab('failing'), '--evidence', evidence('failing')] },
  { code: 1, args: ['replay', '-', '--lab', 'uts'], input: '#: box\ntrue\n' },
  { code: 1, args: ['hand-in', '--out', out('wrong')], env: stateOf('wrong') },
  { code: 1, args: ['judge', evidence('failing')] },
  { code: 1, args: ['prove', lab('vacuous')] },
  { code: 4, args: ['run', lab('unsupported'), '--evidence', evidence('unsupported')] },
  { code: 4, args: ['judge', evidence('unsupported')] },
  { code: 130, args: ['run', lab('endless')], interruptedWhen: hasVm },
  { code: 130, args: ['replay', endless, '--lab', lab('endless')], interruptedWhen: hasVm },
  { code: 130, args: ['hand-in', '--out', out('long')], env: stateOf('long'), interruptedWhen: hasVm },
  { code: 130, args: ['prove', lab('endless')], interruptedWhen: hasVm },
  { code: 130, args: ['shell'], interruptedWhen: hasVm },
  { code: 130, args: ['record', join(folder, 'unwritten.yaml')], interruptedWhen: hasVm },
  { code: 130, args: ['machine', 'build'], env: waiting, interruptedWhen: isWaiting },
]

/** Its own flock waits for the lock. */
function isWaiting(pid: number): boolean {
  return childrenOf(pid).some(child => commandOf(child).startsWith('flock'))
}

for (const way of ways)
  t.test(`${nameOf(way)}: ${way.args.slice(1).join(' ')}`, async t => {
    t.equal(await codeOf(way), way.code)
  })

t.test('what was handed in is written, unless somebody interrupts it', async t => {
  t.same(['right', 'wrong', 'long'].map(out).map(existsSync), [true, true, false])
})

t.test('none of them has left a machine', async t => {
  t.same(readdirSync(join(process.env.XDG_CACHE_HOME ?? '', 'unboxed/run')), [])
})
