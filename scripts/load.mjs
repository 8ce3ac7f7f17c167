import { build } from 'esbuild'

/** Loads TypeScript sources, which Node 20 cannot run, by bundling them in memory first. */
export async function load(...files) {
  const { outputFiles } = await build({
    stdin: {
      contents: files.map(file => `export * from './${file}'`).join('\n'),
      resolveDir: '.',
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire('file:///');" },
  })
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`)
}
