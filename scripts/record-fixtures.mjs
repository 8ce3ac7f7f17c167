#!/usr/bin/env node
// Records the messages between runner and agent, in a real VM, for the labs of test/fixtures/recording. Each recording is
// replayed at once, and kept only if the runner behaves with it as it did with the VM. Then the evidence of attempts by hand.
import { writeFileSync } from 'node:fs'
import { load } from './load.mjs'

const {
  openVm,
  nodeRuntime,
  recordLab,
  recordingNames,
  recordingFolder,
  writtenRecording,
  handAttemptNames,
  handAttemptFile,
  performHand,
} = await load(
  'src/machine/vm/vm.ts',
  'src/runtime/node.ts',
  'test/attempt/recorded/recording.ts',
  'test/attempt/recorded/record.ts',
  'test/resolve/attempts.ts',
)

const vm = await openVm({
  env: process.env,
  recipe: 'scripts/image',
  agent: 'dist/agent.cjs',
  progress: () => undefined,
  jobs: 1,
})
try {
  for (const name of recordingNames()) {
    const text = writtenRecording(await recordLab(name, vm, nodeRuntime))
    writeFileSync(`${recordingFolder}/${name}.jsonl`, text)
    console.log(`${name}: ${text.split('\n').length - 2} lines, ${text.length} bytes`)
  }
  for (const name of handAttemptNames) {
    const { text, outcomes } = await performHand(name, vm)
    writeFileSync(handAttemptFile(name), text)
    console.log(`${name}: ${JSON.stringify(outcomes)}`)
  }
} finally {
  await vm.close()
}
