import { cgroupFiles, limitText } from '../../kernel/cgroup-file.ts'
import type { Step } from '../../lab/lab.ts'
import type { Change } from '../mutant.ts'
import { commands } from '../shell/commands.ts'
import { limitWrite } from '../shell/limit-line.ts'

/** Writes another value into one limit, of `in.limits` or of a line of `run`: half and twice as much, or the other of two. */
export function changedLimit(step: Step): Change[] {
  return [...inPlace(step), ...inText(step)]
}

function inPlace(step: Step): Change[] {
  return Object.entries(step.in.limits).flatMap(([name, { text }]) =>
    otherValues(name, text).map(([word, other]) => {
      const limits = { ...step.in.limits, [name]: { written: other, text: other } }
      return changeOf(word, name, other, { ...step, in: { ...step.in, limits } })
    }),
  )
}

function inText(step: Step): Change[] {
  const all = commands(step.run)
  return all.flatMap((command, index) => {
    const write = limitWrite(command)
    if (!write) return []
    return otherValues(write.file, write.value).map(([word, other]) => {
      const run = all.with(index, write.with({ value: other })).join('\n')
      return changeOf(word, write.file, other, { ...step, run })
    })
  })
}

function changeOf(word: string, file: string, value: string, step: Step): Change {
  return {
    word: `${word}-${file}`,
    how: `writes ${value} into ${file}`,
    touches: { subject: 'cgroup', fact: file },
    steps: [step],
  }
}

/** Values that the file takes, too; none where nothing near it means anything, as for a list of processors. */
function otherValues(file: string, text: string): (readonly [word: string, text: string])[] {
  const type = cgroupFiles[file]?.format.value.type
  if (type === 'flag') return [['flipped', text === '1' ? '0' : '1']]
  const [digits] = /^\d+/.exec(text) ?? []
  if (digits === undefined || type === 'list') return []
  const number = Number(digits)
  return (number === 0 ? fromNothing : fromSomething).flatMap(([word, change]) => {
    const other = `${change(number)}${text.slice(digits.length)}`
    return change(number) > 0 && limitText(file, other) !== undefined ? [[word, other] as const] : []
  })
}

const fromSomething = [
  ['half', (number: number) => Math.floor(number / 2)],
  ['double', (number: number) => number * 2],
] as const

const fromNothing = [['raised', () => 2 ** 20]] as const
