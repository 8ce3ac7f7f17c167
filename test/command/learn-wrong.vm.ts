import t from 'tap'
import { vmGround } from '../../src/plan/ground.ts'
import { wrongLab } from '../../src/prove/wrong-case.ts'
import { referenceSubmission } from '../../src/submission/reference.ts'
import { drawLabs } from '../draw.ts'
import { useOwnCache } from '../machine/vm/own-cache.ts'
import { courseLabs, learnAt, prompt } from './learn-at.ts'

t.setTimeout(300_000)
await useOwnCache(t)

/** What learners are told about a mistake: what was expected, what the kernel says, and where. */
interface Mistake {
  /** The step that it is made in. */
  readonly step: string
  /** What is typed. Default: the lines of the lab's own mistake in this place. */
  readonly lines?: readonly string[]
  readonly says: readonly RegExp[]
  /** What is typed before the learner tries again. */
  readonly undo: readonly string[]
}

const mistakes: Readonly<Record<string, readonly Mistake[]>> = {
  'namespace/pid': [
    {
      step: 'box',
      says: [
        /○ process box \(pid (\d+)\): pid.inside is 1/,
        /expected {2}1\n +now {7}(\d+)\n +shown by {2}\/proc\/\1\/status {2}NSpid:\s+\1\n/,
        /namespaces.pid\n +expected {2}own\n +now {7}shared with the machine/,
        /box is \d+: bash/,
      ],
      undo: ['exit'],
    },
    {
      step: 'box',
      says: [
        /● process box \(pid \d+\): pid.inside is 1/,
        /namespaces.mnt\n +expected {2}own\n +now {7}shared with the machine, (mnt:\[\d+\])\n +shown by {2}readlink \/proc\/\d+\/ns\/mnt {2}\1/,
        /box is \d+: unshare → bash/,
      ],
      undo: ['exit'],
    },
  ],
  'namespace/mount': [
    {
      step: 'box',
      lines: ['sudo unshare --mount --propagation shared bash'],
      says: [
        /○ mount \/ of box/,
        /expected {2}private\n +now {7}shared\n +shown by {2}.*cat \/proc\/\d+\/mountinfo {2}.*\n.* shared:1 /,
      ],
      undo: ['exit'],
    },
  ],
  'namespace/uts': [
    {
      step: 'rename',
      lines: ['hostname jellyfish', 'uname -n'],
      says: [
        /○ process box \(pid \d+\): hostname is (\w+)\n +expected {2}\1\n +now {7}jellyfish\n +shown by /,
        /○ the standard output: text is (\w+)\n +expected {2}\1\n +now {7}jellyfish\n/,
        /box is \d+: bash/,
      ],
      undo: [],
    },
  ],
  'cgroup/memory-max': [
    {
      step: 'limit',
      says: [
        /expected {2}512MiB\n +now {7}0 bytes\n +shown by {2}\/sys\/fs\/cgroup\/mygroup\/memory.max {2}0\n/,
      ],
      undo: [],
    },
  ],
  'cgroup/oom-kill': [
    {
      step: 'shell',
      says: [
        /memory.swap.max\n +expected {2}0\n +now {7}max\n +shown by {2}\/sys\/fs\/cgroup\/small\/memory.swap.max {2}max\n/,
      ],
      undo: ['exit'],
    },
  ],
  'cgroup/pids-max': [
    {
      step: 'bomb',
      lines: ['mkdir /sys/fs/cgroup/jar', 'echo 5 > /sys/fs/cgroup/jar/pids.max'],
      says: [
        /○ cgroup jar: pids.events.max has grown by >= 1/,
        /pids.max\n +expected {2}\d+\n +now {7}5\n +shown by {2}\/sys\/fs\/cgroup\/jar\/pids.max {2}5\n/,
      ],
      undo: [],
    },
  ],
  'cgroup/cpu-max': [
    {
      step: 'slow',
      lines: [
        'mkdir /sys/fs/cgroup/slow',
        'echo 90000 100000 > /sys/fs/cgroup/slow/cpu.max',
        "(echo 0 > /sys/fs/cgroup/slow/cgroup.procs; exec timeout 3 sh -c 'while true; do true; done')",
      ],
      says: [
        /quota\n +expected {2}20ms\n +now {7}90ms\n +shown by {2}\/sys\/fs\/cgroup\/slow\/cpu.max {2}90000 100000\n/,
        /usage_usec has grown by within 30% of 20% of duration\n +expected .*\n +now {7}it grew by 2\.\d+s \(from 0ms to 2\.\d+s\)\n +shown by /,
      ],
      undo: [],
    },
  ],
  'container/by-hand': [
    {
      step: 'container',
      says: [
        /○ process box \(pid \d+\): root is \/tmp\/rootfs\n +expected {2}\/tmp\/rootfs\n +now {7}\/\n +shown by {2}readlink \/proc\/\d+\/root {2}\/\n/,
        /● cgroup box: memory.max is 64MiB/,
      ],
      undo: ['exit'],
    },
  ],
}

/** `expected 1, the kernel says 0` as it stands on the task screen. */
const partsOf = (says: string) =>
  says
    .split(', ')
    .map(part => part.replace('expected', 'expected ').replace('the kernel says', 'now      ').trim())

const drawn = drawLabs(t, 'learn-wrong', 5, Object.keys(mistakes))

for (const lab of courseLabs('monday').filter(({ id }) => drawn.includes(id)))
  t.test(`${lab.id}: a wrong way, what is told about it, and the right way then`, async t => {
    const at = await learnAt(t, [lab.id, '--seed', 'monday'], t.testdir())
    await at.until(prompt)
    let done = 0
    for (const [number, { step, lines, says, undo }] of (mistakes[lab.id] ?? []).entries()) {
      const index = lab.steps.findIndex(({ id }) => id === step)
      for (; done < index; done++) await at.doStep(lab, done)
      const wrong = lab.wrong?.[number]
      const own = wrong && referenceSubmission(wrongLab(lab, wrong), vmGround).steps[index]?.lines
      for (const line of lines ?? own?.map(({ text }) => text) ?? []) await at.command(line)
      await at.command('lab check')
      const screen = at.text()
      for (const each of says) t.match(screen, each)
      t.notMatch(screen, 'Solution')
      if (wrong?.caught.startsWith(`${step}/`)) for (const part of partsOf(wrong.says)) t.match(screen, part)
      for (const line of undo) await at.command(line)
    }
    await at.doStep(lab, done)
    at.kill('SIGKILL')
  })
