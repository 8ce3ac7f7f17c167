import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { escaped } from '../evidence/attempt-id.ts'
import { kindOptions } from '../machine/registry.ts'
import { printable } from '../printable.ts'
import { exitCodes } from '../report/exit-code.ts'
import { namesOf, proofReporters, reporters } from '../report/registry.ts'
import { machineOptions } from './machine-option.ts'
import type { World } from './world.ts'

/** Reads the command line, runs the verb, and gives the exit code. Each verb is loaded only when it is asked for. */
export async function main(args: readonly string[], world: World): Promise<number> {
  let code: number = exitCodes.passed
  const verb =
    <A extends unknown[]>(run: (...given: A) => Promise<number>) =>
    async (...given: A) => {
      code = await run(...given)
    }
  const program = describe(world, verb)
  try {
    await program.parseAsync([...args], { from: 'user' })
    return code
  } catch (error) {
    if (world.signal.aborted) return exitCodes.interrupted
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.passed : exitCodes.usage
    return (await import('./tell.ts')).tellError(error, world)
  }
}

type Verb = <A extends unknown[]>(run: (...given: A) => Promise<number>) => (...given: A) => Promise<void>

function describe(world: World, verb: Verb): Command {
  const program = new Command('unboxed')
    .description(
      'Hands-on kernel labs: containers are just Linux processes, and the kernel itself confirms it.',
    )
    .version(world.version)
    .configureOutput({
      writeOut: text => world.stdout.write(text),
      writeErr: text => world.stderr.write(printable(text)),
    })
    .exitOverride()
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      examples('unboxed run', 'unboxed run pid memory-max --reporter tap', 'unboxed shell', 'unboxed doctor'),
    )

  program
    .command('run')
    .summary('run labs and show what the kernel says')
    .description(
      'Runs labs, each in a machine of its own, and shows the commands, the evidence and the verdict.',
    )
    .argument('[lab...]', 'names of labs, files or folders (default: all)')
    .option(
      '--seed <text>',
      'draws the values a lab picks; the same seed draws the same (default: drawn anew)',
      seed,
    )
    .addOption(
      new Option('--reporter <name>', 'output format (default: pretty on a terminal, else tap)').choices(
        namesOf(reporters),
      ),
    )
    .option('--json', 'the same as --reporter jsonl')
    .option('--evidence <dir>', 'write evidence to this folder, for `unboxed judge`')
    .option('--repeat <n>', 'attempts at each lab', wholeNumber, 1)
    .option('--jobs <n>', 'attempts at once (default: as many as the machine has processors)', wholeNumber)
    .addHelpText(
      'after',
      examples(
        'unboxed run',
        'unboxed run pid',
        'unboxed run cgroup --jobs 1 --seed monday',
        'unboxed run --machine vagrant --up',
        'unboxed run labs/1-namespace/1-pid.yaml --evidence /tmp/evidence',
      ),
    )
    .action(verb(async (labs: string[], options) => (await import('./run.ts')).run(labs, options, world)))

  program
    .command('list')
    .summary('list the labs')
    .description('Lists the labs: name, title and the claims they settle.')
    .argument('[lab...]', 'names of labs, files or folders (default: all)')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('unboxed list', 'unboxed list cgroup --json'))
    .action(verb(async (labs: string[], options) => (await import('./list.ts')).list(labs, options, world)))

  program
    .command('validate')
    .summary('check lab files without running them')
    .description('Checks lab files and shows every mistake with its line and column. Nothing is run.')
    .argument('[lab...]', 'names of labs, files or folders (default: all)')
    .option('--json', 'the mistakes as JSON')
    .addHelpText('after', examples('unboxed validate', 'unboxed validate my-lab.yaml'))
    .action(
      verb(async (labs: string[], options) => (await import('./validate.ts')).validate(labs, options, world)),
    )

  program
    .command('prove')
    .summary('prove that labs can fail, and for the right reason')
    .description(
      'Proves labs: they pass as written, fail where nothing was done, and every check sees something that was made wrong.',
    )
    .argument('[lab...]', 'names of labs, files or folders (default: all)')
    .option('--seed <text>', 'draws the values a lab picks', seed, 'prove')
    .option('--repeat <n>', 'minimum number of reference runs', wholeNumber, 3)
    .addOption(
      new Option('--reporter <name>', 'output format').choices(namesOf(proofReporters)).default('pretty'),
    )
    .option('--json', 'the same as --reporter json')
    .option('--verbose', 'list every mutant and the check that catches it')
    .option(
      '--evidence <dir>',
      'write evidence of runs that went wrong to this folder (default: in the cache)',
    )
    .option('--no-cache', 'ignore cached results')
    .option('--jobs <n>', 'runs at once (default: one more than the machine has processors)', wholeNumber)
    .addHelpText(
      'after',
      examples(
        'unboxed prove',
        'unboxed prove my-lab.yaml --verbose',
        'unboxed prove cgroup --reporter junit > proof.xml',
      ),
    )
    .action(verb(async (labs: string[], options) => (await import('./prove.ts')).prove(labs, options, world)))

  program
    .command('show')
    .summary('print a lab as a shell script')
    .description(
      'Prints a lab as the shell script that `unboxed eject` writes: every step, and where to look. Run it as root in `unboxed shell`.',
    )
    .argument('<lab>', 'name of a lab, or a file')
    .option('--seed <text>', 'draws the values the lab picks', seed)
    .addHelpText('after', examples('unboxed show pid', 'unboxed show memory-max > memory-max.sh'))
    .action(verb(async (lab: string, options) => (await import('./show.ts')).show(lab, options, world)))

  program
    .command('eject')
    .summary('write a lab as a script and a handout')
    .description(
      'Writes a lab as a shell script and a Markdown handout, which need nothing of unboxed: the handout is what a learner gets, the script is the solution.',
    )
    .argument('<lab>', 'name of a lab, or a file')
    .option('--out <dir>', 'the folder they are written to (default: this one)')
    .option('--seed <text>', 'draws the values the lab picks', seed)
    .option('--force', 'overwrite existing files')
    .addHelpText('after', examples('unboxed eject pid', 'unboxed eject memory-max --out /tmp/course'))
    .action(verb(async (lab: string, options) => (await import('./eject.ts')).eject(lab, options, world)))

  program
    .command('new')
    .summary('write a lab to begin with')
    .description(
      'Writes a small lab that validates and passes, with comments that tell how to make it yours. It goes into labs, or to the path you name.',
    )
    .argument('<name>', 'a name, such as cgroup/io-max, or a path that ends in .yaml')
    .addHelpText('after', examples('unboxed new cgroup/io-max', 'unboxed new /tmp/my-lab.yaml'))
    .action(verb(async (name: string) => (await import('./new.ts')).newLabFile(name, world)))

  program
    .command('judge')
    .summary('judge kept evidence again')
    .description('Judges evidence that `unboxed run --evidence DIR` kept. It needs no machine.')
    .argument('<dir>', 'the folder of the evidence')
    .addOption(new Option('--reporter <name>', 'output format').choices(namesOf(reporters)))
    .option('--json', 'the same as --reporter jsonl')
    .addHelpText(
      'after',
      examples('unboxed judge /tmp/evidence', 'unboxed judge /tmp/evidence --reporter junit > report.xml'),
    )
    .action(verb(async (dir: string, options) => (await import('./judge.ts')).judge(dir, options, world)))

  program
    .command('doctor')
    .summary('check everything unboxed needs')
    .description('Checks every requirement: what was found, and what to do where something is missing.')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('unboxed doctor', 'unboxed doctor --json'))
    .action(verb(async options => (await import('./doctor.ts')).doctor(options, world)))

  program
    .command('shell')
    .summary('open a terminal in a fresh machine')
    .description(
      'Opens a root shell in a fresh VM, or in the machine you name. A fresh VM is thrown away when you leave; in another machine, what you left is taken back as after a lab. With `--join` it is another terminal in a machine that you have open already, until the first one ends.',
    )
    .addOption(
      new Option(
        '--join [pid]',
        'open another terminal in the machine that a shell has open; with several, that of this process',
      ).conflicts(['machine', ...kindOptions.map(({ key }) => key)]),
    )
    .addHelpText(
      'after',
      examples(
        'unboxed shell',
        'unboxed shell --join',
        "echo 'ps -e' | unboxed shell --join 4711",
        "echo 'cat /proc/self/cgroup' | unboxed shell",
        'unboxed shell --machine vagrant --up',
      ),
    )
    .action(
      verb(async ({ join, ...options }) =>
        join === undefined
          ? (await import('./shell.ts')).shell(options, world)
          : (await import('./join.ts')).join(join, world),
      ),
    )

  program
    .command('record')
    .summary('write a lab of what you do by hand')
    .description(
      'Opens a root shell in a fresh VM, or in the machine you name. When you leave it, what you typed and what it changed in the kernel become a lab, with a check for each change: yours to prune. What should be seen must still be there when you leave.',
    )
    .argument('<name>', 'a name, such as cgroup/io-max, or a path that ends in .yaml')
    .addHelpText(
      'after',
      examples(
        'unboxed record cgroup/io-max',
        'unboxed record my-lab.yaml < commands.sh',
        'sudo unboxed record my-lab.yaml --machine local',
      ),
    )
    .action(verb(async (name: string, options) => (await import('./record.ts')).record(name, options, world)))

  const machine = program
    .command('machine')
    .summary('build, inspect or remove the VM')
    .description('The VM that labs run in: its image and its template.')
  machine
    .command('build')
    .description(
      'Builds the image and the template of the VM. `run` does it by itself when they are missing.',
    )
    .option('--if-missing', 'say nothing when nothing is missing')
    .option('--fresh', 'build again even if nothing is missing')
    .addHelpText('after', examples('unboxed machine build', 'unboxed machine build --fresh'))
    .action(verb(async options => (await import('./machine.ts')).build(options, world)))
  machine
    .command('status')
    .description('Shows which image and template there are, how large, and what runs.')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('unboxed machine status'))
    .action(verb(async options => (await import('./machine.ts')).status(options, world)))
  machine
    .command('clean')
    .description('Removes the image, the template and whatever runs left behind.')
    .addHelpText('after', examples('unboxed machine clean'))
    .action(verb(async options => (await import('./machine.ts')).clean(options, world)))

  for (const command of program.commands)
    for (const option of machineOptions(command.name())) command.addOption(option)
  for (const command of [...program.commands, ...machine.commands]) command.copyInheritedSettings(program)
  return program
}

/** Bytes that a seed may take in the name of an evidence file, which has 255. */
const longestSeed = 120

/** A seed stands in headings, names and scripts: nothing in it may begin a line or turn one around. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u

function seed(text: string): string {
  if (unprintable.test(text))
    throw new InvalidArgumentError('It must have no line breaks and no control characters.')
  const { length } = new TextEncoder().encode(escaped(text))
  if (length <= longestSeed) return text
  throw new InvalidArgumentError(
    `Its name in files takes ${length} bytes, and may take ${longestSeed}: shorten it.`,
  )
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1 on.')
  return Number(text)
}

const examples = (...lines: string[]) => `\nExamples:\n${lines.map(line => `  $ ${line}`).join('\n')}\n`
