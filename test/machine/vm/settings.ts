import type { Test } from 'tap'
import type { VmSettings } from '../../../src/machine/vm/settings.ts'

/** The virtual machine as the tests use it; what takes time is told as a comment. */
export const vmSettings = (t: Test): VmSettings => ({
  env: process.env,
  recipe: 'scripts/image',
  agent: 'dist/agent.cjs',
  progress: ({ task, detail = 'done' }) => t.comment(`${task}: ${detail}`),
})
