import type { LabProcess, Meant } from '../../src/attempt/actor/process.ts'

/** A process that keeps running and prints nothing. */
export const standingProcess = (key: string, pid: number, meant: Meant = { pid }): LabProcess => ({
  key,
  pid,
  open: false,
  meant,
  exit: new Promise(() => undefined),
  isHeld: false,
  isTyped: false,
  listen: () => () => undefined,
  sectionEnd: () => new Promise(() => undefined),
  endSection: async () => undefined,
})
