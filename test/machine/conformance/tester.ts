import type { Test } from 'tap'

/** The part of tap's `t` that the conformance suite uses. The suite also runs without tap, inside a machine (tap-lines.ts). */
export interface Tester {
  test(name: string, run: (t: Tester) => Promise<void>): unknown
  equal(found: unknown, wanted: unknown, message?: string): unknown
  same(found: unknown, wanted: unknown, message?: string): unknown
  match(found: string, pattern: RegExp, message?: string): unknown
  ok(value: unknown, message?: string): unknown
}

/** tap's `t` as one of these. */
export function tapTester(t: Test): Tester {
  return {
    test: (name, run) => t.test(name, t => run(tapTester(t))),
    equal: (found, wanted, message) => t.equal(found, wanted, message ?? 'equal'),
    same: (found, wanted, message) => t.same(found, wanted, message ?? 'same'),
    match: (found, pattern, message) => t.match(found, pattern, message ?? 'match'),
    ok: (value, message) => t.ok(value, message ?? 'ok'),
  }
}
