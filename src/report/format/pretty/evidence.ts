import { subjectKinds, subjects } from '../../../subject/subject.ts'
import type { FactVerdict } from '../../../verdict/verdict.ts'
import { cut, hard, type Page } from './page.ts'

/** The sources of a fact and the lines they rest on. */
export function fullEvidence(
  { evidence }: Pick<FactVerdict, 'evidence'>,
  indent: string,
  page: Page,
): string[] {
  return evidence.flatMap(evidenceText).flatMap(line => hard(line, indent, page))
}

/** The evidence of a passed fact in one line; none where it is output that the page shows anyway. */
export function briefEvidence({ evidence }: Pick<FactVerdict, 'evidence'>, { verbose }: Page): string[] {
  if (verbose) return evidence.flatMap(evidenceText)
  const first = evidence.find(({ source }) => !onScreen.includes(source))
  if (!first) return []
  const [line = '', ...more] = evidenceText(first)
  const folded = /^\s*… (\d+) more lines?$/.exec(more.at(-1) ?? '')?.[1]
  if (folded !== undefined) return [`${first.source}  ${more.length + Number(folded)} lines`]
  return [more.length > 0 ? `${line} …` : line]
}

/** Cut to two lines, except with --verbose. */
export function shortened(line: string, indent: string, page: Page): string[] {
  const room = page.width - indent.length
  return hard(page.verbose ? line : cut(line, 2 * room), indent, { ...page, columns: page.width })
}

const onScreen = subjectKinds.flatMap(kind => subjects[kind].record?.onScreen ?? [])

/** The source, then its text with further lines indented. */
function evidenceText({ source, excerpt }: FactVerdict['evidence'][number]): string[] {
  const lines = excerpt.replaceAll('\t', '  ').split('\n')
  const name = `${source}  `
  return lines.map((line, index) => `${index === 0 ? name : ' '.repeat(Math.min(name.length, 8))}${line}`)
}
