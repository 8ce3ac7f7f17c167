import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { eject } from '../../src/command/eject.ts'
import type { World } from '../../src/command/world.ts'
import { Problem } from '../../src/problem.ts'

function worldIn(cwd: string) {
  const said: string[] = []
  const stream = { write: (text: string) => said.push(text) }
  const world = { env: {}, cwd, root: join(import.meta.dirname, '../..'), stdout: stream, stderr: stream }
  return { said, world: world as unknown as World }
}

t.test('a lab becomes a script and a handout, and both are told', async t => {
  const { said, world } = worldIn(t.testdir({}))
  t.equal(await eject('oom-kill', { out: 'a/b', seed: 'monday' }, world), 0)
  t.same(said, ['a/b/cgroup-oom-kill.sh\n', 'a/b/cgroup-oom-kill.md\n'])
  const script = join(world.cwd, 'a/b/cgroup-oom-kill.sh')
  t.equal(statSync(script).mode & 0o777, 0o755)
  t.match(
    readFileSync(script, 'utf8'),
    /^#!\/bin\/bash\n(?:.*\n)*# Drawn from the seed monday: limit = \d+MiB\.\n/,
  )
})

t.test('a template is written by itself, and replaces nothing', async t => {
  const { said, world } = worldIn(t.testdir({}))
  t.equal(await eject('uts', { template: true, seed: 'monday' }, world), 0)
  t.same(said, ['namespace-uts.template.sh\n'])
  t.same(readdirSync(world.cwd), ['namespace-uts.template.sh'])
  const file = join(world.cwd, 'namespace-uts.template.sh')
  t.match(readFileSync(file, 'utf8'), /^# unboxed-lab: namespace\/uts\n# unboxed-seed: monday\n/)
  writeFileSync(file, 'mine')
  await t.rejects(eject('uts', { template: true }, world), { code: 'file-exists' })
  t.equal(readFileSync(file, 'utf8'), 'mine')
})

t.test('an existing file is never overwritten, nor is anything beside it', async t => {
  for (const ending of ['sh', 'md']) {
    const { world } = worldIn(t.testdir({}))
    const file = join(world.cwd, `namespace-uts.${ending}`)
    writeFileSync(file, 'mine')
    const error = await eject('uts', {}, world).then(
      () => undefined,
      error => error,
    )
    t.ok(error instanceof Problem)
    t.match(error, {
      code: 'file-exists',
      kind: 'usage',
      message: `namespace-uts.${ending} already exists`,
    })
    t.equal(readFileSync(file, 'utf8'), 'mine')
    const other = ending === 'sh' ? 'md' : 'sh'
    t.notOk(existsSync(join(world.cwd, `namespace-uts.${other}`)), 'nothing was written')
    t.equal(await eject('uts', { force: true }, world), 0)
    t.not(readFileSync(file, 'utf8'), 'mine')
  }
})

t.test('of a lab that is not there nothing is written', async t => {
  const { said, world } = worldIn(t.testdir({}))
  t.equal(await eject('no-such-lab', {}, world), 2)
  t.match(said.join(''), 'no-such-lab')
})
