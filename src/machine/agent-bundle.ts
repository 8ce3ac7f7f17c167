import { join } from 'node:path'

/** The agent as one file, in the package. */
export const agentBundle = (root: string): string => join(root, 'dist/agent.cjs')
