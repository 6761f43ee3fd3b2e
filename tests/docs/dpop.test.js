// docs/guides/dpop.md: the client gets a token from a real authorization server, and with it an answer of the page's Express
// program; what the page does without a guard decides as a guard does.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testIssuer } from 'assay-jwt/testing'
import { clientId, clientSecret, startAuthorizationServer } from '../support/authorization-server.js'
import { freePort } from '../support/free-port.js'
import { inFolder, install, outputOf, whileRunning, withReplaced, write } from './support/newcomer.js'
import { block, runModule } from './support/pages.js'

const page = 'docs/guides/dpop.md'
const issuerOnPage = 'https://auth.example.com/'

test('the client by oauth4webapi is let in by the Express program, with a nonce and without', () =>
  inFolder(async (folder) => {
    const [client, app] = await Promise.all(['oauth.DPoP(', 'assay-jwt/express'].map((words) => block(page, words)))
    const server = await startAuthorizationServer({ dpop: true, scopes: ['orders:read'] })
    try {
      write(folder, { 'package.json': '{}' })
      await install(folder, 'npm install assay-jwt express oauth4webapi')
      for (const nonce of ['', "nonce: 'a secret of the test', "]) {
        const port = await freePort()
        const origin = `http://127.0.0.1:${port}`
        const local = { [issuerOnPage]: server.issuer, 'https://api.example.com': origin }
        write(folder, {
          'server.mjs': withReplaced(app, {
            ...local,
            'createVerifier({': 'createVerifier({ allowInsecureLoopback: true,',
            'required: true, ': `required: true, ${nonce}`,
            'listen(3000)': `listen(${port}, '127.0.0.1')`
          }),
          'client.mjs': withReplaced(client, {
            ...local,
            '{ DPoP }': '{ DPoP, [oauth.allowInsecureRequests]: true }',
            'discoveryRequest(issuer)': 'discoveryRequest(issuer, { [oauth.allowInsecureRequests]: true })'
          })
        })
        const env = { CLIENT_ID: clientId, CLIENT_SECRET: clientSecret }
        await whileRunning(folder, 'node server.mjs', port, {}, async () => {
          assert.equal(await outputOf(folder, 'node client.mjs', env), `200 {"subject":"${clientId}"}\n`)
          const bearer = await server.issue({ resource: origin, scope: 'orders:read' }).catch(() => 'none')
          const { status } = await fetch(`${origin}/report`, { headers: { authorization: `Bearer ${bearer}` } })
          assert.equal(status, 401)
        })
      }
    } finally {
      await server.close()
    }
  }))

test('authenticate and verify by the blocks without a guard: bound tokens by proof alone, others as bearer tokens', async () => {
  const server = await testIssuer({ issuer: issuerOnPage, audience: 'https://api.example.com' })
  const client = await server.dpopClient()
  const url = 'https://api.example.com/report'
  const [bound, plain] = await Promise.all([client.token(), server.token()])
  const proof = () => client.proof({ url, token: bound })
  const proved = await client.headers({ url, token: bound })
  /** @type {[headers: { [name: string]: string }, expected: string][]} */
  const requests = [
    [proved, 'test-user'],
    [proved, 'proof_replayed'],
    [{ ...proved, authorization: proved.authorization.replace('DPoP', 'dpop'), dpop: await proof() }, 'test-user'],
    [{ authorization: `Bearer ${bound}`, dpop: await proof() }, 'token_bound'],
    [{ authorization: `Bearer ${bound}` }, 'token_bound'],
    [{ authorization: `DPoP ${bound}` }, 'proof_missing'],
    [{ ...proved, dpop: await client.badProof('wrongUrl', { url, token: bound }) }, 'proof_url'],
    [{ authorization: `Bearer ${plain}` }, 'test-user'],
    [{ authorization: `DPoP ${plain}`, dpop: await client.proof({ url, token: plain }) }, 'token_not_bound']
  ]
  const ask = {
    'authenticate(request, verifier)': `async (headers) => {
      const body = await (await answer(new Request('${url}', { headers }))).json()
      return body.subject ?? body.reason
    }`,
    'word.toLowerCase()': `({ authorization, dpop: proof = '' }) =>
      read({ authorization, proof, method: 'GET', url: '${url}' }).then(({ subject }) => subject, ({ reason }) => reason)`
  }
  for (const [words, each] of Object.entries(ask)) {
    const code = (await block(page, words)).replace(/issuer: \S+/, `issuer: '${issuerOnPage}', jwks,`)
    const prelude = `const [jwks, requests] = ${JSON.stringify([server.jwks, requests.map(([headers]) => headers)])}`
    const found = await runModule(
      `${code}\nconst ask = ${each}\nfor (const headers of requests) console.log(await ask(headers))`,
      prelude
    )
    assert.deepEqual(
      found.trimEnd().split('\n'),
      requests.map(([, expected]) => expected),
      words
    )
  }
})

test('verify by the block without a guard: a token that is bound to a certificate comes with that alone', async () => {
  const server = await testIssuer({ issuer: issuerOnPage, audience: 'https://api.example.com' })
  const [own, other] = ['A', 'B'].map((letter) => `${letter.repeat(42)}A`)
  const authorization = `Bearer ${await server.token({ cnf: { 'x5t#S256': own } })}`
  const code = (await block(page, 'word.toLowerCase()')).replace(/issuer: \S+/, `issuer: '${issuerOnPage}', jwks,`)
  const ask = `for (const certificate of [${JSON.stringify(own)}, ${JSON.stringify(other)}, undefined]) {
    const sent = { authorization: ${JSON.stringify(authorization)}, proof: '', method: 'GET', url: 'https://api.example.com/', certificate }
    console.log(await read(sent).then(({ subject }) => subject, ({ reason }) => reason))
  }`
  const found = await runModule(`${code}\n${ask}`, `const jwks = ${JSON.stringify(server.jwks)}`)
  assert.deepEqual(found.trimEnd().split('\n'), ['test-user', 'certificate_mismatch', 'certificate_missing'])
})

test('the block about nonces does not start without its secret', async () => {
  const code = await block(page, 'DPOP_NONCE_SECRET')
  await assert.rejects(runModule(code), /dpop\.nonce\.secret.*16 to 4,096 bytes/s)
  assert.equal(await runModule(code, "process.env.DPOP_NONCE_SECRET = 'a secret of the tests'"), '')
})

test('the block about tests runs as it stands', async () => {
  assert.equal(await runModule(await block(page, "badProof('wrongUrl'")), '')
})
