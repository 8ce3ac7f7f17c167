import type { Test } from 'tap'
import type { Binding } from '../../src/evidence/binding.ts'
import type { Source } from '../../src/kernel/fact.ts'
import { bindSource } from '../../src/kernel/source.ts'
import { typedLine } from '../../src/kernel/typed-line.ts'
import { quote } from '../../src/plan/shell-syntax.ts'
import { type SubjectKind, subjectKinds, subjects } from '../../src/subject/subject.ts'
import type { Scene } from './scene.ts'

/** Types the line that evidence shows for each source, and compares what it prints with what the agent read. */
export function typeLines(t: Test, scene: Scene): void {
  const known = new Map<string, Promise<[string, string]>>()
  for (const kind of subjectKinds)
    for (const [name, fact] of Object.entries(subjects[kind].facts)) {
      if (fact.sources.length === 0) continue
      t.test(`typed: ${kind}.${name}`, async t => {
        for (const who of castOf(kind, scene))
          for (const source of fact.sources) {
            const line = typedLine(source, who, quote) ?? ''
            const both = known.get(line) ?? readBoth(source, line, who, scene)
            known.set(line, both)
            const [read, typed] = await both
            t.equal(typed, read, line)
          }
      })
    }
}

/** Beside those of witnesses, files that are seen differently by each process. */
function castOf(kind: SubjectKind, { cast }: Scene): readonly Binding[] {
  if (kind !== 'file') return cast[kind] ?? []
  const paths = ['/etc/hostname', '/proc/sys/kernel/hostname', '/proc/self/mountinfo', '/sys/class/net']
  const others = (cast.process ?? []).slice(0, 3).flatMap(who => paths.map(path => ({ ...who, path })))
  return [...(cast.file ?? []), ...others]
}

/** Looks again where the two differ; what is different at every look is in the end compared by its form. */
async function readBoth(
  source: Source,
  line: string,
  who: Binding,
  scene: Scene,
  left = 3,
): Promise<[string, string]> {
  const bound = bindSource(source, who)
  const { looks } = await scene.agent.call('look', { sources: bound ? [bound] : [] })
  const [look] = looks
  const printed = await scene.agent.run(`${line} 2>/dev/null || echo refused`)
  // Of a file that is no directory, ls(1) prints its path; the name of an entry has no slash.
  const typed = source.read === 'list' && printed.startsWith('/') ? 'refused' : printed
  const read = look && 'text' in look ? look.text : 'refused'
  if (read.trim() === typed.trim()) return [read.trim(), typed.trim()]
  if (left === 0) return [formOf(read), formOf(typed)]
  return readBoth(source, line, who, scene, left - 1)
}

const formOf = (text: string) => [...new Set(text.trim().replace(/\d+/g, '#').split('\n'))].sort().join('\n')
