import { once } from 'node:events'
import { join, relative, resolve } from 'node:path'
import { kindOptions, type MachineOptions } from '../machine/registry.ts'
import { quote } from '../plan/shell-syntax.ts'
import { type ReporterName, reporters } from '../report/registry.ts'
import type { Reporter, Style } from '../report/reporter.ts'
import { commandOf, pathWord } from './command-words.ts'
import { labId } from './lab-path.ts'
import type { World } from './world.ts'
import { wantsColour } from './world.ts'

export interface ReportingOptions {
  readonly reporter?: ReporterName
  readonly json?: boolean
  /** As it was given; a run without one draws its own. */
  readonly seed?: string
}

/**
 * The reporter asked for; pretty for a person at a terminal, TAP for everything else. It ends its report at the latest when the
 * process leaves.
 */
export async function openReporter(
  options: ReportingOptions & MachineOptions,
  world: World,
  { submissions }: Pick<Style, 'submissions'> = {},
): Promise<Reporter> {
  const { reporter, json } = options
  const { stdout } = world
  const name = reporter ?? (json ? 'jsonl' : stdout.isTTY ? 'pretty' : 'tap')
  const open = await reporters[name]()
  const opened = open(text => stdout.write(text), {
    colour: wantsColour(stdout, world.env),
    columns: stdout.columns || Number(world.env.COLUMNS ?? 100),
    nameOf: ({ id, file }) => quote(isOfCourse(id, file, world) ? id : pathWord(file)),
    runAgain: commandOf('run', ...machineWords(options), ...seedWords(options)),
    ...(submissions && { submissions }),
  })
  world.leaving.addEventListener('abort', opened.end)
  return opened
}

/** Resolves once standard output takes more, or the command is to end early. */
export async function drained({ stdout, signal }: World): Promise<void> {
  if (!stdout.writableNeedDrain || signal.aborted) return
  await once(stdout, 'drain', { signal }).catch(error => {
    if (!signal.aborted) throw error
  })
}

/** Labs of other folders may have ids like those of the course. */
function isOfCourse(id: string, file: string, { root, cwd }: World): boolean {
  return labId(relative(join(root, 'labs'), resolve(cwd, file))) === id
}

/** What was drawn from a seed that was given is drawn again. */
const seedWords = ({ seed }: ReportingOptions) => (seed === undefined ? [] : [`--seed=${seed}`])

/** The chosen machine as words of a command line. */
function machineWords(options: MachineOptions): string[] {
  const given: Readonly<Record<string, unknown>> = { ...options }
  return [{ key: 'machine', flag: '--machine' }, ...kindOptions].flatMap(({ key, flag }) => {
    const value = given[key]
    if (value === undefined || value === false) return []
    return value === true ? [flag] : [flag, String(value)]
  })
}
