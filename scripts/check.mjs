#!/usr/bin/env node
// Runs every check that needs no VM, concurrently: the tests are two processes, and the others run while one of them waits.
import { $ } from 'zx'

// With CI set, tap's reporter prints its last frame only, instead of redrawing it.
const env = { ...process.env, CI: 'true' }
const run = $({ env, nothrow: true, quiet: true, preferLocal: true, detached: false })

const failed = []
await Promise.all([
  report('tests', run`tap --reporter=terse`),
  report('types', run`tsc --noEmit`),
  report('format and lint', run`biome check`),
  report('unused code', run`knip`),
  report('generated files', run`node scripts/generate.mjs --check`),
])
if (failed.length > 0) {
  console.error(`failed: ${failed.join(', ')}`)
  process.exitCode = 1
}

/** Prints the output of a check once it has ended, so that outputs do not interleave. */
async function report(name, running) {
  const { ok, stdall, duration } = await running
  if (!ok) failed.push(name)
  console.log(`${ok ? '✓' : '✗'} ${name} (${(duration / 1000).toFixed(1)} s)\n${stdall.trim()}\n`)
}
