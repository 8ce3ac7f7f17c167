/** Texts that YAML, or the variables of a lab, could misinterpret. */
const pieces = [
  ...['\n', '\n\n', ' ', '  ', '\t', '"', "'", '`', '\\', ': ', ':', ' #', '#', '- ', '-', '---', '...', '%'],
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    '&a',
    '*a',
    '!t',
    '|',
    '>',
    '?',
    '@',
    '~',
    'null',
    'true',
    '0x1f',
    '1e3',
    '1_0',
  ],
  ...['${x}', '$${x}', '${', '$', 'é', '日本', '👩‍🚀', '\u0085', '\u2028', '\u00a0', '\ufeff', 'word', 'a b'],
  ...['\u0007', '\u001b[2J', '\r', '\r\n', '\u007f'],
]

/** Texts of up to eight pieces, generated deterministically. */
export function hostileTexts(count: number): string[] {
  let state = 1
  const draw = (below: number) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
  return Array.from({ length: count }, () =>
    Array.from({ length: draw(9) }, () => pieces[draw(pieces.length)]).join(''),
  )
}
