// Tokens that are bound to certificates (RFC 8705 §3), behind real TLS, and behind proxies' headers.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect as connectHttp2, createSecureServer } from 'node:http2'
import { createServer, request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, test } from 'node:test'
import { guard as expressGuard } from '../../../js/adapters/express.js'
import { fromCertificateHeader, fromCloudflare, fromTlsSocket, guard } from '../../../js/http/index.js'
import { testApi } from '../support/core.js'
import { goodOptions, now, token } from '../support/tokens.js'

const { createVerifier } = testApi({ now: () => now })
const directory = mkdtempSync(join(tmpdir(), 'assay-mtls-'))
after(() => rmSync(directory, { recursive: true }))

/** @param {string} name @returns {{ key: Buffer, cert: Buffer }} signed by itself, of this moment */
function certificate(name) {
  const [key, cert] = ['key', 'crt'].map((ending) => join(directory, `${name}.${ending}`))
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1']
  execFileSync('openssl', ['req', '-x509', ...kind, '-subj', `/CN=${name}`, '-keyout', key, '-out', cert], {
    stdio: 'pipe'
  })
  return { key: readFileSync(key), cert: readFileSync(cert) }
}

const [server, client, thief] = ['localhost', 'client', 'thief'].map(certificate)
const der = new X509Certificate(client.cert).raw
const hex = new X509Certificate(client.cert).fingerprint256
const thumbprint = Buffer.from(hex.replaceAll(':', ''), 'hex').toString('base64url')
const jwt = token({ claims: { cnf: { 'x5t#S256': thumbprint } } })
const bearer = { authorization: `Bearer ${jwt}` }

/** @param {number} port @param {object} tls @param {object} headers @returns {Promise<string>} status and reason */
async function askHttps(port, tls, headers = bearer) {
  const sent = request({ host: '127.0.0.1', port, rejectUnauthorized: false, agent: false, headers, ...tls })
  sent.end()
  const [response] = await once(sent, 'response')
  const body = await text(response)
  return `${response.statusCode} ${body.startsWith('{') ? JSON.parse(body).reason : body}`
}

/** @param {import('node:net').Server} tls */
async function listening(tls) {
  tls.listen(0, '127.0.0.1')
  await once(tls, 'listening')
  return /** @type {import('node:net').AddressInfo} */ (tls.address()).port
}

const protect = expressGuard(createVerifier(goodOptions()), { clientCertificate: fromTlsSocket() })
const handler = (/** @type {any} */ incoming, /** @type {any} */ response) =>
  void protect(incoming, response, () => response.end('in'))

test('fromTlsSocket: HTTPS with the certificate, with another, and without', async () => {
  const tls = createServer({ ...server, requestCert: true, rejectUnauthorized: false }, handler)
  const port = await listening(tls)
  try {
    assert.equal(await askHttps(port, client), '200 in')
    assert.equal(await askHttps(port, thief), '401 certificate_mismatch')
    assert.equal(await askHttps(port, {}), '401 certificate_missing')
    const free = { authorization: `Bearer ${token()}` }
    assert.equal(await askHttps(port, {}, free), '200 in', 'a token that is not bound needs none')
  } finally {
    tls.close()
  }
})

test('fromTlsSocket: a session that is resumed has its certificate', async () => {
  const tls = createServer({ ...server, requestCert: true, rejectUnauthorized: false, maxVersion: 'TLSv1.2' }, handler)
  const port = await listening(tls)
  try {
    const sent = request({
      host: '127.0.0.1',
      port,
      rejectUnauthorized: false,
      agent: false,
      headers: bearer,
      ...client
    })
    sent.end()
    const [response] = await once(sent, 'response')
    const session = /** @type {any} */ (response.socket).getSession()
    assert.equal(await text(response), 'in')
    assert.equal(await askHttps(port, { ...client, session }), '200 in')
  } finally {
    tls.close()
  }
})

test('fromTlsSocket: HTTP/2', async () => {
  const tls = createSecureServer({ ...server, requestCert: true, rejectUnauthorized: false }, handler)
  const port = await listening(tls)
  try {
    for (const [given, expected] of /** @type {const} */ ([
      [client, 200],
      [thief, 401]
    ])) {
      const session = connectHttp2(`https://127.0.0.1:${port}`, { ...given, rejectUnauthorized: false })
      const stream = session.request({ ':path': '/', ...bearer })
      const [headers] = await once(stream, 'response')
      assert.equal(headers[':status'], expected)
      stream.resume()
      session.close()
    }
  } finally {
    tls.close()
  }
})

