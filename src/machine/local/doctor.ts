import { type Diagnosis, missing, ok } from '../diagnosis.ts'
import type { Runner } from '../kind.ts'
import { localRefusal } from './local.ts'

/** Whether labs may and can run on this machine; says nothing where they are not meant to. */
export function doctor({ env }: Runner, chosen: boolean): Diagnosis[] {
  if (!chosen) return []
  const problem = localRefusal({ env, thisMachine: false })
  return problem
    ? [missing('this machine', problem.message, problem.remedy ?? '')]
    : [ok('this machine', 'was made for labs, and has all they need')]
}
