// Who takes part. Data only: the runtimes load the library modules that are named here, the reports use the labels.

/**
 * @typedef {object} Row one line of a table
 * @property {string} id
 * @property {string} label
 * @property {string} library a module in libraries/, which prepares this id
 * @property {readonly Case['kind'][]} in
 * @property {boolean} [ours]
 * @property {boolean} [primitive] a signature alone: no claim is looked at
 * @property {{ readonly [runtimeOrAlgorithm: string]: string }} [missing] where it can't run, or what it can't verify, and why
 */

/**
 * @typedef {object} Case
 * @property {string} id
 * @property {string} title
 * @property {string} fixture a name in Fixtures
 * @property {string} alg
 * @property {'uncached' | 'repeated' | 'curve' | 'new-key'} kind curve: uncached, by those that are compared for curves
 */

export const curveAlgorithms = /** @type {const} */ (['ES256', 'ES384', 'ES512', 'EdDSA'])

/** @type {readonly Case[]} */
export const cases = [
  { id: 'rs256-2048', title: 'RS256, 2048 bits, every token new', fixture: '2048', alg: 'RS256', kind: 'uncached' },
  { id: 'rs256-4096', title: 'RS256, 4096 bits, every token new', fixture: '4096', alg: 'RS256', kind: 'uncached' },
  { id: 'repeated', title: 'RS256, 2048 bits, a repeated token', fixture: '2048', alg: 'RS256', kind: 'repeated' },
  ...curveAlgorithms.map((alg) => curveCase(alg, { kind: 'curve' })),
  ...curveAlgorithms.map((alg) => curveCase(alg, { kind: 'new-key' }))
]

/** What --cases takes beside their ids. @type {{ readonly [name: string]: readonly string[] }} */
export const caseGroups = {
  rsa: cases.filter(({ alg }) => alg === 'RS256').map(({ id }) => id),
  curves: cases.filter(({ alg }) => alg !== 'RS256').map(({ id }) => id)
}

/**
 * @param {string} alg
 * @param {{ kind: 'curve' | 'new-key' }} what
 * @returns {Case}
 */
function curveCase(alg, { kind }) {
  const id = alg.toLowerCase()
  if (kind === 'curve') return { id, title: `${alg}, every token new`, fixture: alg, alg, kind }
  return { id: `${id}-new-key`, title: `${alg}, every token and its key new`, fixture: `${alg} keys`, alg, kind }
}

const noSyncOnTheWeb = 'its build for the web has no synchronous verification'
const inBrowsers = { chromium: 'needs node:crypto', firefox: 'needs node:crypto' }
const inFastJwt = { ...inBrowsers, workerd: 'refuses every token: workerd’s node:crypto doesn’t take its arguments' }

const inNodeOnly = 'is measured on Node, beside node:crypto.verify'
const besideNode = Object.fromEntries(['deno', 'bun', 'workerd', 'chromium', 'firefox'].map((id) => [id, inNodeOnly]))

const uncached = /** @type {const} */ (['uncached'])
const repeated = /** @type {const} */ (['repeated'])
const both = /** @type {const} */ (['uncached', 'repeated'])
const withCurves = /** @type {const} */ (['uncached', 'repeated', 'curve'])
const uncachedAndCurves = /** @type {const} */ (['uncached', 'curve'])
const everywhere = /** @type {const} */ (['uncached', 'repeated', 'curve', 'new-key'])

/** @type {readonly Row[]} */
export const rows = [
  { id: 'assay-sync', label: 'assay-jwt verifySync', library: 'assay', in: everywhere, ours: true },
  { id: 'assay-async', label: 'assay-jwt verify', library: 'assay', in: withCurves, ours: true },
  { id: 'assay-miss', label: 'assay-jwt verifySync, cache on', library: 'assay', in: uncached, ours: true },
  { id: 'jose', label: 'jose, CryptoKey', library: 'jose', in: withCurves },
  { id: 'jose-jwks', label: 'jose, local JWK Set', library: 'jose', in: ['uncached', 'new-key'] },
  { id: 'oauth4webapi', label: 'oauth4webapi', library: 'oauth4webapi', in: both },
  { id: 'hono', label: 'hono/jwt, CryptoKey', library: 'hono', in: both },
  {
    id: 'aws-sync',
    label: 'aws-jwt-verify verifySync',
    library: 'aws-jwt-verify',
    in: withCurves,
    missing: { workerd: noSyncOnTheWeb, chromium: noSyncOnTheWeb, firefox: noSyncOnTheWeb }
  },
  { id: 'aws-async', label: 'aws-jwt-verify verify', library: 'aws-jwt-verify', in: uncachedAndCurves },
  {
    id: 'fast-jwt',
    label: 'fast-jwt, cache off',
    library: 'fast-jwt',
    in: uncachedAndCurves,
    missing: inFastJwt
  },
  {
    id: 'fast-jwt-cache',
    label: 'fast-jwt, cache on',
    library: 'fast-jwt',
    in: repeated,
    missing: inFastJwt
  },
  {
    id: 'jsonwebtoken',
    label: 'jsonwebtoken, KeyObject',
    library: 'jsonwebtoken',
    in: withCurves,
    missing: { ...inBrowsers, EdDSA: 'has no EdDSA' }
  },
  {
    id: 'crypto-verify',
    label: 'raw node:crypto.verify',
    library: 'node-crypto',
    in: ['uncached', 'curve', 'new-key'],
    primitive: true,
    missing: inBrowsers
  },
  { id: 'subtle-verify', label: 'raw subtle.verify', library: 'web-crypto', in: uncachedAndCurves, primitive: true },
  { id: 'noble', label: 'raw @noble/curves', library: 'noble', in: ['curve', 'new-key'], primitive: true },
  {
    id: 'rsa-operation',
    label: 'assay-jwt, RSA operation alone',
    library: 'rsa-operation',
    in: uncached,
    ours: true,
    primitive: true,
    missing: besideNode
  }
]

/**
 * @param {string} runtime
 * @param {Case} which
 * @returns {{ present: Row[], missing: Record<string, string> }} missing: reasons by id
 */
export function takingPart(runtime, which) {
  const all = rows.filter((row) => row.in.includes(which.kind))
  const reason = (/** @type {Row} */ { missing }) => missing?.[runtime] ?? missing?.[which.alg]
  const absent = all.filter(reason)
  return {
    present: all.filter((row) => !absent.includes(row)),
    missing: Object.fromEntries(absent.map((row) => [row.id, /** @type {string} */ (reason(row))]))
  }
}
