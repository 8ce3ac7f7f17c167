#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { removeOwnFolders } from './cache/owner.ts'
import { codeOf, type EarlyEnd, streamEnd } from './command/early-end.ts'
import { main } from './command/main.ts'
import type { World } from './command/world.ts'
import { exitCodes } from './report/exit-code.ts'

/** Milliseconds that a command may take to end early: within two seconds of Ctrl-C, the process has ended. */
const patience = 1_500

const root = packageRoot(dirname(fileURLToPath(import.meta.url)))
const stop = new AbortController()
let spoil: () => void
/** Resolves when the output can no longer be written. */
const spoiled = new Promise<void>(resolve => {
  spoil = resolve
})
const leaving = new AbortController()
const world: World = {
  env: process.env,
  // Node throws where it has been deleted, which is to be reported like any other error.
  get cwd() {
    return process.cwd()
  },
  root,
  version: JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  uid: process.getuid?.(),
  platform: process.platform,
  architecture: process.arch,
  nodeVersion: process.versions.node,
  signal: stop.signal,
  leaving: leaving.signal,
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stop.signal.aborted) process.exit(exitCodes.interrupted)
    endEarly({ by: 'signal' })
  })
}
process.on('uncaughtException', error => endEarly({ by: 'error', error }))
process.stdin.on('error', error => endEarly(streamEnd('input', error)))
process.stdout.on('error', error => endEarly(streamEnd('output', error)))
process.stderr.on('error', () => undefined) // there is nowhere left to say so
process.on('exit', removeOwnFolders)

// Should the process end without a word, then not as if all had passed.
process.exitCode = exitCodes.machine
leave(await main(process.argv.slice(2), world))

function endEarly(end: EarlyEnd): void {
  if (stop.signal.aborted) return
  stop.abort(end)
  if (end.by !== 'signal') spoil()
  setTimeout(() => {
    leaving.abort()
    exit(exitCodes.interrupted)
  }, patience)
}

/** Waits for the output to be taken, and for nothing else: neither a machine that ends slowly nor a timer keeps the process. */
async function leave(code: number): Promise<void> {
  const taken = new Promise(resolve => process.stdout.write('', resolve))
  await Promise.race([taken, spoiled])
  await exit(code)
}

async function exit(code: number): Promise<void> {
  process.exit(stop.signal.aborted ? await codeOf(stop.signal.reason, code, world) : code)
}

/** The nearest folder upwards that has a package.json: the same from `src` and from `dist`. */
function packageRoot(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : packageRoot(dirname(folder))
}
