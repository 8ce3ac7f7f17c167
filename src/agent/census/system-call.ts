import { CallFailure } from '../call-error.ts'

/** Numbers of system calls that perl has no name for. */
const numbers: Partial<Record<NodeJS.Architecture, { setns: number; umount2: number }>> = {
  x64: { setns: 308, umount2: 166 },
  arm64: { setns: 268, umount2: 39 },
  riscv64: { setns: 268, umount2: 39 },
}

export function numberOf(syscall: 'setns' | 'umount2'): number {
  const number = numbers[process.arch]?.[syscall]
  if (number !== undefined) return number
  const message = `${syscall} has no known number on ${process.arch}`
  throw new CallFailure({ errno: 'ENOSYS', syscall, message })
}
