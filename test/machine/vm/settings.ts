import type { Test } from 'tap'
import type { VmSettings } from '../../../src/machine/vm/settings.ts'

/** The settings of the VM for tests; progress is reported as TAP comments. */
export const vmSettings = (t: Test): VmSettings => ({
  env: process.env,
  recipe: 'scripts/image',
  agent: 'dist/agent.cjs',
  progress: ({ task, detail = 'done' }) => t.comment(`${task}: ${detail}`),
})
