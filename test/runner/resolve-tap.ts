import type { ResolveHook } from 'node:module'

/** Gives each test file a `tap` of its own; helpers and the entry have the real one. */
export const resolve: ResolveHook = (specifier, context, next) => {
  const from = context.parentURL
  if (specifier !== 'tap' || !from?.endsWith('.test.ts')) return next(specifier, context)
  const url = new URL('tap.ts', import.meta.url)
  url.searchParams.set('for', from)
  return { url: url.href, format: 'module', shortCircuit: true }
}
