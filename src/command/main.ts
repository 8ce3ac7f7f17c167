import { Command, CommanderError, Option } from 'commander'
import { kindOptions } from '../machine/registry.ts'
import { printable } from '../printable.ts'
import { usualProof } from '../prove/seed.ts'
import { exitCodes } from '../report/exit-code.ts'
import { namesOf, proofReporters, reporters } from '../report/registry.ts'
import { examples, helpColumns, helpLayout } from './help.ts'
import { machineOptions } from './machine-option.ts'
import { observeOptions } from './observe-option.ts'
import { archive, learner, oneOf, seed, wholeNumber } from './option-value.ts'
import { mustNotBeEmpty, usageProblem, withoutVainHelp } from './usage.ts'
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
    mustNotBeEmpty(args)
    const isLearner = args.length === 0 && world.stdin.isTTY && world.stdout.isTTY
    const words = isLearner ? ['learn'] : withoutVainHelp(program, args)
    await program.parseAsync([...words], { from: 'user' })
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
    .version(world.version, '-V, --version', 'print the version')
    .configureOutput({
      writeOut: text => world.stdout.write(text),
      writeErr: text => world.stderr.write(printable(text)),
      // `main` tells it, as every other problem.
      outputError: () => undefined,
      getOutHelpWidth: () => world.stdout.columns || Number(world.env.COLUMNS) || helpColumns,
      getErrHelpWidth: () => world.stderr.columns || Number(world.env.COLUMNS) || helpColumns,
    })
    .configureHelp(helpLayout)
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText(
      'after',
      examples(
        'unboxed learn',
        'unboxed run pid memory-max --reporter tap',
        'unboxed shell',
        'unboxed doctor',
      ),
    )

  program
    .command('learn')
    .summary('do labs yourself, in a root shell of a fresh machine')
    .description(
      'Opens a root shell in a fresh machine, gives the task, and tells what the kernel says of each check as you work. Ctrl-] turns to the task and back, `lab help` in the shell lists what else there is. What you have done is kept: the next call goes on there.',
    )
    .argument('[lab]', 'name of a lab or topic, or path of a file (default: the first that is not done)')
    .option('--plain', 'print lines only, and redraw nothing: for screen readers')
    .option(
      '--seed <text>',
      'seed for the values that labs draw (default: one for each lab, drawn once)',
      seed,
    )
    .option('--from-start', 'begin with the first step, and type nothing again')
    .option('--learner <name>', 'the name that is written into what you hand in')
    .addHelpText(
      'after',
      examples('unboxed learn', 'unboxed learn memory-max', 'unboxed learn cgroup --machine vagrant --up'),
    )
    .action(
      verb(async (lab: string | undefined, options) =>
        (await import('./learn.ts')).learn(lab, options, world),
      ),
    )

  program
    .command('run')
    .summary('run labs and check what the kernel reports')
    .description(
      'Runs each lab in a machine of its own, and shows the commands, the evidence from the kernel and the verdicts.',
    )
    .argument('[lab...]', 'names of labs or topics, files or folders (default: the whole course)')
    .option(
      '--seed <text>',
      'seed for the values that labs draw; the same seed draws the same values (default: random)',
      seed,
    )
    .addOption(reporterChoice())
    .option('--json', 'the same as --reporter jsonl')
    .option(
      '--evidence <dir>',
      'keep the evidence of each attempt in this folder, for `unboxed judge`; never overwrites',
    )
    .option('--repeat <n>', 'number of attempts at each lab', wholeNumber, 1)
    .option(
      '--jobs <n>',
      'number of attempts that run concurrently (default: number of processors)',
      wholeNumber,
    )
    .addHelpText(
      'after',
      examples(
        'unboxed run',
        'unboxed run pid',
        'unboxed run cgroup --jobs 1 --seed monday',
        'unboxed run --machine vagrant --up',
        'unboxed run labs/namespace/pid.yaml --evidence /tmp/evidence',
      ),
    )
    .action(verb(async (labs: string[], options) => (await import('./run.ts')).run(labs, options, world)))

  program
    .command('replay')
    .summary('perform and judge what was handed in')
    .description(
      'Performs submissions again, each in a fresh machine, and judges them by the checks of their labs. A submission is an attempt file, a shell script with a comment `#: STEP` before the lines of each step, or an archive of `unboxed hand-in`. What an earlier call has judged is not performed again, even if that call was killed.',
    )
    .argument(
      '<submission...>',
      'files, folders that are searched for .sh, .json and .tar.gz, or - for standard input',
    )
    .option('--lab <lab>', 'the lab of scripts that do not name one: its name, or the path of its file')
    .option(
      '--lab-from <file>',
      'judge by this lab file; `course` means the labs as they are found by name',
      'course',
    )
    .option('--seed <text>', 'seed for the values of submissions that have none', seed, 'replay')
    .addOption(reporterChoice())
    .option('--json', 'the same as --reporter jsonl')
    .option(
      '--evidence <dir>',
      'keep the evidence of each submission in this folder, for `unboxed judge`; never overwrites what was judged',
    )
    .option('--fresh', 'perform everything again, and ignore what earlier calls have judged')
    .option(
      '--jobs <n>',
      'number of submissions that are performed concurrently (default: number of processors)',
      wholeNumber,
    )
    .addHelpText(
      'after',
      examples(
        'unboxed replay ada.sh --lab pid',
        'unboxed replay handed-in --reporter csv > marks.csv',
        'unboxed replay handed-in --evidence /tmp/evidence --jobs 4',
        'unboxed replay - --lab pid < ada.sh',
      ),
    )
    .action(
      verb(async (files: string[], options) => (await import('./replay.ts')).replay(files, options, world)),
    )

  program
    .command('hand-in')
    .summary('write your attempts as one file to hand in')
    .description(
      'Takes your latest attempt at each lab, performs it again in a fresh machine, shows what a grader will see, and writes one archive to hand in. A failed check does not prevent that.',
    )
    .argument('[lab...]', 'names of labs or topics (default: every lab that you have attempted)')
    .option('--out <file>', 'the archive', archive, 'unboxed-hand-in.tar.gz')
    .option('--learner <name>', 'your name, as graders are to see it', learner)
    .option('--force', 'overwrite an existing archive')
    .addHelpText(
      'after',
      examples(
        'unboxed hand-in',
        "unboxed hand-in namespace --learner 'Ada Lovelace'",
        'unboxed hand-in pid --out /tmp/pid.tar.gz',
      ),
    )
    .action(
      verb(async (labs: string[], options) => (await import('./hand-in.ts')).handIn(labs, options, world)),
    )

  program
    .command('list')
    .summary('list the labs and what you have done of them')
    .description(
      'Lists labs by topic: name, title, level, the time it takes by hand, the claims of the course that it settles, and how many of its steps you have done. An arrow marks the lab to go on with.',
    )
    .argument('[lab...]', 'names of labs or topics, files or folders (default: the whole course)')
    .option('--json', 'print JSON')
    .addHelpText('after', examples('unboxed list', 'unboxed list cgroup --json'))
    .action(verb(async (labs: string[], options) => (await import('./list.ts')).list(labs, options, world)))

  program
    .command('validate')
    .summary('check lab files for mistakes')
    .description('Checks lab files and reports every mistake with its line and column. Runs nothing.')
    .argument('[lab...]', 'names of labs or topics, files or folders (default: the whole course)')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      examples('unboxed validate', 'unboxed validate my-lab.yaml', 'unboxed validate my-lab.yaml --json'),
    )
    .action(
      verb(async (labs: string[], options) => (await import('./validate.ts')).validate(labs, options, world)),
    )

  program
    .command('prove')
    .summary('verify that the checks of labs can fail')
    .description(
      'Verifies that each lab passes as written, that no check passes on an untouched machine, and that every check can fail, by mutating the lab.',
    )
    .argument('[lab...]', 'names of labs or topics, files or folders (default: the whole course)')
    .option('--seed <text>', 'seed for the values that labs draw', seed, usualProof.seed)
    .option('--repeat <n>', 'minimum number of runs of the unmodified lab', wholeNumber, usualProof.repeat)
    .addOption(choice('--reporter <name>', 'output format', namesOf(proofReporters)).default('pretty'))
    .option('--json', 'the same as --reporter json')
    .option('--verbose', 'list every mutant and the check that caught it')
    .option(
      '--evidence <dir>',
      'keep the evidence of runs that went wrong in this folder; never overwrites (default: in the cache)',
    )
    .option('--no-cache', 'run everything again, ignoring cached results')
    .addOption(
      new Option(
        '--record',
        'record each lab that is proven, in the folder test/proofs beside its folder labs',
      ).conflicts(['seed', 'repeat']),
    )
    .addOption(
      new Option(
        '--check',
        'run nothing, and tell which labs have a recorded proof that still holds; commands and checks count, prose does not',
      ).conflicts([
        'record',
        'seed',
        'repeat',
        'evidence',
        'cache',
        'verbose',
        'jobs',
        'reporter',
        'machine',
        'observe',
        ...kindOptions.map(({ key }) => key),
      ]),
    )
    .option(
      '--jobs <n>',
      'number of runs that run concurrently (default: number of processors plus three)',
      wholeNumber,
    )
    .addHelpText(
      'after',
      examples(
        'unboxed prove',
        'unboxed prove my-lab.yaml --verbose',
        'unboxed prove cgroup --reporter junit > proof.xml',
        'unboxed prove --check',
      ),
    )
    .action(verb(async (labs: string[], options) => (await import('./prove.ts')).prove(labs, options, world)))

  program
    .command('show')
    .summary('print a lab as a shell script')
    .description(
      'Prints a lab as a shell script, with every step and the commands that show what the checks read. Run it as root, in `unboxed shell`.',
    )
    .argument('<lab>', 'name of a lab, or path of its file')
    .option('--seed <text>', 'seed for the values that the lab draws', seed, 'show')
    .addHelpText('after', examples('unboxed show pid', 'unboxed show memory-max > memory-max.sh'))
    .action(verb(async (lab: string, options) => (await import('./show.ts')).show(lab, options, world)))

  program
    .command('eject')
    .summary('write a lab as a script and a handout, or as a template to hand in')
    .description(
      'Writes a lab as a Markdown handout for learners and a shell script with the solution; neither needs unboxed. With `--template`, writes instead the script that learners fill in and hand in: tasks and hints as comments, and room for commands.',
    )
    .argument('<lab>', 'name of a lab, or path of its file')
    .option('--out <dir>', 'output folder (default: the current folder)')
    .option('--seed <text>', 'seed for the values that the lab draws', seed, 'show')
    .option('--template', 'write the script that a learner fills in, without the solution')
    .option('--force', 'overwrite existing files')
    .addHelpText(
      'after',
      examples(
        'unboxed eject pid',
        'unboxed eject memory-max --out /tmp/course',
        'unboxed eject pid --template --seed monday',
      ),
    )
    .action(verb(async (lab: string, options) => (await import('./eject.ts')).eject(lab, options, world)))

  program
    .command('new')
    .summary('write a new lab from a template')
    .description(
      'Writes a small lab that is valid, passes and can be proven, with comments that explain each part. A name becomes a file in `labs` in the current folder, and is then the name of the lab for all commands run in that folder.',
    )
    .argument('<name>', 'name, such as cgroup/io-max, or path that ends in .yaml')
    .addHelpText('after', examples('unboxed new cgroup/io-max', 'unboxed new /tmp/my-lab.yaml'))
    .action(verb(async (name: string) => (await import('./new.ts')).newLabFile(name, world)))

  program
    .command('judge')
    .summary('judge evidence again, without a machine')
    .description(
      'Judges the evidence that `unboxed run --evidence DIR` has kept. Needs no machine. Files that cannot be judged are listed, and make the exit code 2.',
    )
    .argument('<dir>', 'folder with evidence, or one file of it')
    .addOption(reporterChoice())
    .option('--json', 'the same as --reporter jsonl')
    .addHelpText(
      'after',
      examples('unboxed judge /tmp/evidence', 'unboxed judge /tmp/evidence --reporter junit > report.xml'),
    )
    .action(verb(async (dir: string, options) => (await import('./judge.ts')).judge(dir, options, world)))

  program
    .command('doctor')
    .summary('check what unboxed needs on this computer')
    .description('Checks every requirement, and says what was found and how to install what is missing.')
    .option('--json', 'print JSON')
    .addHelpText('after', examples('unboxed doctor', 'unboxed doctor --json'))
    .action(verb(async options => (await import('./doctor.ts')).doctor(options, world)))

  program
    .command('shell')
    .summary('open a root shell in a fresh machine')
    .description(
      'Opens a root shell in a fresh VM, or in the machine that you name. The VM is discarded when the shell ends; on another machine, what the shell left behind is removed. With `--join`, opens another terminal in a machine that is open already; it closes with the first one.',
    )
    .addOption(
      new Option(
        '--join [pid]',
        'open another terminal in the machine that `unboxed shell` has open; if there are several, the one of this process ID',
      ).conflicts(['machine', 'put', ...kindOptions.map(({ key }) => key)]),
    )
    .addOption(
      new Option(
        '--put <file[:path]>',
        'copy a file into the machine, to /root unless a path is given; can be repeated',
      ).argParser((file: string, others: readonly string[] = []) => [...others, file]),
    )
    .addHelpText(
      'after',
      examples(
        'unboxed shell',
        'unboxed shell --put hello.c --put rootfs.tar:/tmp/',
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
    .command('watch')
    .summary('show the task of a lab that is being done in another terminal, or its kernel')
    .description(
      'Shows the task, the checks and their state of the lab that is being done with `unboxed learn` in another terminal of this computer, live, with the same keys. With `--kernel`, shows the processes and cgroups of the VM that `unboxed learn` or `unboxed shell` has open, read from its memory; nothing runs in it for that. Without a terminal, or with `--plain`, prints a line for each change.',
    )
    .argument('[pid]', 'process ID of the one to watch, if there are several')
    .option('--kernel', 'show the processes and cgroups of the VM instead of the task')
    .option('--plain', 'print lines, and redraw nothing')
    .option('--json', 'print the whole state as a line of JSON at each change')
    .addHelpText(
      'after',
      examples('unboxed watch', 'unboxed watch 4711', 'unboxed watch --plain', 'unboxed watch --kernel'),
    )
    .action(
      verb(async (pid: string | undefined, { kernel, ...options }) =>
        kernel === undefined
          ? (await import('./watch.ts')).watch(pid, options, world)
          : (await import('./watch-kernel.ts')).watchKernel(pid, options, world),
      ),
    )

  program
    .command('record')
    .summary('write a lab from what you do in a shell')
    .description(
      'Opens a root shell in a fresh VM, or in the machine that you name. When it ends, writes a lab with the commands that you typed and a check for each change that is still there. Prune it afterwards.',
    )
    .argument('<name>', 'name, such as cgroup/io-max, or path that ends in .yaml')
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
    .helpCommand(false)
    .addHelpText('after', examples('unboxed machine status', 'unboxed machine build --fresh'))
    .description('Manages the VM that labs run in: its image and its template.')
  machine
    .command('build')
    .description('Builds the image and the template of the VM. `unboxed run` does so when they are missing.')
    .option('--if-missing', 'print nothing if both are already built')
    .option('--fresh', 'rebuild both')
    .addHelpText('after', examples('unboxed machine build', 'unboxed machine build --fresh'))
    .action(verb(async options => (await import('./machine.ts')).build(options, world)))
  machine
    .command('status')
    .description('Shows the image, the number of templates and of running VMs, and where they are.')
    .option('--json', 'print JSON')
    .addHelpText('after', examples('unboxed machine status', 'unboxed machine status --json'))
    .action(verb(async options => (await import('./machine.ts')).status(options, world)))
  machine
    .command('clean')
    .description('Removes the image, the templates and what killed runs left behind.')
    .addHelpText('after', examples('unboxed machine clean'))
    .action(verb(async options => (await import('./machine.ts')).clean(options, world)))

  for (const command of program.commands)
    for (const option of [...observeOptions(command.name()), ...machineOptions(command.name())])
      command.addOption(option)
  const commands = [program, ...program.commands, ...machine.commands]
  for (const command of commands) {
    if (command !== program) command.copyInheritedSettings(program).helpOption('-h, --help', 'show this help')
    command.exitOverride(error => {
      throw error.exitCode === 0 || error.code === 'commander.help' ? error : usageProblem(error, command)
    })
  }
  return program
}

const reporterChoice = () =>
  choice('--reporter <name>', 'output format (default: pretty on a terminal, else tap)', namesOf(reporters))

/** An option that takes one of several names. */
const choice = (flags: string, help: string, names: readonly string[]) =>
  new Option(flags, help).choices(names).argParser(oneOf(names))
