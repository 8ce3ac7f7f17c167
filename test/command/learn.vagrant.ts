import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { inGuest } from '../machine/vagrant/settings.ts'
import { atTerminal } from '../screen/at-terminal.ts'
import { answerQuestion, atLab, cgroupAt, cli, courseLabs, leftAt, prompt, say } from './learn-at.ts'

t.setTimeout(1_800_000)

/** Milliseconds for `vagrant up`, and for anything that takes a connection. */
const patience = 300_000

const here = ['--machine', 'vagrant', '--up', '--seed', 'monday']

/** What labs could leave in the VM. */
const things = () =>
  inGuest(`
    sudo find /sys/fs/cgroup -type d -name 'run-*.scope' -o -name mygroup -o -name mine
    pgrep --list-full 'sleep|unshare|unboxed-host'
    findmnt --noheadings --raw --output TARGET,FSTYPE | sort
    sudo ls -A /root
    ls /etc/bash.marks /usr/local/bin/lab 2> /dev/null || true`)

let before = ''
for (const lab of courseLabs('monday').filter(({ id }) =>
  ['namespace/pid', 'cgroup/memory-max'].includes(id),
))
  t.test(`${lab.id} is done by hand in the Vagrant VM, at its screen, and nothing is left`, async t => {
    const state = t.testdir()
    const command = [process.execPath, cli, 'learn', lab.id, ...here]
    const size = { rows: 40, columns: 100 }
    const screen = await atTerminal(t, command, { size, env: { XDG_STATE_HOME: state } })
    await screen.until(prompt, patience)
    if (before === '') before = await things().then(withoutOurs)
    const cgroup = await cgroupAt(screen)
    t.match(cgroup, /^\/sys\/fs\/cgroup\/system\.slice\/run-.*\.scope$/)
    const at = atLab(screen, cgroup)
    await say(at, `mkdir ${cgroup}/mine`, /mine\n/)
    await say(at, 'lab changed', /\+ cgroup mine {2}\(/)
    for (const shell of ['bash', 'sudo bash']) {
      await say(at, shell, /bash.*\n/)
      await say(at, 'lab', /Step \d of/)
      await say(at, 'exit', /exit\n/)
    }
    for (const [index, step] of lab.steps.entries()) {
      await at.doStep(lab, index)
      await answerQuestion(at, step)
    }
    at.type('sleep 1000 &')
    at.type('lab quit')
    t.equal(await at.ended, 0)
    t.equal(leftAt(at), `${cgroup}/mine`)
    const file = join(state, `unboxed/progress/${lab.id.replace('/', '.')}.json`)
    t.ok(JSON.parse(readFileSync(file, 'utf8')).doneAt)
    const attempt = readFileSync(join(state, `unboxed/attempt/${lab.id.replace('/', '.')}.json`), 'utf8')
    t.notMatch(attempt, '.scope', 'what was typed can be typed in any machine')
    t.equal(await things(), before)
  })

/** Without the attempt that runs. */
const withoutOurs = (text: string) =>
  text
    .split('\n')
    .filter(line => !/\.scope$|unboxed-host/.test(line))
    .join('\n')
