// Who takes part. Data only: the runtimes load the library modules that are named here, the reports use the labels.

/**
 * @typedef {object} Row one line of a table
 * @property {string} id
 * @property {string} label
 * @property {string} library a module in libraries/, which prepares this id
 * @property {readonly ('uncached' | 'repeated')[]} in
 * @property {boolean} [ours]
 * @property {boolean} [primitive] a signature alone: no claim is looked at
 * @property {{ readonly [runtime: string]: string }} [missing] runtimes where it can't run, and why
 */

/**
 * @typedef {object} Case
 * @property {string} id
 * @property {string} title
 * @property {'2048' | '4096'} fixture
 * @property {'uncached' | 'repeated'} kind
 */

/** @type {readonly Case[]} */
export const cases = [
  { id: 'rs256-2048', title: 'RS256, 2048 bits, every token new', fixture: '2048', kind: 'uncached' },
  { id: 'rs256-4096', title: 'RS256, 4096 bits, every token new', fixture: '4096', kind: 'uncached' },
  { id: 'repeated', title: 'RS256, 2048 bits, a repeated token', fixture: '2048', kind: 'repeated' }
]

const noSyncOnTheWeb = 'its build for the web has no synchronous verification'
const inBrowsers = { chromium: 'needs node:crypto', firefox: 'needs node:crypto' }
const inFastJwt = { ...inBrowsers, workerd: 'refuses every token: workerd’s node:crypto doesn’t take its arguments' }

const inNodeOnly = 'is measured on Node, beside node:crypto.verify'
const besideNode = Object.fromEntries(['deno', 'bun', 'workerd', 'chromium', 'firefox'].map((id) => [id, inNodeOnly]))

const uncached = /** @type {const} */ (['uncached'])
const repeated = /** @type {const} */ (['repeated'])
const both = /** @type {const} */ (['uncached', 'repeated'])

/** @type {readonly Row[]} */
export const rows = [
  { id: 'assay-sync', label: 'assay-jwt verifySync', library: 'assay', in: both, ours: true },
  { id: 'assay-async', label: 'assay-jwt verify', library: 'assay', in: both, ours: true },
  { id: 'assay-miss', label: 'assay-jwt verifySync, cache on', library: 'assay', in: uncached, ours: true },
  { id: 'jose', label: 'jose, CryptoKey', library: 'jose', in: both },
  { id: 'jose-jwks', label: 'jose, local JWK Set', library: 'jose', in: uncached },
  { id: 'oauth4webapi', label: 'oauth4webapi', library: 'oauth4webapi', in: both },
  { id: 'hono', label: 'hono/jwt, CryptoKey', library: 'hono', in: both },
  {
    id: 'aws-sync',
    label: 'aws-jwt-verify verifySync',
    library: 'aws-jwt-verify',
    in: both,
    missing: { workerd: noSyncOnTheWeb, chromium: noSyncOnTheWeb, firefox: noSyncOnTheWeb }
  },
  { id: 'aws-async', label: 'aws-jwt-verify verify', library: 'aws-jwt-verify', in: uncached },
  {
    id: 'fast-jwt',
    label: 'fast-jwt, cache off',
    library: 'fast-jwt',
    in: uncached,
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
    in: both,
    missing: inBrowsers
  },
  {
    id: 'crypto-verify',
    label: 'raw node:crypto.verify',
    library: 'node-crypto',
    in: uncached,
    primitive: true,
    missing: inBrowsers
  },
  { id: 'subtle-verify', label: 'raw subtle.verify', library: 'web-crypto', in: uncached, primitive: true },
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
  const absent = all.filter(({ missing }) => missing?.[runtime])
  return {
    present: all.filter((row) => !absent.includes(row)),
    missing: Object.fromEntries(absent.map(({ id, missing }) => [id, /** @type {any} */ (missing)[runtime]]))
  }
}
