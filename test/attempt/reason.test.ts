import t from 'tap'
import { explainedProblem, reasonOf } from '../../src/attempt/reason.ts'
import { hierarchyOf, troubles } from '../../src/kernel/hierarchy.ts'
import { CallFailed } from '../../src/protocol/client.ts'
import type { BoundSource, CallError, Look } from '../../src/protocol/message.ts'
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

const hybrid = {
  filesystems: recorded('hybrid/filesystems'),
  mountinfo: recorded('hybrid/mountinfo'),
  magic: 0x01021994,
}
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
    message: 'cpu.max.burst does not take "200000" (EINVAL)',
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

t.test('a machine without a place for cgroups is unsupported, whichever call meets it', async t => {
  const message = 'labs cannot have cgroups here'
  const error: CallError = { code: 'cgroup-hybrid', path: '/sys/fs/cgroup/unified', message }
  for (const call of ['hello', 'make-directory'] as const)
    t.same(await reasonOf(new CallFailed(call, error), { runtime: nodeRuntime }), {
      kind: 'unsupported',
      code: 'cgroup-hybrid',
      message: `${message}: ${troubles['cgroup-hybrid']({ root: '/sys/fs/cgroup/unified' }).what}`,
      remedy: hierarchyOf(hybrid).trouble?.remedy,
      call: error,
    })
})

t.test('a command that an agent refuses ends with a problem that explains it', async t => {
  const message = 'labs cannot have cgroups here'
  const taken = new CallFailed('hello', { code: 'cgroup-taken', path: '/sys/fs/cgroup', message })
  const problem = await explainedProblem(taken, { runtime: nodeRuntime })
  t.match(problem, { name: 'Problem', kind: 'unsupported', code: 'cgroup-taken', remedy: /rmdir/ })
  t.match(await explainedProblem(refused, { look, runtime: nodeRuntime }), {
    name: 'Problem',
    kind: 'machine',
    code: 'limit-not-understood',
  })
  const bug = new TypeError('a bug')
  t.equal(await explainedProblem(bug, { runtime: nodeRuntime }), bug, 'any other error stays as it is')
})

t.test('a refusal nobody can explain keeps its own words', async t => {
  const error = new CallFailed('settle', { errno: 'ETIMEDOUT', message: 'no children after 5000 ms' })
  t.match(await reasonOf(error, { look, runtime: nodeRuntime }), {
    code: 'ETIMEDOUT',
    message: 'no children after 5000 ms',
  })
})
