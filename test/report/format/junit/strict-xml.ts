import { execFileSync } from 'node:child_process'

/** A second, strict XML parser, if one is installed. */
const python = `import sys, json, xml.etree.ElementTree as E
def node(e): return {'tag': e.tag, **e.attrib, 'text': (e.text or '').strip(), 'in': [node(c) for c in e]}
print(json.dumps(node(E.fromstring(sys.stdin.buffer.read()))))`

/** An element with its attributes. */
export interface Element {
  readonly tag: string
  readonly text: string
  readonly in: readonly Element[]
  readonly [attribute: string]: unknown
}

/** Fails if the text is not well-formed XML. */
export function parse(xml: string): Element {
  return JSON.parse(execFileSync('python3', ['-c', python], { input: xml, encoding: 'utf8' }))
}

const hasPython = (() => {
  try {
    execFileSync('python3', ['-c', 'import xml.etree.ElementTree'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()
/** Options for a test that requires it. */
export const strictly = hasPython ? {} : { skip: 'there is no python3 here to parse it with' }
