import type { TextForm } from '../fact.ts'

/** How the kernel names a memory node. */
export const node: TextForm = { pattern: /^N\d+$/, expected: 'a memory node, such as `N0`' }

export const nodeOrTotal: TextForm = { pattern: /^(total|N\d+)$/, expected: `\`total\`, or ${node.expected}` }
