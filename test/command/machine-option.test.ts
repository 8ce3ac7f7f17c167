import t from 'tap'
import { machineOptions } from '../../src/command/machine-option.ts'

const flagsOf = (verb: string) => machineOptions(verb).map(({ flags }) => flags)

t.test('a verb that opens a machine lets the user choose it, with the options of each kind', async t => {
  const all = ['--machine <name>', '--up', '--fresh', '--this-machine']
  for (const verb of ['learn', 'run', 'shell', 'record']) t.same(flagsOf(verb), all, verb)
  for (const verb of ['prove', 'replay', 'hand-in'])
    t.same(flagsOf(verb), ['--machine <name>', '--this-machine'], verb)
  t.same(flagsOf('list'), [])
})

t.test('the help names the kind that an option belongs to', async t => {
  const [machine, up] = machineOptions('run')
  t.same(machine?.argChoices, ['vm', 'vagrant', 'local'])
  t.match(up?.description, /^with --machine vagrant: /)
})
