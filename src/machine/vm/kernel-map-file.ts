import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { UnsupportedKernel } from '../../outside/failure.ts'
import { type KernelMap, parseKernelMap } from '../../outside/kernel-map.ts'
import { makeKernelMap } from '../../outside/make-kernel-map.ts'
import { templateMemory } from './guest-memory.ts'
import type { TemplateFiles } from './paths.ts'

/** Maps the kernel of a template and keeps the map with it, or the reason why this kernel has none: labs run without. */
export async function writeKernelMap({ memory, kernelMap }: TemplateFiles): Promise<void> {
  await writeFile(kernelMap, JSON.stringify(mapOf(memory)))
}

function mapOf(file: string): KernelMap | { unsupported: string } {
  const memory = templateMemory(file)
  try {
    return makeKernelMap(memory)
  } catch (error) {
    if (error instanceof UnsupportedKernel) return { unsupported: error.missing }
    throw error
  } finally {
    memory.close()
  }
}

/** Reads the map again. Throws `UnsupportedKernel` where none could be made. */
export function readKernelMap({ kernelMap }: Pick<TemplateFiles, 'kernelMap'>): KernelMap {
  const text = readFileSync(kernelMap, 'utf8')
  const map = parseKernelMap(text)
  if (map) return map
  const { unsupported } = JSON.parse(text)
  throw new UnsupportedKernel(String(unsupported))
}
