#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { main } from './command/main.ts'

const root = packageRoot(dirname(fileURLToPath(import.meta.url)))
const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stop.signal.aborted) process.exit(130)
    stop.abort(signal)
  })
}
// A reader that went away (`unboxed list | head`) is no error.
process.stdout.on('error', error => process.exit('code' in error && error.code === 'EPIPE' ? 0 : 3))

process.exitCode = await main(process.argv.slice(2), {
  env: process.env,
  cwd: process.cwd(),
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
})

/** The nearest folder upwards that has a package.json: the same from `src` and from `dist`. */
function packageRoot(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : packageRoot(dirname(folder))
}
