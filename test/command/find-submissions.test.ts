import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { findSubmissions } from '../../src/command/find-submissions.ts'

const cwd = t.testdir({
  monday: {
    'ada.sh': '',
    'ben.attempt.json': '',
    'notes.txt': '',
    'x.evidence.json': '',
    '.hidden.sh': '',
    '.git': { 'x.sh': '' },
    group: { 'ada.sh': '', 'ada2.sh': '', 'ada10.sh': '' },
  },
  tuesday: { 'ada.sh': '' },
  empty: {},
})
symlinkSync(join(cwd, 'tuesday'), join(cwd, 'monday/linked'))
symlinkSync(join(cwd, 'tuesday/ada.sh'), join(cwd, 'monday/linked.sh'))

const learners = async (...names: string[]) =>
  (await findSubmissions(names, { cwd })).files.map(({ learner }) => learner)

t.test(
  'a folder is searched to the bottom, in order; what is hidden is skipped and no link is followed',
  async t => {
    const { files, refused, others } = await findSubmissions(['monday'], { cwd })
    t.same(
      files.map(({ file, learner }) => [file, learner]),
      [
        ['monday/ada.sh', 'ada'],
        ['monday/ben.attempt.json', 'ben'],
        ['monday/group/ada.sh', 'group/ada'],
        ['monday/group/ada2.sh', 'group/ada2'],
        ['monday/group/ada10.sh', 'group/ada10'],
      ],
    )
    t.same(refused, [])
    t.equal(others, 4, 'notes, evidence and two links')
  },
)

t.test('learners of several folders stay apart, and a file is taken once', async t => {
  t.same(await learners('tuesday', 'monday/group'), [
    'tuesday/ada',
    'monday/group/ada',
    'monday/group/ada2',
    'monday/group/ada10',
  ])
  t.same(await learners('tuesday', 'tuesday/ada.sh'), ['ada'])
  t.same(await learners('tuesday/ada.sh'), ['ada'])
  t.same(await learners('empty'), [])
})

t.test('a link that is named is meant', async t => {
  const { files } = await findSubmissions(['monday/linked.sh'], { cwd })
  t.same(files, [{ path: join(cwd, 'tuesday/ada.sh'), file: 'tuesday/ada.sh', learner: 'ada' }])
})

t.test('standard input is a submission, and what is missing hides no other', async t => {
  const { files, refused } = await findSubmissions(['-', 'nosuch', 'tuesday'], { cwd })
  t.same(
    files.map(({ learner }) => learner),
    ['standard-input', 'ada'],
  )
  t.same(refused, [{ file: 'nosuch', why: 'there is no such file or folder' }])
})
