import type { Proof } from '../prove/proof.ts'
import type { ReporterFactory, Style } from './reporter.ts'

/** The formats of a run, by the name `--reporter` takes. Each is loaded when it is used: the names alone cost nothing. */
export const reporters = {
  pretty: async () => (await import('./format/pretty/pretty.ts')).pretty,
  tap: async () => (await import('./format/tap/tap.ts')).tap,
  jsonl: async () => (await import('./format/jsonl/jsonl.ts')).jsonl,
  junit: async () => (await import('./format/junit/junit.ts')).junit,
  csv: async () => (await import('./format/csv/csv.ts')).csv,
} satisfies Record<string, () => Promise<ReporterFactory>>

export type ReporterName = keyof typeof reporters

/** The formats of a proof. */
export const proofReporters = {
  pretty: async () => (await import('./format/pretty/proof.ts')).proofPretty,
  json: async () => (await import('./format/json/proof.ts')).proofJson,
  junit: async () => (await import('./format/junit/proof.ts')).proofJunit,
} satisfies Record<string, () => Promise<(proof: Proof, style: Style) => string>>

export type ProofReporterName = keyof typeof proofReporters

export const namesOf = <Name extends string>(table: Readonly<Record<Name, unknown>>) =>
  Object.keys(table) as Name[]
