import XMLBuilder from 'fast-xml-builder'
import { printable } from '../../../printable.ts'

/** An element in the form of fast-xml-builder; attributes begin with `@`. */
export type Node = string | number | Node[] | { [key: string]: Node | undefined }

/** A well-formed XML document, whatever characters the texts contain. */
export function xml(node: Node): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(withoutControls(node)).trimEnd()}\n`
}

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  format: true,
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
})

/** XML 1.0 cannot represent most control characters, lone surrogates or U+FFFE, not even as references; the rest of what is unsafe could be shown by whoever reads it. */
function withoutControls(node: Node | undefined): Node | undefined {
  if (typeof node === 'string') return printable(node).replace(/[\ufffe\uffff]/g, '\ufffd')
  if (Array.isArray(node)) return node.map(item => withoutControls(item) ?? '')
  if (typeof node !== 'object') return node
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withoutControls(value)]))
}
