import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { findProgram } from '../../src/machine/find-program.ts'

t.test('programs are looked for in PATH, then where only root looks', async t => {
  const folder = t.testdir({ user: {}, root: {} })
  const [user, root] = [join(folder, 'user'), join(folder, 'root')]
  for (const [name, mode] of [
    ['user/both', 0o755],
    ['root/both', 0o755],
    ['root/mke2fs', 0o755],
    ['user/not-executable', 0o644],
    ['user/qemu.exe', 0o755],
  ] as const)
    writeFileSync(join(folder, name), '', { mode })
  const found = (name: string) => findProgram(name, { PATH: `${folder}/none:${user}` }, [root])
  t.equal(found('both'), join(user, 'both'))
  t.equal(found('mke2fs'), join(root, 'mke2fs'))
  t.equal(found('qemu'), join(user, 'qemu.exe'))
  t.equal(found('not-executable'), undefined)
  t.equal(found('nothing'), undefined)
  t.equal(findProgram('sh', {}, ['/bin']), '/bin/sh', 'without a PATH, too')
})
