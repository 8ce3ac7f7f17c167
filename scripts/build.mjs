#!/usr/bin/env node
// Bundles the command, since few files load faster than hundreds, and the agent, since a machine gets it as a single file.
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
    // Prefers ES modules: esbuild cannot inline CommonJS, which makes reading a lab file a sixth slower.
    alias: { yaml: './node_modules/yaml/browser/index.js' },
    chunkNames: 'chunk/[name]-[hash]',
    // Packages in CommonJS load Node's modules with `require`.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  }),
  build({ ...shared, entryPoints: ['src/agent/main.ts'], outfile: 'dist/agent.cjs', format: 'cjs' }),
])