/** @param {any} source @param {Request} given @returns {Promise<string>} */
async function ask(source, given) {
  const api = guard(createVerifier(goodOptions()), { clientCertificate: source })(() => new Response('in'))
  const response = await api(given)
  return response.status === 200 ? 'in' : (await response.json()).reason
}

/** @param {string} [value] */
const behindProxy = (value) =>
  ask(
    fromCertificateHeader('X-Client-Cert'),
    new Request('https://api.example/', {
      headers: { ...bearer, ...(value !== undefined && { 'x-client-cert': value }) }
    })
  )

const pem = String(client.cert)
/** As nginx's $ssl_client_escaped_cert, and as AWS's load balancer. */
const escaped = encodeURIComponent(pem)

test('fromCertificateHeader: as proxies write it', async () => {
  for (const value of [
    escaped,
    escaped.replaceAll('%2B', '+').replaceAll('%2F', '/').replaceAll('%3D', '='),
    `:${der.toString('base64')}:`,
    der.toString('base64'),
    hex,
    hex.toLowerCase(),
    hex.replaceAll(':', ''),
    thumbprint,
    Buffer.from(thumbprint, 'base64url').toString('base64'),
    ` ${thumbprint} `
  ]) {
    assert.equal(await behindProxy(value), 'in', value.slice(0, 60))
  }
})

test('fromCertificateHeader: what is no certificate is none, and another’s is another', async () => {
  const other = new X509Certificate(thief.cert)
  for (const value of [
    encodeURIComponent(String(thief.cert)),
    `:${other.raw.toString('base64')}:`,
    other.fingerprint256
  ]) {
    assert.equal(await behindProxy(value), 'certificate_mismatch')
  }
  const sha1 = new X509Certificate(client.cert).fingerprint
  for (const value of [
    ...[
      undefined,
      '',
      ' ',
      'SUCCESS',
      'NONE',
      '(null)',
      sha1,
      sha1.replaceAll(':', ''),
      thumbprint.slice(1),
      `${thumbprint}A`
    ],
    ...[
      '-----BEGIN%20CERTIFICATE-----%',
      '-----BEGIN%20CERTIFICATE-----%ff%0A-----END%20CERTIFICATE-----',
      `${escaped}x${escaped}`,
      `${escaped}${escaped.slice(0, -30)}`,
      `${escaped}${der.toString('base64')}`,
      `${encodeURIComponent('-----BEGIN CERTIFICATE-----\n\n-----END CERTIFICATE-----\n')}${escaped}`
    ],
    ...['::', ':A:', `:${thumbprint}`, '-----BEGIN CERTIFICATE----- -----END CERTIFICATE-----', hex.replace(/.$/, 'g')]
  ]) {
    assert.match(await behindProxy(value), /^certificate_(missing|mismatch)$/, String(value).slice(0, 60))
  }
  assert.equal(await behindProxy(`${hex}, ${hex}`), 'token_ambiguous')
})

test('fromCertificateHeader: a header that is there, and holds no certificate, is named to whoever reads the log', async () => {
  const sha1 = new X509Certificate(client.cert).fingerprint
  const envoy = `By=spiffe://a;Hash=${hex.replaceAll(':', '').toLowerCase()};Subject="CN=client"`
  const unreadable = [sha1, envoy, 'NONE', ':A:', ':?:', `:${thumbprint}`, '-----BEGIN%20CERTIFICATE-----%', 'SECRET']
  for (const [value, isThere] of [...unreadable.map((each) => [each, true]), ['', false], [undefined, false]]) {
    /** @type {any[]} */
    const decisions = []
    const options = {
      clientCertificate: fromCertificateHeader('X-Client-Cert'),
      onDecision: (/** @type {any} */ each) => decisions.push(each)
    }
    const headers = { ...bearer, ...(typeof value === 'string' && { 'x-client-cert': value }) }
    const api = guard(createVerifier(goodOptions()), options)(() => new Response('in'))
    const answer = await api(new Request('https://api.example/', { headers }))
    const [{ reason, message, hint }] = decisions
    const name = String(value).slice(0, 40)
    assert.deepEqual([answer.status, reason], [401, 'certificate_missing'], name)
    assert.equal(/the header X-Client-Cert holds neither/.test(message), isThere, name)
    assert.equal(/SHA-256/.test(hint), isThere, name)
    assert.ok(!`${message}${hint}`.includes('SECRET'))
    assert.ok(!(await answer.text()).includes('X-Client-Cert'), 'the client learns nothing of it')
  }
  const free = new Request('https://api.example/', {
    headers: { authorization: `Bearer ${token()}`, 'x-client-cert': 'NONE' }
  })
  assert.equal(await ask(fromCertificateHeader('X-Client-Cert'), free), 'in', 'a token that is not bound needs none')
})

