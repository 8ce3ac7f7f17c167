import t from 'tap'
import { reasonOf } from '../../src/attempt/reason.ts'
import { CallFailed } from '../../src/protocol/client.ts'
import type { BoundSource, Look } from '../../src/protocol/message.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'
import { recorded } from '../kernel/fixture.ts'

const path = '/sys/fs/cgroup/a/cpu.max.burst'
const refused = new CallFailed('write', {
  errno: 'EINVAL',
  syscall: 'write',
  path,
  text: '200000',
  message: 'EINVAL: invalid argument, write',
})

const texts: Record<string, string> = {
  '/proc/self/mountinfo': recorded('host/mountinfo'),
  '/sys/fs/cgroup/a/cgroup.controllers': 'cpu memory\n',
}
const look = async (sources: BoundSource[]): Promise<Look[]> =>
  sources.map(source => {
    const text = 'path' in source ? texts[source.path] : undefined
    return text === undefined ? { errno: 'ENOENT', message: 'no such file' } : { text }
  })

t.test('a refused call is explained by what was written and by the files around it', async t => {
  t.match(await reasonOf(refused, { look, runtime: nodeRuntime }), {
    kind: 'error',
    code: 'limit-not-understood',
    message: 'EINVAL: invalid argument, write: cpu.max.burst does not take "200000"',
    remedy: /quota in cpu\.max/,
    call: { path, text: '200000' },
  })
})

t.test('a machine that is lost cannot be asked, and the refusal is still told', async t => {
  const lost = () => Promise.reject(new Error('the channel is lost'))
  t.match(await reasonOf(refused, { look: lost, runtime: nodeRuntime }), { code: 'limit-not-understood' })
})

t.test(
  'an agent that may make no cgroups says so in its first answer, when nothing can be read yet',
  async t => {
    const error = {
      errno: 'EACCES',
      syscall: 'mkdir',
      path: '/sys/fs/cgroup/unboxed',
      message: "EACCES: permission denied, mkdir '/sys/fs/cgroup/unboxed'",
    }
    t.match(await reasonOf(new CallFailed('hello', error), { runtime: nodeRuntime }), {
      code: 'not-delegated',
      message: /the cgroup \/sys\/fs\/cgroup is not delegated to this user/,
      remedy: /chown USER \/sys\/fs\/cgroup /,
    })
  },
)

t.test('a refusal nobody can explain keeps its own words', async t => {
  const error = new CallFailed('settle', { errno: 'ETIMEDOUT', message: 'no children after 5000 ms' })
  t.match(await reasonOf(error, { look, runtime: nodeRuntime }), {
    code: 'ETIMEDOUT',
    message: 'no children after 5000 ms',
  })
})
