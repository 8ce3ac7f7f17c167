import t from 'tap'
import { pageFor } from '../../../src/report/format/pretty/page.ts'
import { portraitLines } from '../../../src/report/format/pretty/portrait.ts'
import { portraitsOf } from '../../../src/report/view/portrait.ts'
import { agent, box, readings, rootless, sample } from '../../verdict/recorded.ts'

const page = pageFor({ colour: false, columns: 80 })

t.test('one process from both sides', async t => {
  const [portrait] = portraitsOf(sample({ 'process box': { pid: box } }, readings('running')))
  t.same(portrait, {
    name: 'box',
    rows: [
      ['PID', '1', String(box)],
      ['UID', '0', '0'],
      ['hostname', 'inside', 'unboxed'],
      ['cgroup', '/mygroup', '/mygroup'],
      ['namespaces', 'its own: mnt, pid, uts', 'shared: cgroup, ipc, net, time, user'],
    ],
  })
})

t.test('root inside, somebody outside; what was not read is not drawn', async t => {
  const host = Object.fromEntries(
    readings('running').flatMap(reading => ('text' in reading ? [[reading.source, reading.text]] : [])),
  )
  const [portrait] = portraitsOf(sample({ 'process box': { pid: rootless } }, readings('user', host)))
  t.same(portrait?.rows[1], ['UID', '0', '1000'])
  t.same(
    portrait?.rows.map(([what]) => what),
    ['PID', 'UID', 'cgroup', 'namespaces'],
  )
})

t.test('an ordinary process is not drawn, nor one that is not there', async t => {
  t.same(portraitsOf(sample({ 'process me': { pid: agent } }, readings('running'))), [])
  t.same(portraitsOf(sample({ 'process box': { missing: 'it has ended' } }, readings('ended'))), [])
  t.same(portraitsOf(sample({ 'process box': { pid: box } }, [])), [])
})

t.test('columns stand below each other', async t => {
  const [portrait] = portraitsOf(sample({ 'process box': { pid: box } }, readings('running')))
  const lines = portrait ? portraitLines(portrait, page) : []
  const column = lines[0]?.indexOf('OUTSIDE')
  t.equal(lines[1]?.indexOf(String(box)), column)
  t.equal(lines[3]?.indexOf('unboxed'), column)
})
