import t from 'tap'
import type { Gap } from '../../src/evidence/reading.ts'
import { equalsText, spanOfPattern, spanOfText } from '../../src/verdict/text.ts'

const head = 'one\ntwo\nthr'
const tail = 'ninety-nine\nhundred\n'
const text = head + tail
const gaps: Gap[] = [{ at: head.length, bytes: 90 }]

const pattern = (source: string, flags = '') => ({ source, flags })
const matches = (source: string, flags = '', within = gaps) =>
  isFound(spanOfPattern(text, within, pattern(source, flags)))

/** Whether something was found; undefined where that is not known. */
function isFound(span: ReturnType<typeof spanOfText>): boolean | undefined {
  return span === undefined ? undefined : span !== false
}

t.test('of a text that was kept whole everything is known', async t => {
  t.equal(equalsText('a\n', [], 'a'), true)
  t.equal(equalsText('a\n', [], 'b'), false)
  t.same(spanOfText('abc\n', [], 'bc\n'), { from: 1, to: 3 })
  t.equal(spanOfText('abc\n', [], 'x'), false)
  t.same(spanOfPattern('abc\n', [], pattern('c$')), { from: 2, to: 3 })
  t.equal(spanOfPattern('abc\n', [], pattern('^(?!.*b)')), false)
})

t.test('a match in what was kept stands; that there is none decides nothing', async t => {
  for (const source of [
    'one',
    'two|none',
    't.o',
    'hundred',
    'ninety',
    '(n)i\\1',
    'o[n^$]e',
    '[\\b]|ne',
    '\\$|one',
  ])
    t.equal(matches(source), true, source)
  for (const source of ['fifty', 'thr\\n?ninety', 'thrninety', 'x'])
    t.equal(matches(source), undefined, source)
  t.equal(isFound(spanOfText(text, gaps, 'two\nthr')), true, 'up to the edge')
  t.equal(isFound(spanOfText(text, gaps, 'ninety')), true, 'from the edge')
  t.equal(spanOfText(text, gaps, 'thrninety'), undefined, 'not across it')
})

t.test('an anchor stands where what it looks at was kept', async t => {
  const rows: [source: string, flags: string, matched: true | undefined][] = [
    ['^one', '', true],
    ['^two$', 'm', true],
    ['hundred$', '', true],
    ['ninety-nine$', 'm', true],
    ['^two\\nthr', 'm', true],
    ['^hundred$', 'm', true],
    ['\\bhundred\\b', '', true],
    ['^(?<word>one)$', 'm', true],
    // The line goes on, for all that is known.
    ['^thr$', 'm', undefined],
    ['thr$', '', undefined],
    ['thr\\b', '', undefined],
    ['\\Bthr\\B', '', undefined],
    // It may have begun before.
    ['^ninety-nine$', 'm', undefined],
    ['^ninety', '', undefined],
    ['\\bninety', '', undefined],
    // A shorter match does not touch the edge.
    ['^t.*', 'm', true],
    ['^two\\n[\\s\\S]*', 'm', true],
    ['[\\s\\S]*hundred$', '', true],
    ['^[\\s\\S]*$', '', undefined],
  ]
  for (const [source, flags, matched] of rows) t.equal(matches(source, flags), matched, `/${source}/${flags}`)
})

t.test('a pattern that may look at anything decides nothing', async t => {
  for (const source of ['^(?!.*fifty)', 'one(?=\\n)', '(?<=one\\n)two', '(?<!x)two'])
    t.equal(matches(source, 's'), undefined, source)
  t.equal(matches('[(?=]|one'), true, 'what stands in a class is no lookaround')
  t.equal(matches('\\(?=|one'), true, 'what is escaped neither')
})

t.test('a text is another one where it cannot be this one', async t => {
  t.equal(equalsText(text, gaps, 'one'), false)
  t.equal(equalsText(text, gaps, text), false, 'something would be missing between')
  t.equal(equalsText(text, gaps, `${head}${'x'.repeat(90)}${tail}`), undefined)
  t.equal(equalsText(text, gaps, `${head}${'€'.repeat(30)}${tail}`), undefined)
  t.equal(equalsText(text, gaps, `${head}${'€'.repeat(29)}${tail}`), false)
  t.equal(equalsText(text, gaps, `${head}${'x'.repeat(90)}ninety`), false)
  t.equal(equalsText(text, gaps, `two${'x'.repeat(90)}${tail}`), false)
})

t.test('of two streams both may have been cut', async t => {
  const errors = 'alpha\nom'
  const both = `${text}${errors}ega\n`
  const cuts = [...gaps, { at: text.length + errors.length, bytes: 5 }]
  const ask = (source: string, flags = '') => isFound(spanOfPattern(both, cuts, pattern(source, flags)))
  t.equal(ask('^hundred\\nalpha$', 'm'), true, 'between the cuts everything was kept')
  for (const source of ['om$', '^ega', '^ninety', 'omega', 'thr$'])
    t.equal(ask(source, 'm'), undefined, source)
  t.equal(ask('ega$'), true)
  t.equal(equalsText(both, cuts, 'one'), false)
  t.equal(isFound(spanOfText(both, cuts, 'alpha')), true)
})

t.test('it is never surer than it may be, whatever was between', async t => {
  const between = ['', 'ee\nfour\n', 'ee', '\n', 'x\nfifty\n', ' ', 'ee\nx ', '€', '\r\n']
  const sources = [
    '^thr',
    'thr$',
    '^ninety',
    '\\bninety',
    'thr\\b',
    '^t',
    'e$',
    '^.*$',
    'ee',
    '\\w+$',
    '(?!x)n',
    '^one[^]*d$',
    '\\s',
  ]
  for (const flags of ['', 'm', 's', 'ims', 'u'])
    for (const source of sources) {
      if (flags === 'u' && source.includes('[^]')) continue
      const known = matches(source, flags)
      for (const middle of between)
        if (known !== undefined)
          t.equal(
            isFound(spanOfPattern(head + middle + tail, [], pattern(source, flags))),
            known,
            `/${source}/${flags} ${middle}`,
          )
    }
})
