// A fresh project outside of the repository, with the package installed from its tarball.

import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { ecOptions, ecToken } from '../js/support/ec-tokens.js'
import { goodOptions, now, token } from '../js/support/tokens.js'
import { installTarball } from '../support/tarball.js'

const good = token()

/** What every project verifies. */
const cases = {
  good,
  tampered: good.slice(0, -8) + (good.endsWith('AAAAAAAA') ? 'BBBBBBBB' : 'AAAAAAAA'),
  expired: token({ claims: { exp: now - 61 } }),
  twice: token({ header: { kid: 'good' } }).replace(/^[^.]+/, encodeTwice())
}

/** What has to come of it. */
export const expected = {
  good: 'accepted',
  tampered: 'AUTH_TOKEN_INVALID signature_mismatch',
  expired: 'AUTH_TOKEN_EXPIRED expired',
  twice: 'AUTH_TOKEN_INVALID header_duplicate_member'
}

/** What every project verifies by elliptic curves, after that: until then assay-ec.wasm is not loaded. */
const curveCases = {
  es256: ecToken('ES256'),
  eddsa: ecToken('EdDSA'),
  rs256: good,
  tampered: ecToken('ES256', { key: 'other ES256' })
}

export const expectedOfCurves = {
  es256: 'accepted',
  eddsa: 'accepted',
  rs256: 'accepted',
  tampered: 'AUTH_TOKEN_INVALID signature_mismatch'
}

/** A header that JSON.parse would take. */
function encodeTwice() {
  return Buffer.from('{"alg":"none","alg":"RS256","kid":"good"}').toString('base64url')
}

/** The program of every project: the verdicts, by verify and by verifySync. */
const sources = {
  'fixture.js': `export default ${JSON.stringify({
    now,
    rsa: { cases, options: goodOptions() },
    curves: { cases: curveCases, options: ecOptions() }
  })}`,
  'judge.js': `import fixture from './fixture.js'

const outcome = async (action) => {
  try {
    await action()
    return 'accepted'
  } catch (error) {
    return error.code ? error.code + ' ' + error.reason : String(error)
  }
}

export async function judge(createVerifier, name = 'rsa') {
  const { now, [name]: { cases, options } } = fixture
  const verifier = createVerifier(options)
  await verifier.ready()
  const verdicts = {}
  for (const [title, token] of Object.entries(cases)) {
    verdicts[title] = await outcome(() => verifier.verify(token, { now }))
    const same = await outcome(() => verifier.verifySync(token, { now }))
    if (same !== verdicts[title]) verdicts[title] += ', but verifySync: ' + same
  }
  return verdicts
}
`,
  'verdicts.js': `import { createVerifier } from 'assay-jwt'
import { judge } from './judge.js'

export const verdicts = (name) => judge(createVerifier, name)
`
}

/**
 * @param {Record<string, string>} files by their paths, beside verdicts.js
 * @param {{ install?: boolean }} [options] install: false where the test does that itself
 * @returns {Promise<{ directory: string, inside: (path: string) => string, close: () => void }>}
 */
export async function makeProject(files, { install = true } = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'assay-packaging-'))
  const inside = (/** @type {string} */ path) => join(directory, path)
  const close = () => rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
  const manifest = JSON.stringify({ name: 'project', version: '1.0.0', private: true, type: 'module' })
  for (const [path, text] of Object.entries({ 'package.json': manifest, ...sources, ...files })) {
    mkdirSync(dirname(inside(path)), { recursive: true })
    writeFileSync(inside(path), text)
  }
  if (install) await installTarball(directory)
  return { directory, inside, close }
}

/**
 * @param {string[]} command
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, both?: boolean, uid?: number, gid?: number }} options both: standard error, too
 * @returns {Promise<string>} what it prints; rejects with all of its output
 */
export async function output([program, ...args], { both = false, ...options }) {
  try {
    const { stdout, stderr } = await promisify(execFile)(program, args, { maxBuffer: 1e8, ...options })
    return both ? stdout + stderr : stdout
  } catch (error) {
    const { message, stdout, stderr } = /** @type {Error & { stdout?: string, stderr?: string }} */ (error)
    throw new Error(`${message}\n${stdout}\n${stderr}`, { cause: error })
  }
}
