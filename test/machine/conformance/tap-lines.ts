import { isDeepStrictEqual } from 'node:util'
import type { Tester } from './tester.ts'

/** A replacement for tap where it is not installed: it writes TAP 14 to `tell`, line by line. `finish` returns whether all passed. */
export function tapLines(tell: (line: string) => void): Tester & { finish(): boolean } {
  tell('TAP version 14')
  const root = level('', tell)
  return { ...root.tester, finish: root.finish }
}

function level(indent: string, tell: (line: string) => void) {
  let count = 0
  let failed = 0
  const point = (passed: boolean, message: string, detail?: object) => {
    count++
    if (!passed) failed++
    tell(`${indent}${passed ? '' : 'not '}ok ${count} - ${message.replace(/[#\\\n]/g, ' ')}`)
    if (detail) tell(`${indent}  ---\n${indent}  ${JSON.stringify(detail)}\n${indent}  ...`)
  }
  const check = (passed: boolean, message: string, found: unknown, wanted?: unknown) => {
    point(passed, message, passed ? undefined : { found: shown(found), wanted: shown(wanted), at: place() })
  }
  const tester: Tester = {
    equal: (found, wanted, message = 'equal') => check(Object.is(found, wanted), message, found, wanted),
    same: (found, wanted, message = 'same') =>
      check(isDeepStrictEqual(found, wanted), message, found, wanted),
    match: (found, pattern, message = 'match') => check(pattern.test(found), message, found, String(pattern)),
    ok: (value, message = 'ok') => check(Boolean(value), message, value, 'something true'),
    async test(name, run) {
      tell(`${indent}# Subtest: ${name}`)
      const inner = level(`${indent}    `, tell)
      try {
        await run(inner.tester)
      } catch (error) {
        const { stack = String(error) } = error as Error
        tell(
          `${indent}    not ok ${inner.next()} - it threw\n${indent}      ---\n${indent}      ${JSON.stringify({ stack })}\n${indent}      ...`,
        )
      }
      const passed = inner.finish()
      point(passed, name)
    },
  }
  return {
    tester,
    next() {
      failed++
      return ++count
    },
    finish() {
      tell(`${indent}1..${count}`)
      return failed === 0 && count > 0
    },
  }
}

const shown = (value: unknown) => (value === undefined ? 'undefined' : value)

/** The location of the assertion: the first stack frame outside of this file. */
function place(): string | undefined {
  return new Error().stack?.split('\n').slice(4, 6).join(' ').trim()
}
