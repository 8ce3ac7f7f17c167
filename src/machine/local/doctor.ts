import type { Environment } from '../../cache/root.ts'
import { type Diagnosis, missing, ok } from '../diagnosis.ts'
import { localRefusal } from './local.ts'

/** Whether labs may and can run on this machine. */
export function examineLocal(env: Environment): Diagnosis {
  const problem = localRefusal({ env, thisMachine: false })
  return problem
    ? missing('this machine', problem.message, problem.remedy ?? '')
    : ok('this machine', 'was made for labs, and has all they need')
}
