// The programs of docs/migration, run as they stand: only issuer, audience and key file are those of the test.

import { createPublicKey } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { blocks, read, runModule } from '../support/pages.js'
import { audience } from './cases.js'

/** @typedef {import('../../support/authorization-server.js').AuthorizationServer} Server */
/** @typedef {import('./cases.js').Case} Case */

export const libraries = ['jose', 'aws-jwt-verify', 'express-oauth2-jwt-bearer', 'jsonwebtoken', 'jwks-rsa']

/** @param {string} library */
export const pageOf = (library) => `docs/migration/${library}.md`

/** What follows a program that exports subjectOf: it says what came of each token. */
const askFunction = `
for (const { token } of cases) {
  try {
    await subjectOf(token)
    console.log('yes')
  } catch (error) {
    console.log(error.name === 'AssayError' ? error.reason : (error.code ?? error.constructor.name))
  }
}`

/** What follows a program that exports an Express app. */
const askApp = `
app.use((error, request, response, next) => response.status(error.status ?? 500).set(error.headers ?? {}).json({}))
const server = app.listen(0, '127.0.0.1')
await new Promise((resolve) => server.once('listening', resolve))
for (const { token } of cases) {
  if (token !== token.trim()) {
    console.log('–') // HTTP has no line breaks in headers
    continue
  }
  const headers = { authorization: 'Bearer ' + token }
  const response = await fetch('http://127.0.0.1:' + server.address().port, { headers })
  const { reason } = await response.json()
  const [, error] = /error="(\\w+)"/.exec(response.headers.get('www-authenticate')) ?? []
  console.log(response.ok ? 'yes' : [response.status, reason ?? error].join(' '))
}
server.closeAllConnections()
server.close()`

/** aws-jwt-verify fetches by https alone, and the test's server has none. @param {string} code */
const fetchingByHttp = (code) => {
  const cache =
    '{ jwksCache: new SimpleJwksCache({ fetcher: { fetch: async (uri) => (await fetch(uri)).arrayBuffer() } }) }'
  const replaced = code.replace(/(JwtVerifier\.create\(\{[^}]*\})\)/, `$1, ${cache})`)
  return `import { SimpleJwksCache } from 'aws-jwt-verify/jwk'\n${replaced}`
}

/**
 * @param {string} code of a page
 * @param {Server} server
 * @param {Case[]} cases
 * @returns {Promise<string[]>} what came of each: "yes", or the error
 */
async function outcomes(code, server, cases) {
  const directory = mkdtempSync(join(tmpdir(), 'assay-migration-'))
  try {
    const pem = join(directory, 'public-key.pem')
    const key = createPublicKey({ key: /** @type {any} */ (server.keys[0]), format: 'jwk' })
    writeFileSync(pem, key.export({ type: 'spki', format: 'pem' }))
    const program = code
      .replace('https://auth.example.com/jwks', server.jwksUri)
      .replace('https://auth.example.com/', server.issuer)
      .replace('https://api.example.com', audience)
      .replace('orders:read', 'tools:read')
      .replace('public-key.pem', pem)
      .replace('createVerifier({', 'createVerifier({ allowInsecureLoopback: true,')
    const ask = code.includes('export const app') ? askApp : askFunction
    const whole = code.includes('aws-jwt-verify') ? fetchingByHttp(program) : program
    return (await runModule(whole + ask, `const cases = ${JSON.stringify(cases)}\n`)).trimEnd().split('\n')
  } finally {
    rmSync(directory, { recursive: true })
  }
}

/**
 * @param {Server} server
 * @param {Case[]} cases
 * @param {string} library
 * @returns {Promise<{ before: string[], after: string[] }>} by the page's two programs
 */
export async function measure(server, cases, library) {
  const [before, after] = blocks(await read(pageOf(library)))
  return { before: await outcomes(before, server, cases), after: await outcomes(after, server, cases) }
}
