// A fresh project outside of the repository, with the package installed from its tarball.

import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
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

/** A header that JSON.parse would take. */
function encodeTwice() {
  return Buffer.from('{"alg":"none","alg":"RS256","kid":"good"}').toString('base64url')
}

/** The program of every project: the verdicts, by verify and by verifySync. */
const sources = {
  'fixture.js': `export default ${JSON.stringify({ cases, now, options: goodOptions() })}`,
  'judge.js': `import fixture from './fixture.js'

const outcome = async (action) => {
  try {
    await action()
    return 'accepted'
  } catch (error) {
    return error.code ? error.code + ' ' + error.reason : String(error)
  }
}

export async function judge(createVerifier) {
  const { cases, now, options } = fixture
  const verifier = createVerifier(options)
  await verifier.ready()
  const verdicts = {}
  for (const [name, token] of Object.entries(cases)) {
    verdicts[name] = await outcome(() => verifier.verify(token, { now }))
    const same = await outcome(() => verifier.verifySync(token, { now }))
    if (same !== verdicts[name]) verdicts[name] += ', but verifySync: ' + same
  }
  return verdicts
}
`,
  'verdicts.js': `import { createVerifier } from 'assay-jwt'
import { judge } from './judge.js'

export const verdicts = () => judge(createVerifier)
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
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<string>} what it prints; rejects with all of its output
 */
export async function output([program, ...args], options) {
  try {
    return (await promisify(execFile)(program, args, { maxBuffer: 1e8, ...options })).stdout
  } catch (error) {
    const { message, stdout, stderr } = /** @type {Error & { stdout?: string, stderr?: string }} */ (error)
    throw new Error(`${message}\n${stdout}\n${stderr}`, { cause: error })
  }
}
