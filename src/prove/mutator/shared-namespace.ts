import type { NamespaceWord, Step } from '../../lab/lab.ts'
import type { Change } from '../mutant.ts'
import { namespaceCheck } from '../proposed-check.ts'
import { namespaceNames, unshareOptions } from '../shell/namespace-option.ts'

/** Leaves out one namespace: in `in.namespaces`, or in the options of `unshare`. The process then shares the machine's. */
export function sharedNamespace(step: Step): Change[] {
  return namespaceNames.flatMap(name => {
    const shared = [inPlace(step, name), inText(step, name)].find(changed => changed !== undefined)
    return shared
      ? [
          {
            word: `shared-${name}`,
            how: `creates no ${name} namespace`,
            ...namespaceCheck(step.as, name),
            steps: [shared],
          },
        ]
      : []
  })
}

function inPlace(step: Step, name: NamespaceWord): Step | undefined {
  const { namespaces } = step.in
  if (!namespaces.includes(name)) return undefined
  return { ...step, in: { ...step.in, namespaces: namespaces.filter(other => other !== name) } }
}

function inText(step: Step, name: NamespaceWord): Step | undefined {
  const run = step.run.replace(/\bunshare((?:\s+-\S+)+)/g, (_, given: string) => {
    const left = given.split(/(?=\s+-)/).map(option => without(option, name))
    return `unshare${left.join('')}`
  })
  return run === step.run ? undefined : { ...step, run }
}

/** An option without a namespace; of short options in one word only that letter is removed. */
function without(option: string, name: NamespaceWord): string {
  const [, blank = '', text = ''] = /^(\s+)(.*)$/s.exec(option) ?? []
  const { long, short } = unshareOptions[name]
  if (long.some(word => text === `--${word}` || text.startsWith(`--${word}=`))) return ''
  if (!/^-[A-Za-z]+$/.test(text)) return option
  const letters = [...text.slice(1)].filter(letter => !short.includes(letter)).join('')
  return letters === '' ? '' : `${blank}-${letters}`
}
