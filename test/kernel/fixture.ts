import { readFileSync } from 'node:fs'

/** A text recorded from a real kernel: test/fixtures/kernel/README.md. */
export function recorded(name: string): string {
  return readFileSync(new URL(`../fixtures/kernel/${name}`, import.meta.url), 'utf8')
}