test('a verifier can demand that every token is bound to a certificate, by the option claims', async () => {
  const claims = { cnf: { 'x5t#S256': { not: '' } } }
  const verifier = createVerifier(goodOptions({ claims }))
  const asked = (/** @type {string} */ given) =>
    new Request('https://api.example/', { headers: { authorization: `Bearer ${given}`, 'x-client-cert': thumbprint } })
  const api = guard(verifier, { clientCertificate: fromCertificateHeader('X-Client-Cert') })(() => new Response('in'))
  assert.equal((await api(asked(jwt))).status, 200)
  for (const cnf of [undefined, {}, { jkt: thumbprint }, { 'x5t#S256': 7 }, { 'x5t#S256': null }]) {
    const answer = await api(asked(token({ claims: { cnf } })))
    assert.equal(answer.status, 401, JSON.stringify(cnf))
    assert.match((await answer.json()).reason, /^claim_(mismatch|type)$/, JSON.stringify(cnf))
  }
})

/** As AWS's load balancer writes it: of a PEM, what may stand in a header stays. @param {string} text */
const byBalancer = (text) =>
  encodeURIComponent(text).replaceAll('%2B', '+').replaceAll('%2F', '/').replaceAll('%3D', '=')

test('fromCertificateHeader: of a chain the first is the client’s (RFC 8446 §4.4.2)', async () => {
  const others = `${server.cert}${thief.cert}`
  for (const write of [encodeURIComponent, byBalancer, (/** @type {string} */ text) => text.replaceAll('\n', ' ')]) {
    assert.equal(await behindProxy(write(`${pem}${others}`)), 'in')
    assert.equal(await behindProxy(write(`${pem.trim()}${others}`)), 'in', 'without a line break between them')
    assert.equal(await behindProxy(write(`${pem}\n${others}\n`)), 'in')
    assert.equal(await behindProxy(write(`${thief.cert}${pem}`)), 'certificate_mismatch', 'behind another’s')
    assert.equal(await behindProxy(write(`${others}${pem}`)), 'certificate_mismatch')
  }
  // Two headers: one of them may be the client's own.
  const both = `${byBalancer(pem)}, ${byBalancer(String(thief.cert))}`
  for (const value of [both, both.replace(', ', ',')]) assert.equal(await behindProxy(value), 'token_ambiguous')
})

test('fromCloudflare: a certificate that Cloudflare verified', async () => {
  const good = {
    certPresented: '1',
    certVerified: 'SUCCESS',
    certRevoked: '0',
    certFingerprintSHA256: hex.replaceAll(':', '').toLowerCase()
  }
  /** @param {any} [tlsClientAuth] */
  const from = (tlsClientAuth) =>
    ask(
      fromCloudflare(),
      Object.assign(new Request('https://api.example/', { headers: bearer }), {
        cf: tlsClientAuth && { tlsClientAuth }
      })
    )
  assert.equal(await from(good), 'in')
  assert.equal(await from({ ...good, certFingerprintSHA256: '0'.repeat(64) }), 'certificate_mismatch')
  for (const members of [
    ...[{ certPresented: '0' }, { certVerified: 'NONE' }, { certVerified: 'FAILED:self signed certificate' }],
    ...[{ certRevoked: '1' }, { certFingerprintSHA256: '' }, { certFingerprintSHA256: undefined }]
  ]) {
    assert.equal(await from({ ...good, ...members }), 'certificate_missing', JSON.stringify(members))
  }
  assert.equal(await from(), 'certificate_missing')
})

test('a guard that does not know the certificate refuses what is bound to one', async () => {
  assert.equal(await ask(undefined, new Request('https://api.example/', { headers: bearer })), 'certificate_missing')
})
