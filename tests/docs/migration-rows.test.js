// docs/migration: what the rows of the tables say of bound tokens, algorithms and scopes, by the programs of the pages.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { testIssuer } from 'assay-jwt/testing'
import { startHttpServer } from '../support/http-server.js'
import { blocks, read, runModule } from './support/pages.js'

const audience = 'https://api.example.com'
/** @typedef {{ url: string, issuer: import('assay-jwt/testing').TestIssuer, close: () => Promise<unknown> }} Served */

/** @param {'RS256' | 'ES256'} alg @returns {Promise<Served>} a test issuer that serves its documents by HTTP */
async function serve(alg) {
  const { url, server, close } = await startHttpServer()
  const issuer = await testIssuer({ issuer: url, audience, alg })
  server.on('request', async (request, response) => {
    const answer = await issuer.fetch(`${url}${request.url}`)
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text())
  })
  return { url, issuer, close }
}

/** Asks with each request's headers, whose URL is that of the app, and prints the status, and the reason if it has one. */
const ask = `
app.use((error, request, response, next) => response.status(error.status ?? 500).json({}))
const server = app.listen(0, '127.0.0.1')
await new Promise((resolve) => server.once('listening', resolve))
for (const headers of requests) {
  const response = await fetch('http://127.0.0.1:' + server.address().port, { headers })
  const { reason } = await response.json()
  console.log(reason ? response.status + ' ' + reason : response.status)
}
server.closeAllConnections()
server.close()`

const [express, aws] = await Promise.all(
  ['express-oauth2-jwt-bearer', 'aws-jwt-verify'].map((name) => read(`docs/migration/${name}.md`))
)

describe('express-oauth2-jwt-bearer', () => {
  const page = express
  const [old, ours] = blocks(page)
  const has = (/** @type {string} */ words) => assert.ok(page.includes(words), words)
  /** @type {Served} */ let rsa
  /** @type {Served} */ let curves
  before(async () => {
    ;[rsa, curves] = await Promise.all([serve('RS256'), serve('ES256')])
  })
  after(() => Promise.all([rsa?.close(), curves?.close()]))

  /**
   * @param {string} code of the page
   * @param {Served} served
   * @param {{ [name: string]: string }[]} requests
   * @param {string} [options] further ones of createVerifier
   */
  const answers = async (code, served, requests, options = '') => {
    const program = code
      .replace('https://auth.example.com/', served.url)
      .replace('createVerifier({', `createVerifier({ allowInsecureLoopback: true, ${options}`)
      .replace('app.use(guard(', "app.set('trust proxy', true)\napp.use(guard(")
    return (await runModule(program + ask, `const requests = ${JSON.stringify(requests)}\n`)).trimEnd().split('\n')
  }
  const bearer = (/** @type {string} */ token) => ({ authorization: `Bearer ${token}` })
  const scope = 'orders:read'

  test('DPoP: a bound token is no bearer token there; here it is one until dpop: true', async () => {
    const client = await rsa.issuer.dpopClient()
    const token = await client.token({ scope })
    // The port is not known here: the app is asked under another name.
    const host = 'api.example.com'
    const proved = await client.headers({ url: `http://${host}/`, token })
    const withProof = { ...proved, 'x-forwarded-host': host }
    assert.deepEqual(await answers(ours, rsa, [bearer(token), withProof]), ['200', '401 token_missing'])
    const [stolen, good] = await answers(ours, rsa, [bearer(token), withProof], 'dpop: true,')
    assert.deepEqual([stolen, good], ['401 token_bound', '200'])
    assert.deepEqual(await answers(old, rsa, [bearer(token)]), ['401'])
    has('`dpop: true`, of `createVerifier`')
  })

  test('a token bound to a certificate is a bearer token there, and refused here', async () => {
    const requests = [bearer(await rsa.issuer.token({ scope, cnf: { 'x5t#S256': 'A'.repeat(43) } }))]
    assert.deepEqual(await answers(old, rsa, requests), ['200'])
    assert.deepEqual(await answers(ours, rsa, requests), ['401 certificate_missing'])
    has('401 `certificate_missing`')
  })

  test('ES256 is accepted there; here once it is named', async () => {
    const requests = [bearer(await curves.issuer.token({ scope }))]
    assert.deepEqual(await answers(old, curves, requests), ['200'])
    assert.deepEqual(await answers(ours, curves, requests), ['401 alg_not_allowed'])
    has("`algorithms: ['ES256']`")
    assert.deepEqual(await answers(ours, curves, requests, "algorithms: ['ES256'],"), ['200'])
  })

  test('scp is no scope there; here it is one unless scopesClaim says otherwise', async () => {
    const requests = [bearer(await rsa.issuer.token({ scp: [scope] })), bearer(await rsa.issuer.token({ scope }))]
    assert.deepEqual(await answers(old, rsa, requests), ['403', '200'])
    assert.deepEqual(await answers(ours, rsa, requests), ['200', '200'])
    has("`scopesClaim: 'scope'`")
    assert.deepEqual(await answers(ours, rsa, requests, "scopesClaim: 'scope',"), ['403 scope_missing', '200'])
  })

  test('the issuer without its last slash is the same there, and another one here', async () => {
    const requests = [bearer(await rsa.issuer.token({ scope }))]
    const slash = { ...rsa, url: `${rsa.url}/` }
    assert.deepEqual(await answers(old, slash, requests), ['200'])
    assert.deepEqual(await answers(ours, slash, requests), ['503 discovery_issuer_mismatch'])
    has('`discovery_issuer_mismatch`')
  })
})

describe('aws-jwt-verify', () => {
  const page = aws
  const [, ours] = blocks(page)

  test('takes ES256, and scopes in the string scope alone; here ES256 is to be named, and scp has scopes', async () => {
    const { JwtVerifier } = await import('aws-jwt-verify')
    const { issuer } = await serve('ES256').then(async (served) => {
      await served.close()
      return served
    })
    const options = { issuer: issuer.options.issuer, audience, jwksUri: 'https://auth.example.com/jwks', scope: 'a' }
    const theirs = JwtVerifier.create(options)
    theirs.cacheJwks(/** @type {any} */ (issuer.jwks))
    const [inScope, inScp] = await Promise.all([issuer.token({ scope: 'a' }), issuer.token({ scp: ['a'] })])
    assert.equal((await theirs.verify(inScope)).sub, 'test-user')
    await assert.rejects(theirs.verify(inScp), /Missing Scope/)
    assert.ok(page.includes("`algorithms: ['ES256']`") && page.includes("`scopesClaim: 'scope'`"))
    const program = (/** @type {string} */ more) =>
      ours
        .replace(/issuer: \S+/, `${more} issuer: '${options.issuer}',`)
        .replace(/jwksUri: \S+/, `jwks: ${JSON.stringify(issuer.jwks)}`) +
      `for (const jwt of ${JSON.stringify([inScope, inScp])})
        console.log(await verifier.verify(jwt, { requiredScope: 'a' }).then(() => 'yes', ({ reason }) => reason))`
    assert.equal(await runModule(program('')), 'alg_not_allowed\nalg_not_allowed\n')
    assert.equal(await runModule(program("algorithms: ['ES256'],")), 'yes\nyes\n')
    assert.equal(await runModule(program("algorithms: ['ES256'], scopesClaim: 'scope',")), 'yes\nscope_missing\n')
  })
})
