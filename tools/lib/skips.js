// Finds in a stage's output what it skips, so that the summary of `npm test` names it.

import { stripVTControlCharacters } from 'node:util'

/** Ours: saySkipped() of steps.js and the C++ tests, which ctest --verbose numbers. */
const ours = /^(?:\d+: )?skipped: (.+)$/
/** node:test's reporter "spec", at any depth. */
const nodeTest = /^\s*﹣ (.+) \([\d.]+ms\) # (.+)$/
const nodeTotal = /^ℹ (?:skipped|todo) (\d+)$/
/** ctest's own word for a test that it didn't start. */
const ctest = /Test +#\d+: (\S+) \.+\*{3}(Skipped|Not Run.*?) +[\d.]+ sec/

/**
 * @returns {{ read: (line: string) => void, found: () => string[] }} found: each once, with its reason
 */
export function collectSkips() {
  /** @type {Set<string>} */
  const named = new Set()
  let ofNode = 0
  let totalOfNode = 0
  /** @param {string} coloured */
  const read = (coloured) => {
    const line = stripVTControlCharacters(coloured)
    const [, own] = ours.exec(line) ?? []
    if (own) named.add(own)
    const [, test, reason] = nodeTest.exec(line) ?? []
    if (test) {
      ofNode++
      named.add(`${test}: ${reason === 'SKIP' ? 'no reason given' : reason}`)
    }
    totalOfNode += Number(nodeTotal.exec(line)?.[1] ?? 0)
    const [, target, verdict] = ctest.exec(line) ?? []
    if (target) named.add(`${target}: ctest says "${verdict}"`)
  }
  const found = () => {
    const unnamed = totalOfNode - ofNode
    return unnamed > 0 ? [...named, `${unnamed} tests that their file does not name`] : [...named]
  }
  return { read, found }
}
