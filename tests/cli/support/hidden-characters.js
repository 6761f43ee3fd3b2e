// What must not reach a terminal, by the names of the classes; written down apart from the code that escapes it.

/** @type {{ [name: string]: [number, number][] }} first and last of each range */
const CLASSES = {
  'C0 controls': [[0x00, 0x1f]],
  'DEL and C1 controls': [[0x7f, 0x9f]],
  'what turns the direction of text': [
    [0x61c, 0x61c],
    [0x200e, 0x200f],
    [0x202a, 0x202e],
    [0x2066, 0x2069]
  ],
  'what has no width': [
    [0xad, 0xad],
    [0x34f, 0x34f],
    [0x180b, 0x180f],
    [0x200b, 0x200d],
    [0x2060, 0x2065],
    [0x206a, 0x206f],
    [0xfeff, 0xfeff]
  ],
  fillers: [
    [0x115f, 0x1160],
    [0x17b4, 0x17b5],
    [0x3164, 0x3164],
    [0xffa0, 0xffa0]
  ],
  'line and paragraph separators': [[0x2028, 0x2029]],
  'interlinear annotation': [[0xfff9, 0xfffb]],
  'variation selectors': [
    [0xfe00, 0xfe0f],
    [0xe0100, 0xe01ef]
  ],
  'shorthand and musical controls': [
    [0x1bca0, 0x1bca3],
    [0x1d173, 0x1d17a]
  ],
  tags: [[0xe0000, 0xe007f]]
}

const codePoints = Object.values(CLASSES)
  .flat()
  .flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, index) => first + index))

/** Every one of them, and sequences that terminals obey, with words that show where they begin. */
export const hostile =
  String.fromCodePoint(...codePoints) +
  '\u001b[32mEVIL\u001b[0m\u001b[2J\u001b]0;EVIL\u0007\u009b31m\r\nEVIL ✓ accepted'

/** One of each class, for places that show no more than sixty characters; without NUL, which no argument has. */
export const brief =
  '\u001b[2J\u009b1m\u007f\u202e\u061c\u200b\ufeff\u00ad\u3164\u2028\ufff9\ufe0f\u{e0041}\u{1d173}\nEVIL'

const forbidden = new RegExp(
  `[${Object.values(CLASSES)
    .flat()
    .map((range) => range.map((point) => `\\u{${point.toString(16)}}`).join('-'))
    .join('')}\\p{Surrogate}]`,
  'gu'
)

/**
 * @param {string} output it may have the program's own colours
 * @returns {string[]} what it has that a terminal obeys or nobody sees, and lines that a value has begun
 */
export function faultsOf(output) {
  // eslint-disable-next-line no-control-regex -- the program's own colours
  const own = /\u001b\[(?:0|1|2|31|32|33|34|36)m(?!EVIL)/g
  const text = output.replace(own, '').replaceAll('\n', '')
  const found = [...new Set(text.match(forbidden))].map((each) => `U+${each.codePointAt(0)?.toString(16)}`)
  return [...found, ...(/^EVIL/m.test(output) ? ['a line that a value has begun'] : [])]
}
