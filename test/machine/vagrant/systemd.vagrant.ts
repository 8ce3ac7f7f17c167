import t from 'tap'
import { openVagrant } from '../../../src/machine/vagrant/vagrant.ts'
import type { Scene } from '../../witness/scene.ts'
import { testify } from '../../witness/testify.ts'
import { numberOf, type Witness } from '../../witness/witness.ts'
import { talk } from '../talk.ts'
import { settingsOf } from './settings.ts'

t.setTimeout(1_800_000)

const machine = await openVagrant(settingsOf(t))
t.teardown(() => machine.close())
const connection = await machine.open()
t.teardown(() => connection.close())
const agent = await talk(connection.channel)

const unit = (name: string, limits: string, command: string) =>
  `systemd-run --quiet --unit=${name} ${limits} ${command} && systemctl show --property=MainPID --value ${name}`
const quiet = Number(await agent.run(unit('quiet', '-p MemoryMax=64M -p TasksMax=20', 'sleep 2001')))
const busy = Number(
  await agent.run(unit('busy', '-p MemoryMax=32M', "sh -c 'sleep 2002 & sleep 2003 & wait'")),
)
t.teardown(() => agent.run('systemctl stop quiet busy'))

const scene: Scene = {
  agent,
  cast: {
    process: [
      { pid: quiet, name: 'quiet', cgroup: '/sys/fs/cgroup' },
      { pid: busy, name: 'busy', cgroup: '/sys/fs/cgroup' },
    ],
    cgroup: ['quiet', 'busy'].map(name => ({
      cgroup: `/sys/fs/cgroup/system.slice/${name}.service`,
      name,
    })),
  },
}

/** What systemd says that a unit has. */
const property =
  (name: string): Witness['ask'] =>
  who =>
    `systemctl show --property=${name} --value ${who.name}`

const witnesses: readonly Witness[] = [
  { subject: 'process', fact: 'pid', field: 'outside', ask: property('MainPID'), read: numberOf },
  {
    subject: 'process',
    fact: 'cgroup',
    ask: property('ControlGroup'),
    read: answer => answer.trim().replace(/^\//, ''),
  },
  { subject: 'cgroup', fact: 'memory.max', ask: property('MemoryMax'), read: numberOf },
  { subject: 'cgroup', fact: 'pids.max', ask: property('TasksMax'), read: numberOf },
  { subject: 'cgroup', fact: 'pids.current', ask: property('TasksCurrent'), read: numberOf },
  {
    subject: 'cgroup',
    fact: 'cgroup.procs',
    ask: ({ cgroup }) => `systemd-cgls --no-pager --full ${cgroup}`,
    read: answer => [...answer.matchAll(/─\s*(\d+) /g)].map(([, pid]) => Number(pid)),
  },
]

testify(t, witnesses, scene)
