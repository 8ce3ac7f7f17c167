import headless from '@xterm/headless'
import { XMLParser } from 'fast-xml-parser'
import t from 'tap'
import { pictureOf } from './picture.ts'

async function picture(text: string): Promise<string> {
  const terminal = new headless.Terminal({ cols: 20, rows: 4, allowProposedApi: true })
  await new Promise<void>(resolve => terminal.write(text, resolve))
  return pictureOf(terminal, 'a <title>')
}

/** The texts of a picture, with their attributes. */
function textsOf(svg: string): { '#text': string; [attribute: string]: string }[] {
  const parser = new XMLParser({
    ...{ ignoreAttributes: false, attributeNamePrefix: '', trimValues: false, parseTagValue: false },
    isArray: name => name === 'text',
  })
  return parser.parse(svg).svg.g.text ?? []
}

t.test('text, where it stands, in its colours', async t => {
  const svg = await picture(
    'a \x1b[32mgreen\x1b[m\r\n\x1b[1mbold\x1b[m \x1b[2mdim\x1b[m \x1b[38;5;196mcube\x1b[m \x1b[38;2;1;2;3mown',
  )
  t.match(textsOf(svg), [
    { '#text': 'a', x: '12', y: '45', fill: '#d8dbe2' },
    { '#text': 'green', x: '28.8', y: '45', fill: '#9ccc65', textLength: '42' },
    { '#text': 'bold', y: '63', 'font-weight': 'bold' },
    { '#text': 'dim', opacity: '0.65' },
    { '#text': 'cube', fill: '#ff0000' },
    { '#text': 'own', fill: '#010203' },
  ])
})

t.test('what stands behind text; wide characters; what XML would read', async t => {
  const inverse = await picture('\x1b[7mup\x1b[m \x1b[44mblue')
  t.match(inverse, '<rect x="12" y="32" width="16.8" height="18" fill="#d8dbe2"/>')
  t.match(inverse, 'fill="#6cb6ff"')
  t.match(textsOf(await picture('名x')), [
    { '#text': '名', x: '12', textLength: '16.8' },
    { '#text': 'x', x: '28.8' },
  ])
  t.match(await picture('<a href="x">&'), '&#60;a href=&#34;x&#34;&#62;&#38;')
  t.match(inverse, '<title>a &#60;title&#62;</title>')
})

t.test('the same screen gives the same picture', async t => {
  const text = 'one\r\n\x1b[31mtwo'
  t.equal(await picture(text), await picture(`\x1b[2J\x1b[H${text}`))
})

t.test('empty lines below the last one are left out', async t => {
  t.match(await picture('one\r\n\r\nthree'), 'height="98"')
})
