import t from 'tap'
import { parseResourceLimits, resourceLimits, resourceLimitsType } from '../../src/kernel/resource-limit.ts'
import { Unreadable } from '../../src/linux/unreadable.ts'
import { recorded } from './fixture.ts'

t.test('every row of the kernel is in the table, and the other way round', async t => {
  const names = Object.values(resourceLimits).map(({ name }) => name)
  t.same(Object.keys(parseResourceLimits(recorded('proc/limits'))), names)
  t.same(resourceLimitsType.type === 'record' && Object.keys(resourceLimitsType.fields), names)
})

t.test('counts, sizes and times', async t => {
  t.match(parseResourceLimits(recorded('proc/limits-set')), {
    nofile: { soft: 64, hard: 64 },
    cpu: { soft: 60_000, hard: 60_000 },
    stack: { soft: 8_388_608, hard: Number.POSITIVE_INFINITY },
  })
})

t.test('a row newer than the table keeps the label of the kernel', async t => {
  const row = 'Max new things            1                    2                    things    \n'
  t.match(parseResourceLimits(recorded('proc/limits') + row), { 'Max new things': { soft: 1, hard: 2 } })
})

t.test('another text is unreadable', async t => {
  t.throws(() => parseResourceLimits('Max open files 1 2'), Unreadable)
  t.throws(() => parseResourceLimits(`${recorded('proc/limits')}odd line\n`), Unreadable)
})
