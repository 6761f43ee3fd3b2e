// docs/guides/mtls.md: its programs as they stand, with real certificates.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { X509Certificate, createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { testIssuer } from 'assay-jwt/testing'
import { freePort } from '../support/free-port.js'
import { inFolder, install, outputOf, whileRunning, withReplaced, write } from './support/newcomer.js'
import { block, runModule } from './support/pages.js'

const page = 'docs/guides/mtls.md'
const issuer = 'https://auth.example.com/'
const audience = 'https://api.example.com'

/** @param {string} folder @param {string} name @returns {{ key: Buffer, cert: Buffer, thumbprint: string }} */
function certificate(folder, name) {
  const [key, cert] = ['key', 'crt'].map((ending) => join(folder, `${name}.${ending}`))
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1']
  execFileSync('openssl', ['req', '-x509', ...kind, '-subj', `/CN=${name}`, '-keyout', key, '-out', cert], {
    stdio: 'pipe'
  })
  const { raw } = new X509Certificate(readFileSync(cert))
  const thumbprint = createHash('sha256').update(raw).digest('base64url')
  return { key: readFileSync(key), cert: readFileSync(cert), thumbprint }
}

test('Node’s own TLS: the client with the certificate is let in, and no other', () =>
  inFolder(async (folder) => {
    const [, client, thief] = ['server', 'client', 'thief'].map((name) => certificate(folder, name))
    write(folder, { 'clients.crt': `${client.cert}${thief.cert}`, 'package.json': '{}' })
    await install(folder, 'npm install assay-jwt express')
    const server = await testIssuer({ issuer, audience })
    const port = await freePort()
    const code = withReplaced(await block(page, 'fromTlsSocket'), {
      'createVerifier({': `createVerifier({ jwks: ${JSON.stringify(server.jwks)},`,
      'listen(8443)': `listen(${port}, '127.0.0.1')`
    })
    write(folder, { 'server.mjs': code })
    const authorization = `Bearer ${await server.token({ cnf: { 'x5t#S256': client.thumbprint } })}`
    const ask = async (/** @type {{ key: Buffer, cert: Buffer }} */ { key, cert }) => {
      const options = { host: '127.0.0.1', port, path: '/report', rejectUnauthorized: false, agent: false, key, cert }
      const [response] = await once(request({ ...options, headers: { authorization } }).end(), 'response')
      const { subject, reason } = JSON.parse(await text(response))
      return subject ?? reason
    }
    await whileRunning(folder, 'node server.mjs', port, {}, async () => {
      assert.deepEqual([await ask(client), await ask(thief)], ['test-user', 'certificate_mismatch'])
    })
  }))

test('the recipe for tests runs as it stands, and each form of the table is taken; what the page warns of is refused', () =>
  inFolder(async (folder) => {
    const { cert } = certificate(folder, 'client')
    write(folder, { 'package.json': '{}' })
    await install(folder, 'npm install assay-jwt')
    const code = await block(page, 'X509Certificate')
    write(folder, { 'recipe.mjs': code })
    assert.equal(await outputOf(folder, 'node recipe.mjs'), '')
    const { raw, fingerprint256, fingerprint } = new X509Certificate(cert)
    const base64 = raw.toString('base64')
    /** @type {[form: string, value: string, expected: number][]} */
    const forms = [
      ['nginx and ingress-nginx', encodeURIComponent(String(cert)), 200],
      ['HAProxy and Traefik 3', base64, 200],
      ['Apache', String(cert).replaceAll('\n', ' '), 200],
      ['Envoy', fingerprint256.replaceAll(':', '').toLowerCase(), 200],
      ['RFC 9440', `:${base64}:`, 200],
      ['a thumbprint with colons', fingerprint256, 200],
      ['Traefik, with a chain', `${base64},${base64}`, 400],
      ['SHA-1', fingerprint, 401],
      ['Envoy’s x-forwarded-client-cert', `Hash=${fingerprint256.replaceAll(':', '')};Subject="CN=client"`, 401]
    ]
    const asked = `${code}\nfor (const value of ${JSON.stringify(forms.map(([, value]) => value))})
      console.log(await statusOf({ 'x-client-cert': value }))`
    write(folder, { 'forms.mjs': asked })
    const found = (await outputOf(folder, 'node forms.mjs')).trimEnd().split('\n')
    assert.deepEqual(
      forms.map(([form], index) => [form, Number(found[index])]),
      forms.map(([form, , expected]) => [form, expected])
    )
  }))

test('the verifier of bound tokens alone refuses those that are bound to nothing, or to a key', async () => {
  const server = await testIssuer({ issuer, audience })
  const code = (await block(page, "not: ''")).replace('issuer:', `jwks: ${JSON.stringify(server.jwks)}, issuer:`)
  const x5t = 'A'.repeat(43)
  const tokens = await Promise.all(
    [{ cnf: { 'x5t#S256': x5t } }, { cnf: { jkt: x5t } }, { cnf: { 'x5t#S256': '' } }, {}].map((claims) =>
      server.token(claims)
    )
  )
  const asked = `for (const jwt of ${JSON.stringify(tokens)})
    console.log(await verifier.verify(jwt).then(() => 'yes', ({ reason }) => reason))`
  assert.equal(await runModule(`${code}\n${asked}`), 'yes\nclaim_mismatch\nclaim_mismatch\nclaim_mismatch\n')
})
