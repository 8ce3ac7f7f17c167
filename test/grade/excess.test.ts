import t from 'tap'
import type { HandCommand, HandProcess, HandRecord } from '../../src/evidence/hand.ts'
import { mostExamined } from '../../src/evidence/hand.ts'
import { excesses } from '../../src/grade/excess.ts'

const command = (line: string, more: Partial<HandCommand> = {}): HandCommand => ({
  terminal: 1,
  step: 'a',
  line,
  startedAt: 10,
  endedAt: 20,
  output: '',
  ...more,
})
const running = ({ endedAt: _, ...command }: HandCommand): HandCommand => command
const process = (pid: number): HandProcess => ({ pid, start: pid, parent: 1, cgroup: '/' })
const record = (commands: readonly HandCommand[], processes = 1): HandRecord => ({
  host: 1,
  commands,
  looks: [
    { at: 15, processes: Array.from({ length: processes }, (_, index) => process(index)), readings: [] },
  ],
})
const failed = [{ outcome: 'pass' }, { outcome: 'fail' }] as const
const told = (hand: HandRecord, verdicts: Parameters<typeof excesses>[1] = failed) =>
  excesses({ hand }, verdicts).map(({ message }) => message)

t.test('a crowd of processes, and the line before it', async t => {
  t.same(told(record([command('bomb'), command('later', { startedAt: 16 })], mostExamined)), [
    '64 processes or more existed at once after `bomb`; the 64 oldest were examined',
  ])
  t.same(told(record([], mostExamined)), [
    '64 processes or more existed at once; the 64 oldest were examined',
  ])
  t.same(told(record([command('bomb')], mostExamined - 1)), [])
})

t.test('a flood of output', async t => {
  const cut = { at: 0, bytes: 12_345_678, lines: 1 }
  t.same(told(record([command('yes', { cut }), command('seq', { cut: { ...cut, bytes: 999_999 } })])), [
    '`yes` printed 12 MB more than is kept',
  ])
})

t.test('what a terminal was left in', async t => {
  const commands = [
    running(command('bash')),
    running(command('cat <<E\nmany\nlines')),
    running(command('sleep 9', { terminal: 2 })),
    command('true', { terminal: 3 }),
  ]
  t.same(told(record(commands)), [
    '`cat <<E…` had not ended when the attempt was over',
    '`sleep 9` had not ended when the attempt was over',
  ])
})

t.test('what read the lines after it', async t => {
  const box = running(command('sudo unshare --uts bash'))
  t.same(
    told(
      record([
        box,
        running(command('cat')),
        command('hostname whale'),
        command('true', { terminal: 2, status: 0 }),
      ]),
    ),
    [
      '`cat` had not ended when the attempt was over',
      '`cat` read what was typed after it, `hostname whale`, so that no shell executed it',
    ],
  )
  t.same(told(record([running(command('cat')), command('a'), running(command('b\nc')), command('d')])), [
    '`cat` had not ended when the attempt was over',
    '`cat` read what was typed after it, `a` and 2 more, so that no shell executed it',
  ])
  t.same(
    told(record([running(command('./enter')), command('a', { status: 0 })])),
    ['`./enter` had not ended when the attempt was over'],
    'a shell told the end of the line',
  )
  for (const line of ['chroot /srv/box /bin/sh', 'sudo unshare --uts', 'nsenter -t 5 -a'])
    t.same(told(record([running(command(line)), command('a')])), [], line)
})

t.test('of what is all right nothing is told', async t => {
  t.same(told(record([running(command('bash'))]), [{ outcome: 'pass' }]), [])
  t.same(excesses({}, failed), [])
})
