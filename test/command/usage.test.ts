import t from 'tap'
import { commanded } from './commanded.ts'

/** What is said of a command line that is wrong: one sentence, then where to read on. */
const rows: readonly (readonly [args: string, says: string, readOn?: string])[] = [
  ['nosuch', 'unknown command `nosuch`'],
  ['nosuch --help', 'unknown command `nosuch`'],
  ['nosuch -h', 'unknown command `nosuch`'],
  ['help nosuch', 'unknown command `nosuch`'],
  ['rnu pid', 'unknown command `rnu`; did you mean `run`?'],
  ['rnu pid --help', 'unknown command `rnu`; did you mean `run`?'],
  ['machine nosuch', 'unknown command `nosuch`', 'unboxed machine --help'],
  ['machine stauts --help', 'unknown command `stauts`; did you mean `status`?', 'unboxed machine --help'],
  ['--jsno list', 'unboxed has no option `--jsno`'],
  ['run --jbos 3', 'run has no option `--jbos`; did you mean `--jobs`?', 'unboxed run --help'],
  ['run --nosuch --help', 'run has no option `--nosuch`', 'unboxed run --help'],
  ['list -x', 'list has no option `-x`', 'unboxed list --help'],
  ['run --jobs 0', '--jobs must be a whole number from 1 to 999999; got `0`', 'unboxed run --help'],
  ['run --jobs 1.5', '--jobs must be a whole number from 1 to 999999; got `1.5`', 'unboxed run --help'],
  ['run --repeat x', '--repeat must be a whole number from 1 to 999999; got `x`', 'unboxed run --help'],
  ['prove --repeat -1', '--repeat must be a whole number from 1 to 999999; got `-1`', 'unboxed prove --help'],
  [
    'run --reporter tpa',
    '--reporter must be one of pretty, tap, jsonl, junit, csv; got `tpa`; did you mean `tap`?',
    'unboxed run --help',
  ],
  ['judge x --reporter nosuch', '--reporter must be one of pretty, tap, jsonl, junit, csv; got `nosuch`'],
  ['run --machine vn', '--machine must be one of vm, vagrant, local; got `vn`; did you mean `vm`?'],
  ['show', 'show needs an argument: <lab>', 'unboxed show --help'],
  ['show pid uts', 'show takes one argument, got 2', 'unboxed show --help'],
  ['doctor now', 'doctor takes no arguments, got 1', 'unboxed doctor --help'],
  ['run --evidence', '--evidence needs a value: --evidence <dir>', 'unboxed run --help'],
  // An unset variable of a shell leaves an empty argument.
  ['run --evidence= pid', '--evidence needs a value', 'variable of the shell'],
  ['run  pid', 'an argument is empty', 'variable of the shell'],
  ['learn pid uts', 'learn takes one argument, got 2', 'unboxed learn --help'],
  ['learn --plian', 'learn has no option `--plian`; did you mean `--plain`?', 'unboxed learn --help'],
  ['learn pid', 'a lab is done at a terminal, and this is none', 'unboxed replay FILE'],
  ['watch 1 2', 'watch takes one argument, got 2', 'unboxed watch --help'],
  ['hand-in --learner=', '--learner needs a value', 'variable of the shell'],
  ['shell --join --machine vm', '--join cannot be used with --machine', 'unboxed shell --help'],
]

t.test('a wrong command line is told in one sentence, and ends with 2', async t => {
  for (const [args, says, readOn = ' --help'] of rows) {
    const { code, stdout, stderr } = await commanded(args.split(' '))
    const [first, ...others] = stderr.split('\n')
    t.equal(first, `unboxed: ${says}`, args)
    t.match(others.join('\n'), readOn, args)
    t.same([code, stdout], [2, ''], args)
  }
})

t.test('no command at all shows the help, and is no success', async t => {
  for (const args of [[], ['machine']]) {
    const { code, stderr } = await commanded(args)
    t.equal(code, 2)
    t.match(stderr, /^Usage: unboxed/)
  }
})

const verbs = [
  'learn',
  'run',
  'list',
  'validate',
  'replay',
  'hand-in',
  'prove',
  'show',
  'eject',
  'new',
  'judge',
  'doctor',
  'shell',
  'watch',
  'record',
]
const commands = [[], ...verbs.map(verb => [verb]), ['machine'], ...subcommands('build', 'status', 'clean')]

function subcommands(...names: string[]) {
  return names.map(name => ['machine', name])
}

t.test('every command has help with examples, also by `help`', async t => {
  for (const command of commands) {
    const { code, stdout } = await commanded([...command, '--help'])
    t.equal(code, 0)
    t.match(stdout, /^Usage: unboxed.*\n(.|\n)*\nExamples:\n {2}\$ unboxed/, command.join(' '))
    t.equal((await commanded(['help', ...command])).stdout, stdout, `help ${command.join(' ')}`)
  }
})

t.test('help fits the terminal, whole words of it', async t => {
  for (const command of commands) {
    const wide = (await commanded([...command, '--help'], { columns: 200 })).stdout
    for (const columns of [40, 50, 60, 80]) {
      const { stdout } = await commanded([...command, '--help'], { columns })
      const [text = '', examples] = stdout.split('\nExamples:\n')
      t.same(
        text.split('\n').filter(line => line.length > columns),
        [],
        `${command.join(' ')} in ${columns} columns`,
      )
      t.same(words(text), words(wide.split('\nExamples:\n')[0]), 'nothing is cut, and no word broken')
      t.equal(examples, wide.split('\nExamples:\n')[1], 'commands stay whole')
    }
  }
})

const words = (text = '') => text.split(/\s+/)
