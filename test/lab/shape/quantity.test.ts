import t from 'tap'
import type { QuantityKind } from '../../../src/lab/shape/quantity.ts'
import { quantities, quantityKind, quantityPattern, readQuantity } from '../../../src/lab/shape/quantity.ts'

const right: [QuantityKind, string, number][] = [
  ['count', '20', 20],
  ['count', '-1000', -1000],
  ['size', '4096', 4096],
  ['size', '64MiB', 67_108_864],
  ['size', '64M', 67_108_864],
  ['size', '1.5 GiB', 1_610_612_736],
  ['duration', '500us', 0.5],
  ['duration', '1.5s', 1500],
  ['duration', '2m', 120_000],
  ['duration', '2min', 120_000],
  ['duration', '1h', 3_600_000],
  ['share', '20%', 0.2],
  ['share', '57%', 0.57],
  ['share', '150%', 1.5],
]

for (const [kind, text, value] of right)
  t.test(`${text} is a ${kind}`, async t => {
    t.equal(readQuantity(kind, text), value)
    t.match(text, new RegExp(`^(${quantityPattern(kind)})$`), 'editors agree')
  })

/** What is said about it: how to choose, or what is meant. */
const wrong: [QuantityKind, string, RegExp | undefined][] = [
  ['count', '1.5', undefined],
  ['count', '020', /^20$/],
  ['count', '20%', undefined],
  ['size', '64MB', /`64MiB` is 67108864 bytes; .* `64000000`/],
  ['size', '512m', /^512MiB$/],
  ['size', '64mib', /^64MiB$/],
  ['size', '1.5', undefined],
  ['size', '-1', undefined],
  ['size', '64Mo', undefined],
  ['size', '99999999TiB', undefined],
  ['duration', '5', /add the unit/],
  ['duration', '5 sec', /^5s$/],
  ['share', '0.2', /`20%` or `0.2%`/],
  ['share', '20', /^20%$/],
  ['size', '', undefined],
]

for (const [kind, text, remedy] of wrong)
  t.test(`${JSON.stringify(text)} is no ${kind}`, async t => {
    const result = readQuantity(kind, text)
    t.match(result, { expected: quantities[kind].expected })
    const { remedy: found, write = [] } = typeof result === 'number' ? {} : result
    if (remedy) t.match(found ?? write[0], remedy)
    else t.same([found, write], [undefined, []])
  })

t.test('a kind is told from the text', async t => {
  t.same(['20', '64MiB', '2s', '20%', 'hello', '64MB'].map(quantityKind), [
    'count',
    'size',
    'duration',
    'share',
    'text',
    'text',
  ])
})
