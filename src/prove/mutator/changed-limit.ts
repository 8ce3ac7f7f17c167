import { cgroupFiles, limitText } from '../../kernel/cgroup-file.ts'
import { type LimitWord, limitWords } from '../../kernel/limit-word.ts'
import type { Step } from '../../lab/lab.ts'
import type { Change } from '../mutant.ts'
import { limitCheck } from '../proposed-check.ts'
import { commands } from '../shell/commands.ts'
import { groupOf, limitWrite } from '../shell/limit-line.ts'

/**
 * Writes another amount into one limit, of `in.limits` or of a line of `run`: half and twice as much, or the other position of a
 * switch. What a limit names, such as a disk or a CPU, stays as it is.
 */
export function changedLimit(step: Step): Change[] {
  return [...inPlace(step), ...inText(step)]
}

function inPlace(step: Step): Change[] {
  return Object.entries(step.in.limits).flatMap(([name, { written, text }]) =>
    otherTexts(name, text).map(([word, other]) => {
      const limits = { ...step.in.limits, [name]: { written: other, text: other } }
      return {
        word,
        how: `writes ${other} to ${name}`,
        ...limitCheck(step.in.cgroup, name, written),
        steps: [{ ...step, in: { ...step.in, limits } }],
      }
    }),
  )
}

function inText(step: Step): Change[] {
  const all = commands(step.run)
  return all.flatMap((command, index) => {
    const write = limitWrite(command)
    if (!write) return []
    return otherTexts(write.file, write.value).map(([word, other]) => {
      const run = all.with(index, write.with({ value: other })).join('\n')
      return {
        word,
        how: `writes ${other} to ${write.file}`,
        ...limitCheck(groupOf(write.group), write.file, write.value),
        steps: [{ ...step, run }],
      }
    })
  })
}

/** Texts that the file takes too, each with one word changed; `half-io.max-rbps` names the key of that word. */
function otherTexts(file: string, text: string): (readonly [name: string, text: string])[] {
  const roleOf = cgroupFiles[file]?.format.roleOf
  if (!roleOf) return []
  return limitWords(text, roleOf).flatMap(word =>
    otherWords(word).flatMap(([name, other]) => {
      const whole = word.with(other)
      if (limitText(file, whole) === undefined) return []
      return [[`${name}-${file}${word.key === undefined ? '' : `-${word.key}`}`, whole] as const]
    }),
  )
}

function otherWords({ role, text }: LimitWord): (readonly [name: string, text: string])[] {
  if (role === 'switch') return [['flipped', text === '1' ? '0' : '1']]
  if (role !== 'quantity') return []
  const [, digits = '', unit = ''] = /^(.*?)([a-z]?)$/i.exec(text) ?? []
  const number = Number(digits)
  const decimals = digits.split('.')[1]?.length ?? 0
  return (number === 0 ? fromNothing : fromSomething).flatMap(([name, change]) => {
    const other = change(number, decimals)
    return other === 0 || other === number ? [] : [[name, `${other.toFixed(decimals)}${unit}`] as const]
  })
}

const fromSomething = [
  ['half', (number: number, decimals: number) => Math.trunc((number / 2) * 10 ** decimals) / 10 ** decimals],
  ['double', (number: number) => number * 2],
] as const

const fromNothing = [['raised', () => 2 ** 20]] as const
