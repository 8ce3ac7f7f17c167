import type { KernelView, ViewedCgroup } from '../../live/kernel-view.ts'
import { cut, pad, widthOf } from '../../report/format/pretty/page.ts'
import { bytesText } from './bytes-text.ts'
import type { RowStyle } from './row-style.ts'
import { shownText } from './shown-text.ts'

/** What is used of a limit, and whether little is left of it. */
interface Usage {
  readonly text: string
  readonly isNearLimit: boolean
}

/** The cgroups below the base with what they use beside their limits, as a table. */
export function cgroupLines({ cgroups }: KernelView, { columns, paint, isNew }: RowStyle): string[] {
  const below = asTree(cgroups.filter(({ path }) => path !== '/'))
  if (below.length === 0) return [paint.dim(' no cgroups')]
  const rows = below.map(cgroup => ({
    mark: isNew(cgroup.path) ? paint.green('+') : ' ',
    name: nameOf(cgroup),
    cells: [memoryOf(cgroup), pidsOf(cgroup), cpuOf(cgroup)],
    state: stateOf(cgroup),
  }))
  const widths = titles.map((title, index) =>
    Math.max(title.length, ...rows.map(({ cells }) => cells[index]?.text.length ?? 0)),
  )
  const ofCells = widths.reduce((sum, width) => sum + width + gap.length, 0)
  const nameWidth = Math.min(
    Math.max(...rows.map(({ name }) => widthOf(name)), 'cgroup'.length),
    Math.max(minName, columns - 2 - ofCells - gap.length - state.length),
  )
  const inColumns = (name: string, cells: readonly string[]) =>
    [pad(cut(name, nameWidth), nameWidth), ...cells].join(gap)
  const head = inColumns('cgroup', [
    ...titles.map((title, index) => title.padStart(widths[index] ?? 0)),
    state,
  ])
  return [
    ` ${paint.dim(` ${head}`)}`,
    ...rows.map(({ mark, name, cells, state }) => {
      const painted = cells.map(({ text, isNearLimit }, index) => {
        const cell = text.padStart(widths[index] ?? 0)
        return isNearLimit ? paint.red(cell) : cell
      })
      const line = inColumns(name, painted)
      return ` ${mark}${line}${gap}${paint.cyan(state)}`
    }),
  ]
}

const titles = ['memory', 'pids', 'cpu'] as const
const state = 'state'
const gap = '  '
const minName = 8

/** Each below its parent: a slash comes before all else that a name can have. */
const asTree = (cgroups: readonly ViewedCgroup[]) => {
  const keyOf = ({ path }: ViewedCgroup) => path.replaceAll('/', '\0')
  return cgroups.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
}

/** The last part of its path, indented below its parent. */
function nameOf({ path }: ViewedCgroup): string {
  const parts = path.split('/').slice(1)
  return `${'  '.repeat(Math.min(parts.length - 1, deepest))}${shownText(parts.at(-1) ?? '')}`
}

/** A deeper tree is drawn no wider. */
const deepest = 10

const stateOf = ({ populated, frozen }: ViewedCgroup) =>
  `${populated ? 'populated' : 'empty'}${frozen ? ', frozen' : ''}`

const none: Usage = { text: '-', isNearLimit: false }

function memoryOf({ files }: ViewedCgroup): Usage {
  const { 'memory.current': current, 'memory.max': max } = files
  return current === undefined ? none : usage(Number(current), max, bytesText)
}

function pidsOf({ files }: ViewedCgroup): Usage {
  const { 'pids.current': current, 'pids.max': max } = files
  return current === undefined ? none : usage(Number(current), max, String)
}

function cpuOf({ files, cpu }: ViewedCgroup): Usage {
  const [quota, period] = (files['cpu.max'] ?? 'max').split(' ')
  const max = quota === 'max' ? 'max' : String((100 * Number(quota)) / Number(period))
  return cpu === undefined ? none : usage(cpu, max, share => `${Math.round(share)}%`)
}

/** From this part of a limit on, little is left. */
const near = 0.9

function usage(current: number, max = 'max', inWords: (amount: number) => string): Usage {
  const limit = max === 'max' ? 'max' : inWords(Number(max))
  return { text: `${inWords(current)}/${limit}`, isNearLimit: max !== 'max' && current >= near * Number(max) }
}
