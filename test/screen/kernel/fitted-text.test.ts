import t from 'tap'
import { fittedText } from '../../../src/screen/kernel/fitted-text.ts'

t.test('text is cut to a width in columns, which wide characters have two of', async t => {
  for (const [text, room, fits, width] of [
    ['sleep', 5, 'sleep', 5],
    ['sleep', 4, 'sle…', 4],
    ['│  └─ sleep', 11, '│  └─ sleep', 11],
    ['│  └─ sleep', 8, '│  └─ s…', 8],
    ['漢字', 4, '漢字', 4],
    ['漢字', 3, '漢…', 3],
    ['e\u0301', 1, 'e\u0301', 1],
  ] as const)
    t.same(fittedText(text, room), { text: fits, width }, text)
})
