import type { Machine } from '../machine/machine.ts'
import type { Hello } from '../protocol/message.ts'

/** What a person is told before the first prompt: where they are, what there is, how to leave. */
export function greeting(
  { release }: Pick<Hello, 'release'>,
  { name, disposable }: Pick<Machine, 'name' | 'disposable'>,
): string {
  const place = disposable
    ? 'in a machine of your own, which is discarded'
    : `on ${name}; what you have left behind is removed`
  return [
    `Linux ${release} ${place} when you leave.`,
    'Look things up: man NAME. What your last command changed in the kernel: lab changed',
    'Leave: exit. Another terminal in here: unboxed shell --join',
    '',
  ].join('\n')
}
