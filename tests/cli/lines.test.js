import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readLines } from '../../js/cli/lines.js'

/** @param {string[]} chunks */
async function linesOf(chunks, limit = 8) {
  const stream = (async function* () {
    for (const chunk of chunks) yield Buffer.from(chunk)
  })()
  const lines = []
  for await (const some of readLines(stream, limit)) lines.push(...some)
  return lines.map(({ number, text, cut }) => [number, text, cut])
}

test('a line longer than the limit is cut, however the stream is cut into chunks', async () => {
  const text = '123456789\r\nshort\n12345678\r\n123456789'
  const expected = [
    [1, '12345678', true],
    [2, 'short', false],
    [3, '12345678', false],
    [4, '12345678', true]
  ]
  for (let size = 1; size <= text.length; ++size) {
    const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, i) => text.slice(i * size, (i + 1) * size))
    assert.deepEqual(await linesOf(chunks), expected, `chunks of ${size}`)
  }
})

test('a character that two chunks share is one character', async () => {
  const [first, second] = [Buffer.from('é\n').subarray(0, 1), Buffer.from('é\n').subarray(1)]
  const lines = []
  for await (const some of readLines(
    (async function* () {
      yield first
      yield second
    })(),
    8
  )) {
    lines.push(...some)
  }
  assert.equal(lines[0].text, 'é')
})
