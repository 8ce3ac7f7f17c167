import { absent, type Diagnosis, missing, ok } from '../diagnosis.ts'
import { findProgram } from '../find-program.ts'
import type { Runner } from '../kind.ts'

/** Whether Vagrant can be used. Without it nothing is missing where labs run on another machine. */
export function doctor({ env }: Runner, chosen: boolean): Diagnosis[] {
  const missed = ['vagrant', 'ssh'].filter(program => !findProgram(program, env))
  if (missed.length === 0) return [ok('Vagrant', `${findProgram('vagrant', env)}, for --machine vagrant`)]
  const found = `${missed.join(' and ')} not in PATH`
  return [
    chosen
      ? missing('Vagrant', found, 'docs/machines.md has the commands for each system.')
      : absent('Vagrant', `${found}; only --machine vagrant needs it`),
  ]
}
