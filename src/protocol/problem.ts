import { problemsOf } from '../problem.ts'

const wrote = (noise: string) => (noise ? `; what it wrote last:\n${noise}` : '')

/** What can go wrong between the runner and the agent. */
export const agentProblem = problemsOf('machine', {
  'channel-lost': ({ noise, cause }: { noise: string; cause: string | undefined }) => ({
    what: `the connection to the machine was lost${cause ? ` (${cause})` : ''}${wrote(noise)}`,
  }),
  'no-answer': ({ call, ms, noise }: { call: string; ms: number; noise: string }) => ({
    what: `the agent in the machine did not answer \`${call}\` within ${ms / 1000} s${wrote(noise)}`,
  }),
  protocol: ({ theirs, ours }: { theirs: number; ours: number }) => ({
    what: `the agent in the machine speaks version ${theirs} of the protocol, the runner speaks version ${ours}`,
    remedy: 'Build both again: `npm run build`, then `unboxed machine build`.',
  }),
})
