#!/usr/bin/env node
// Tests in a VM: test/**/*.vm.ts, two files at a time, since a VM without KVM keeps one processor busy. Files that run every lab come
// last and alone: some labs compare the processor time of a VM with the time that has passed.
import { $, glob } from 'zx'

const runEveryLab = /\/(prove|eject|run|live|learn[-a-z]*|marks)\.vm\.ts$/

const files = (await glob('test/**/*.vm.ts')).sort()
for (const [jobs, some] of [
  [2, files.filter(file => !runEveryLab.test(file))],
  [1, files.filter(file => runEveryLab.test(file))],
]) {
  const { exitCode } = await $({
    stdio: 'inherit',
    nothrow: true,
  })`npx --no-install tap --jobs=${jobs} --timeout=2400 ${some}`
  if (exitCode !== 0) process.exitCode = 1
}
