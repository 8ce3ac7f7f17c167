import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { findCourse } from '../src/command/find-course.ts'
import { findLabs } from '../src/command/find-labs.ts'
import { loadLabs } from '../src/command/load-labs.ts'
import { renderProblems } from '../src/lab/problem.ts'
import { vmGround } from '../src/plan/ground.ts'
import { labScript } from '../src/plan/script.ts'
import { courseFolder, labFiles } from './lab-files.ts'

const root = join(courseFolder, '..')
const { files } = await findLabs(courseFolder, root)
const found = await findCourse(courseFolder, files, root)
const { labs } = await loadLabs([], { root, cwd: root, seed: 'show' })
const claims = found?.course?.claims ?? []

t.test('the course lists every lab, and nothing else', async t => {
  t.equal(files.length, labFiles.length)
  t.equal(renderProblems([...(found?.problems ?? []), ...(found?.unlisted ?? [])]), '')
})

t.test('every claim that a lab can settle is settled by a lab', async t => {
  t.ok(claims.length > 50, 'the claims are found')
  const settled = new Set(labs.flatMap(({ claims }) => claims))
  const open = claims.filter(({ id, isBeyond }) => !isBeyond && !settled.has(id))
  t.same(
    open.map(({ id }) => id),
    [],
  )
})

t.test('labs settle only claims that there are', async t => {
  const known = claims.map(({ id }) => id)
  for (const { id, claims } of labs)
    t.same(
      claims.filter(claim => !known.includes(claim)),
      [],
      id,
    )
})

/** Commands of the claims, as introductions print them; `…` is where the cgroup is named again. */
const commands: Record<string, readonly [lab: string, commands: readonly string[]]> = {
  N2: ['namespace/pid', ['sudo unshare --fork --pid --mount-proc bash', 'ps aux']],
  C1: [
    'cgroup/memory-max',
    [
      'mkdir /sys/fs/cgroup/mygroup',
      'echo "536870912" | sudo tee /sys/fs/cgroup/mygroup/memory.max',
      'echo $$ | sudo tee /sys/fs/cgroup/mygroup/cgroup.procs',
    ],
  ],
}

for (const [claim, [id, lines]] of Object.entries(commands))
  t.test(`the commands of ${claim} stand in ${id} as they are given`, async t => {
    const lab = labs.find(lab => lab.id === id)
    if (!lab) return t.fail(`there is no lab ${id}`)
    t.ok(lab.claims.includes(claim))
    const script = labScript(lab, vmGround)
    for (const line of lines) t.ok(script.includes(line), line)
  })

t.test('the file of the claims is the one that is shipped', async t => {
  t.match(readFileSync(join(courseFolder, 'course.yaml'), 'utf8'), /^claims:$/m)
})
