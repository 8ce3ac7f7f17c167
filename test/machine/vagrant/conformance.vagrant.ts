import t from 'tap'
import { openVagrant } from '../../../src/machine/vagrant/vagrant.ts'
import { connect } from '../../../src/protocol/client.ts'
import { nodeRuntime } from '../../../src/runtime/node.ts'
import { conformance } from '../conformance/conformance.ts'
import { tapTester } from '../conformance/tester.ts'
import { inGuest, settingsOf } from './settings.ts'

t.setTimeout(1_800_000)

const vagrant = await openVagrant(settingsOf(t))
t.teardown(() => vagrant.close())

t.test('the Vagrant VM does what each machine must', async t => {
  const remains = async (pids: readonly number[], paths: readonly string[]) => {
    const all = [...pids.map(pid => `/proc/${pid}`), ...paths]
    return (await inGuest(`ls -d ${all.join(' ')} 2> /dev/null || true`)).split('\n').filter(Boolean)
  }
  await conformance(tapTester(t), () => vagrant.open(), {
    slowness: vagrant.slowness,
    renews: false,
    remains,
  })
})

t.test('labs have a part of the tree that systemd delegates, and no other part changes', async t => {
  const groups = () => inGuest('find /sys/fs/cgroup -type d -not -path "*/user.slice*" | sort')
  const before = await groups()
  const connection = await vagrant.open()
  const client = connect(connection.channel, nodeRuntime)
  const { cgroup } = await client.call('hello', {})
  t.match(cgroup.base, /^\/sys\/fs\/cgroup\/system\.slice\/run-.*\.scope$/)
  for (const controller of ['cpu', 'memory', 'pids'])
    t.ok(cgroup.controllers.includes(controller), controller)
  const scope = cgroup.base.split('/').at(-1)
  t.same((await inGuest(`systemctl show --property=Delegate,OOMPolicy ${scope}`)).trim().split('\n').sort(), [
    'Delegate=yes',
    'OOMPolicy=continue',
  ])
  await client.call('make-directory', { path: `${cgroup.base}/lab` })
  const during = await groups()
  t.same(
    during.split('\n').filter(group => group !== '' && !before.includes(group)),
    [cgroup.base, cgroup.leaf, `${cgroup.base}/lab`],
  )
  await connection.close()
  t.same(await groups(), before)
})
