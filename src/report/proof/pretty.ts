import type { Proof } from '../../prove/proof.ts'
import { pageFor } from '../pretty/page.ts'
import type { Style } from '../reporter.ts'

export function proofPretty(proof: Proof, style: Style): string {
  const page = pageFor(style)
  return (
    proof.labs
      .map(l =>
        l.cases
          .filter(c => style.verbose || c.outcome !== 'pass')
          .map(
            c =>
              `${l.lab.id} ${c.proof} ${c.name} ${c.outcome}: ${c.message}\n   ${c.remedy ?? ''}\n   ${(c.diff ?? []).join('\n   ')}\n   ${c.evidence ?? ''}\n`,
          )
          .join(''),
      )
      .join('') + page.width
  )
}
