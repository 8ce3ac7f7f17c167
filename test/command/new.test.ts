import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { loadLabs } from '../../src/command/load-labs.ts'
import { newLabFile } from '../../src/command/new.ts'
import type { World } from '../../src/command/world.ts'

function worldIn(cwd: string, root = cwd) {
  const said: string[] = []
  const world = { env: {}, cwd, root, stdout: { write: (text: string) => said.push(text) } }
  return { said, world: world as unknown as World }
}

const refusal = (name: string, world: World) =>
  newLabFile(name, world).then(
    () => undefined,
    error => error,
  )

/** Where the first line of a lab says that the schema is. */
function schemaOf(file: string): string | undefined {
  return /^# yaml-language-server: \$schema=(\S+)\n/.exec(readFileSync(file, 'utf8'))?.[1]
}

t.test('what it writes validates, whatever is drawn', async t => {
  const { said, world } = worldIn(t.testdir({ labs: {} }))
  t.equal(await newLabFile('cgroup/two-names', world), 0)
  t.same(said, ['labs/cgroup/two-names.yaml\n'])
  for (const seed of ['1', '2', '3', '4', '5']) {
    const { labs, problems } = await loadLabs(['two-names'], { root: world.root, cwd: world.cwd, seed })
    t.same(problems, [])
    t.match(labs, [
      { id: 'cgroup/two-names', title: 'Two names', steps: [{ hints: [String], expect: { length: 2 } }] },
    ])
    const [lab] = labs
    t.equal(lab?.steps[0]?.in.limits['pids.max']?.text, lab?.vars.limit)
  }
})

t.test('its first line finds the schema', async t => {
  const root = t.testdir({ labs: { 'lab.schema.json': '{}' }, project: {} })
  const clone = worldIn(root).world
  await newLabFile('a/b/c', clone)
  await newLabFile('./d.yaml', clone)
  for (const [file, schema] of [
    ['labs/a/b/c.yaml', '../../lab.schema.json'],
    ['d.yaml', 'labs/lab.schema.json'],
  ] as const) {
    t.equal(schemaOf(join(root, file)), schema)
    t.ok(existsSync(join(root, dirname(file), schema)), `${file}: the schema is there`)
  }

  const project = join(root, 'project')
  mkdirSync(join(project, 'node_modules'))
  symlinkSync(root, join(project, 'node_modules/unboxed'))
  await newLabFile('mine', worldIn(project, join(project, 'node_modules/unboxed')).world)
  t.equal(schemaOf(join(project, 'labs/mine.yaml')), '../node_modules/unboxed/labs/lab.schema.json')

  const elsewhere = worldIn(t.testdir({}), '/usr/lib/node_modules/unboxed').world
  await newLabFile('mine', elsewhere)
  t.equal(
    schemaOf(join(elsewhere.cwd, 'labs/mine.yaml')),
    '/usr/lib/node_modules/unboxed/labs/lab.schema.json',
  )
})

t.test('a file that is there is never touched', async t => {
  const { world } = worldIn(t.testdir({ 'mine.yaml': 'mine' }))
  t.match(await refusal('mine.yaml', world), {
    code: 'lab-exists',
    kind: 'usage',
    message: 'mine.yaml already exists',
  })
  t.equal(readFileSync(join(world.cwd, 'mine.yaml'), 'utf8'), 'mine')
  symlinkSync('nowhere', join(world.cwd, 'link.yaml'))
  t.match(await refusal('link.yaml', world), { code: 'lab-exists' })
})

t.test('its name is that of the lab, wherever the course is', async t => {
  const root = t.testdir({
    course: { labs: { '1-net': { '1-taken.yaml': 'title: T\nsteps: []\n' } } },
    'my project': {},
  })
  const { world } = worldIn(join(root, 'my project'), join(root, 'course'))
  await newLabFile('net/my', world)
  await newLabFile('taken', world)
  for (const name of ['net/my', 'my', '2-net/1-my', 'labs/net/my.yaml', './labs/net/my.yaml']) {
    const { labs, problems } = await loadLabs([name], { root: world.root, cwd: world.cwd, seed: 's' })
    t.same(problems, [])
    t.same(
      labs.map(({ id, file }) => [id, file]),
      [['net/my', 'labs/net/my.yaml']],
      name,
    )
  }
  for (const [name, id, file] of [
    ['net/taken', 'net/taken', join(root, 'course/labs/1-net/1-taken.yaml')],
    ['3-net/4-my', 'net/my', 'labs/net/my.yaml'],
    ['labs/2-net/my.yaml', 'net/my', 'labs/net/my.yaml'],
  ] as const)
    t.match(await refusal(name, world), {
      code: 'lab-taken',
      message: `there is a lab with the name ${id} already: ${file}`,
    })
  t.match(await refusal('taken/deeper', { ...world, cwd: join(root, 'course/labs/1-net/1-taken.yaml') }), {
    code: 'ENOTDIR',
  })
})

t.test('the commands in its comment can be pasted', async t => {
  const { world } = worldIn(t.testdir({}))
  await newLabFile("it's $mine.yaml", world)
  const text = readFileSync(join(world.cwd, "it's $mine.yaml"), 'utf8')
  t.match(text, "#   unboxed run 'it'\\''s $mine.yaml'\n")
})

t.test('what is no name is refused', async t => {
  const { world } = worldIn(t.testdir({}))
  for (const name of ['', '.yaml', 'My Lab', 'x.yml', '../x', '/etc/x', 'a//b', '-x', 'a/.yaml'])
    t.match(await refusal(name, world), { code: 'lab-name', kind: 'usage' }, JSON.stringify(name))
})
