import { problemsOf } from '../problem.ts'

const wrote = (noise: string) => (noise ? `; what it wrote last:\n${noise}` : '')

const notALabs =
  'Something in the machine has stopped, replaced or overloaded the agent, so nothing it says can be judged. Run the lab again: it gets a new agent.'

/** What can go wrong between the runner and the agent. */
export const agentProblem = problemsOf('machine', {
  'channel-lost': ({ noise, cause }: { noise: string; cause: string | undefined }) => ({
    what: `the connection to the machine was lost${cause ? ` (${cause})` : ''}${wrote(noise)}`,
  }),
  'no-answer': ({ call, ms, noise }: { call: string; ms: number; noise: string }) => ({
    what: `the agent in the machine did not answer \`${call}\` within ${ms / 1000} s${wrote(noise)}`,
  }),
  'agent-silent': ({ seconds }: { seconds: number }) => ({
    what: `the agent in the machine does not answer: it has said nothing for ${seconds} s`,
    remedy: notALabs,
  }),
  'agent-impaired': ({ said }: { said: string }) => ({
    what: `the agent in the machine can no longer start processes: ${said}`,
    remedy: notALabs,
  }),
  'machine-silent': ({ minutes }: { minutes: number }) => ({
    what: `the machine has not run for ${minutes} minutes`,
    remedy: 'Was it stopped? Continue it, or run the lab again.',
  }),
  'line-too-long': ({ most }: { most: number }) => ({
    what: `the agent in the machine sent a line of more than ${most} characters, which no agent does`,
    remedy: notALabs,
  }),
  malformed: ({ what, at }: { what: string; at: string }) => ({
    what: `the agent in the machine sent a malformed ${what}${at === '' ? '' : `: \`${at}\` is missing or wrong`}`,
    remedy: notALabs,
  }),
  noise: ({ noise }: { noise: string }) => ({
    what: `the machine sends unrequested data on the channel of its agent${wrote(noise)}`,
    remedy: notALabs,
  }),
  'too-much-output': ({ key, most }: { key: string; most: number }) => ({
    what: `the agent in the machine sent more than ${most} characters of output of ${key}, which it should have cut`,
    remedy: notALabs,
  }),
  protocol: ({ theirs, ours }: { theirs: number; ours: number }) => ({
    what: `the agent in the machine speaks version ${theirs} of the protocol, the runner speaks version ${ours}`,
    remedy: 'Build both again: `npm run build`, then `unboxed machine build`.',
  }),
})
