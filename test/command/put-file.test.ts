import { chmodSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { putFile, readPutFiles } from '../../src/command/put-file.ts'
import { type AgentClient, CallFailed } from '../../src/protocol/client.ts'

const folder = t.testdir({ 'a.sh': 'echo hi\n', deep: { b: 'b' } })
chmodSync(join(folder, 'a.sh'), 0o750)
symlinkSync('a.sh', join(folder, 'link'))
const read = (...given: readonly string[]) => readPutFiles(given, { cwd: folder })

t.test('a file goes to the home directory, or where it is told', async t => {
  t.match(await read('a.sh', 'link', 'deep/b:/tmp/', `${folder}/deep/b:/etc/c`), [
    { file: 'a.sh', path: '/root/a.sh', mode: 0o750, bytes: Buffer.from('echo hi\n') },
    { file: 'link', path: '/root/link', mode: 0o750, bytes: Buffer.from('echo hi\n') },
    { file: 'deep/b', path: '/tmp/b' },
    { file: `${folder}/deep/b`, path: '/etc/c' },
  ])
})

t.test('what is no ordinary file is refused before a machine is opened', async t => {
  writeFileSync(join(folder, 'large'), '')
  truncateSync(join(folder, 'large'), 64 * 2 ** 20 + 1)
  for (const [file, why] of [
    ['none', 'there is no such file or folder'],
    ['deep', 'it is a folder, not an ordinary file'],
    ['/dev/null', 'it is a device, not an ordinary file'],
    ['large', 'it has more than 64 MiB, the most that is read'],
  ] as const)
    await t.rejects(read('a.sh', file), {
      code: 'not-readable',
      message: `cannot put ${file} into the machine: ${why}`,
    })
})

t.test('it is sent in parts, whatever is in it', async t => {
  const bytes = Buffer.alloc(13 * 2 ** 20, Buffer.from([0, 255, 10, 13]))
  const calls: string[] = []
  const parts: Buffer[] = []
  const call = async (what: string, { path, text, mode }: { path: string; text: string; mode?: number }) => {
    calls.push(`${what} ${path} ${mode}`)
    parts.push(Buffer.from(text, 'base64'))
    return null
  }
  await putFile({ call } as unknown as AgentClient, { file: 'x', path: '/root/x', mode: 0o600, bytes })
  t.same(calls, ['put /root/x 384', 'append /root/x undefined', 'append /root/x undefined'])
  t.ok(Buffer.concat(parts).equals(bytes))
})

t.test('what the machine refuses is said in words', async t => {
  const refusing = (errno: string) =>
    ({
      call: () => Promise.reject(new CallFailed('put', { errno, message: `${errno}: odd` })),
    }) as unknown as AgentClient
  const file = { file: 'x', path: '/nowhere/x', mode: 0o600, bytes: Buffer.from('') }
  await t.rejects(putFile(refusing('ENOENT'), file), {
    kind: 'usage',
    message: 'cannot put x at /nowhere/x in the machine: its folder does not exist there',
  })
  await t.rejects(putFile(refusing('EROFS'), file), { message: /in the machine: EROFS: odd$/ })
})
