// Who takes part in the cold start, and which tokens are counted together. Data only.

/**
 * @typedef {object} ColdRow one line of a table
 * @property {string} id
 * @property {string} label
 * @property {{ readonly process: string, readonly workerd: string, readonly page: string } | null} libraries modules in
 *   libraries/, by the kind of runtime; null: nothing is loaded and nothing is verified
 * @property {boolean} [ours]
 * @property {{ readonly [runtimeOrAlgorithm: string]: string }} [missing] where it doesn't take part, and why
 */

/** @param {string} name of a module that runs everywhere */
const everywhere = (name) => ({ process: name, workerd: name, page: name })

/** What all the others are compared with. */
export const referenceId = 'jose'

/** @type {readonly ColdRow[]} */
export const coldRows = [
  { id: 'empty', label: 'nothing', libraries: null },
  { id: 'assay', label: 'assay-jwt', libraries: everywhere('assay'), ours: true },
  {
    id: 'assay-simd',
    label: 'assay-jwt/slim, assay.wasm',
    libraries: { process: 'slim-process', workerd: 'slim-workerd', page: 'slim-page' },
    ours: true,
    missing: { node20: 'is what assay-jwt loads there', ES256: 'is measured with RS256' }
  },
  { id: 'jose', label: 'jose, CryptoKey', libraries: everywhere('jose') },
  { id: 'hono', label: 'hono/jwt, CryptoKey', libraries: everywhere('hono') },
  {
    id: 'aws',
    label: 'aws-jwt-verify',
    libraries: { process: 'aws-sync', workerd: 'aws-async', page: 'aws-async' }
  }
]

/** @typedef {{ id: string, fixture: string, alg: string, title: string }} ColdCase */

/** @type {readonly ColdCase[]} */
export const coldCases = [
  { id: 'rs256', fixture: '2048', alg: 'RS256', title: 'RS256, 2048 bits' },
  { id: 'es256', fixture: 'ES256', alg: 'ES256', title: 'ES256' }
]

/** How many tokens each segment has: the 1st, the 2nd, ten, and then windows of fifty. On workerd each is a request. */
export const segments = [1, 1, 10, ...Array.from({ length: 40 }, () => 50)]

export const tokenCount = segments.reduce((sum, count) => sum + count, 0)

/** The columns of the tables: the tokens after the first, as the segments from one to before another. */
export const steps = [
  { label: '2nd', from: 1, to: 2 },
  { label: '3–12', from: 2, to: 3 },
  { label: '13–62', from: 3, to: 4 },
  { label: '63–162', from: 4, to: 6 },
  { label: '163–362', from: 6, to: 10 }
]

/** Tokens 3 to 162. */
export const warmUp = { from: 2, to: 6 }

/**
 * @param {string} runtime
 * @param {ColdCase} which
 * @returns {{ present: ColdRow[], missing: Record<string, string> }} missing: reasons by id
 */
export function takingPartCold(runtime, { alg }) {
  const reason = (/** @type {ColdRow} */ { missing }) => missing?.[runtime] ?? missing?.[alg]
  const absent = coldRows.filter(reason)
  return {
    present: coldRows.filter((row) => !absent.includes(row)),
    missing: Object.fromEntries(absent.map((row) => [row.id, /** @type {string} */ (reason(row))]))
  }
}
