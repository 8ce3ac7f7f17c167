#!/usr/bin/env node
// Bundles the command (few files start faster than hundreds) and the agent (one file goes into a machine).
import { rm } from 'node:fs/promises'
import { build } from 'esbuild'

const shared = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  logLevel: 'warning',
  legalComments: 'none',
}

await rm('dist', { recursive: true, force: true })
await Promise.all([
  build({
    ...shared,
    entryPoints: ['src/cli.ts'],
    outdir: 'dist',
    format: 'esm',
    splitting: true,
    // The same as ES modules: what is CommonJS can't be inlined, and a lab file is read a sixth slower.
    alias: { yaml: './node_modules/yaml/browser/index.js' },
    chunkNames: 'chunk/[name]-[hash]',
    // Packages written in CommonJS ask for Node's own modules with `require`.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  }),
  build({ ...shared, entryPoints: ['src/agent/main.ts'], outfile: 'dist/agent.cjs', format: 'cjs' }),
])
