import type { SubjectDefinition } from '../definition.ts'
import { facts } from './facts.ts'

/** The machine itself, as its first namespaces see it: `{pid}` is a process of those, the agent. */
export const host: SubjectDefinition = {
  form: {
    means: 'The machine itself, outside of all namespaces that a lab makes.',
    examples: ['host: {hostname: {not: box}}'],
    noun: 'the machine',
    value: 'facts',
  },
  make: () => ({}),
  key: () => 'host',
  words: () => 'the machine',
  binding: () => ({ process: 'machine' }),
  outsideEffects: () => [
    { namespace: 'uts', fact: 'hostname', command: setsHostname },
    { namespace: 'ipc', fact: 'ipc', command: /\bipcmk\s/ },
  ],
  facts,
}

const setsHostname =
  /(?:^|[\s/])hostname\s+[^-\s;&|]|\bhostnamectl\b|\bkernel\.hostname\b|\/proc\/sys\/kernel\/hostname/
