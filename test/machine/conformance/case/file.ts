import { callErrorOf, errnoOf, textOf } from '../bench.ts'
import type { Case } from '../conformance.ts'

export const fileCases: Record<string, Case> = {
  'a write never makes a file': async (t, { hello, refusal, look }) => {
    for (const path of ['/run/unboxed-none', `${hello.cgroup.base}/none.max`, '/run/none/none']) {
      t.equal(await refusal('write', { path, text: '1' }), 'ENOENT', path)
      t.equal(errnoOf(await look({ read: 'stat', path })), 'ENOENT', `${path} was not made`)
    }
  },

  'a write reaches the kernel, and what the kernel says comes back': async (
    t,
    { cgroup, client, look, refusal },
  ) => {
    const path = await cgroup('write')
    await client.call('write', { path: `${path}/memory.max`, text: '64M' })
    t.equal(textOf(await look({ read: 'file', path: `${path}/memory.max` })), `${64 * 2 ** 20}\n`)
    const file = `${path}/memory.max`
    const refused = await callErrorOf(client.call('write', { path: file, text: 'nonsense' }))
    t.same([refused.errno, refused.path, refused.text], ['EINVAL', file, 'nonsense'])
    t.equal(await refusal('write', { path: `${path}/cgroup.controllers`, text: 'x' }), 'EINVAL')
    t.equal(await refusal('write', { path, text: 'x' }), 'EISDIR')
    await client.call('remove-cgroup', { path, timeout: 2000 })
  },

  'a directory is made once': async (t, { client, refusal, look }) => {
    const path = '/run/unboxed-directory'
    await client.call('make-directory', { path })
    t.match(textOf(await look({ read: 'stat', path })), /^directory 755 0 0 /)
    t.equal(await refusal('make-directory', { path }), 'EEXIST')
    t.equal(await refusal('make-directory', { path: `${path}/no/such` }), 'ENOENT')
  },

  'a file is put whole, with its mode, and replaces another': async (t, { client, look, refusal }) => {
    const path = '/run/unboxed-file'
    await client.call('put', { path, text: 'one\n', mode: 0o755 })
    await client.call('put', { path, text: 'zwei €\n', mode: 0o640 })
    t.equal(textOf(await look({ read: 'file', path })), 'zwei €\n')
    t.match(textOf(await look({ read: 'stat', path })), /^regular file 640 0 0 9 /)
    t.equal(await refusal('put', { path: '/run/none/file', text: '', mode: 0o644 }), 'ENOENT')
  },
}
