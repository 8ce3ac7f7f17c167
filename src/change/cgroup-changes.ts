import { cgroupSettings } from '../linux/cgroup-setting.ts'
import type { InventoryCgroup } from '../protocol/inventory.ts'
import type { Change } from './change.ts'
import { groupName } from './group-name.ts'
import { sizeText } from './size-text.ts'
import type { Span } from './span.ts'

/** Cgroups that are new or gone, and settings that differ. Usage and other counters are no changes. */
export function cgroupChanges({ before, after }: Span): Change[] {
  const { base } = after.inventory
  const were = new Map(before.inventory.cgroups.map(cgroup => [cgroup.path, cgroup]))
  const are = new Set(after.inventory.cgroups.map(({ path }) => path))
  const plain = (sign: '+' | '-', path: string): Change => ({
    sign,
    text: `cgroup ${groupName(base, path)}`,
    shown: path,
  })
  return [
    ...after.inventory.cgroups.flatMap(cgroup => {
      const was = were.get(cgroup.path)
      const settings = settingChanges(was, cgroup, groupName(base, cgroup.path))
      return was ? settings : [plain('+', cgroup.path), ...settings]
    }),
    ...before.inventory.cgroups.filter(({ path }) => !are.has(path)).map(({ path }) => plain('-', path)),
  ]
}

/** A file that appears, because a controller was enabled above, or in a new cgroup, changes from its default value. */
function settingChanges(was: InventoryCgroup | undefined, is: InventoryCgroup, name: string): Change[] {
  const old = (file: string) => was?.settings[file] ?? cgroupSettings[file] ?? ''
  const changed = Object.keys(is.settings).filter(file => is.settings[file] !== old(file))
  return changed
    .filter(file => !(file === 'cpu.weight' && changed.includes('cpu.idle'))) // cpu.idle sets it, too
    .map(file => {
      const text = (words[file] ?? wordsOf(file))(old(file), is.settings[file] ?? '', is)
      const shown = `${is.path}/${file === 'cgroup.freeze' ? 'cgroup.events' : file}`
      return { sign: '~', text: `cgroup ${name}${text}`, shown }
    })
}

type Words = (was: string, is: string, cgroup: InventoryCgroup) => string

/** Files whose change has words of its own. */
const words: Readonly<Record<string, Words>> = {
  'cgroup.freeze': (_, is, { frozen }) => {
    if (is !== '1') return ' is thawed'
    return frozen ? ' is frozen' : ' is being frozen'
  },
  'cgroup.subtree_control': (was, is) => {
    const [had, has] = [was, is].map(text => text.split(' ').filter(Boolean)) as [string[], string[]]
    const added = has.filter(name => !had.includes(name)).map(name => `+${name}`)
    const removed = had.filter(name => !has.includes(name)).map(name => `-${name}`)
    return `: cgroup.subtree_control ${[...added, ...removed].join(' ')}`
  },
}

const wordsOf =
  (file: string): Words =>
  (was, is) =>
    `: ${file} ${valueText(file, was)} → ${valueText(file, is)}`

function valueText(file: string, value: string): string {
  if (value === '') return '(empty)'
  return file.startsWith('memory.') && file !== 'memory.oom.group'
    ? sizeText(value)
    : value.replaceAll('\n', ', ')
}
