import t, { type Test } from 'tap'
import { useOwnCache } from '../machine/vm/own-cache.ts'
import { carryUnboxed } from './carried.ts'
import { type AtLab, answerQuestion, atLab, courseLabs, prompt } from './learn-at.ts'

// A learner's attempt changes the machine that it is made on, so it is made in a virtual machine that `unboxed` was carried into.
t.setTimeout(1_200_000)

await useOwnCache(t)

const { run, atTerminal } = await carryUnboxed(t)

/** Milliseconds: runner, agent and learner share one emulated processor. */
const patience = 150_000

/** What labs could leave on the machine, and files of its owner that must not change. */
const things = () =>
  run(`
    find /sys/fs/cgroup -type d | sort; ls /sys/class/net; findmnt --noheadings --raw --output TARGET,FSTYPE | sort
    pgrep --list-full 'sleep|unshare|unboxed-host'; ls -A /run /root /etc/bash.marks /usr/local/bin 2> /dev/null
    ls -A /run/unboxed | grep --invert-match 'cjs$'
    cat /etc/bash.bashrc /etc/profile /root/.bashrc | sha256sum; hostname`)

await run('mkdir -p /root/.cache /root/.local; echo "alias mine=true" > /root/.bashrc')
const cgroup = '/sys/fs/cgroup/unboxed'
const labs = courseLabs('monday')

/** Somebody at a lab there, who begins with its first step. */
async function learning(t: Test, lab: string, options = '--from-start'): Promise<AtLab> {
  const learn = `HOME=/root unboxed learn ${lab} --machine local --this-machine --seed monday ${options}`
  const screen = await atTerminal(learn)
  t.teardown(async () => {
    screen.hangUp()
    await screen.ended
  })
  await screen.until(prompt, patience)
  return atLab(screen, cgroup)
}

/** Once the learner has left. */
async function nothingIsLeft(t: Test): Promise<void> {
  t.equal(await things(), before, 'nothing is left')
}

const refused = await atTerminal('unboxed learn --machine local; echo $?')
await refused.until(/as disposable[\s\S]*\n4$/, patience)
await refused.ended
const before = await things()

for (const lab of labs.filter(({ id }) => ['namespace/pid', 'cgroup/memory-max'].includes(id)))
  t.test(`${lab.id} is done by hand on this machine, and nothing is left`, async t => {
    const at = await learning(t, lab.id)
    for (const [index, step] of lab.steps.entries()) {
      await at.doStep(lab, index)
      await answerQuestion(at, step)
    }
    at.type('lab quit')
    t.equal(await at.ended, 0)
    t.match(await run(`cat /root/.local/state/unboxed/progress/${lab.id.replace('/', '.')}.json`), '"doneAt"')
    await nothingIsLeft(t)
  })
