import assert from 'node:assert/strict'
import { createPublicKey, createSign, generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createVerifier } from 'assay-jwt'
import { certificates } from '../js/pem/certificates.js'
import { audience, askWorker, prepareDeployment } from '../support/eight-tokens.js'
import { startHttpServer } from '../support/http-server.js'
import { startWorker } from '../support/worker.js'
import { choose, inEachBrowser, paste, settled, shown, violations } from './support/debugger.js'

/** An issuer of one key, with a log of what it was asked. It lets pages read its answers, or not. */
async function startIssuer({ cors = true } = {}) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' }
  const asked = []
  const { url, server, close } = await startHttpServer()
  server.on('request', (request, response) => {
    asked.push(request.url)
    if (cors) response.setHeader('Access-Control-Allow-Origin', '*')
    const answers = {
      '/.well-known/openid-configuration': { issuer: url, jwks_uri: `${url}/keys` },
      '/keys': { keys: [jwk] }
    }
    response.statusCode = answers[request.url] === undefined ? 404 : 200
    response.end(JSON.stringify(answers[request.url] ?? {}))
  })
  const now = Math.floor(Date.now() / 1000)
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = { iss: url, aud: audience, sub: 'user', exp: now + 3600 }
  const input = `${encode({ alg: 'RS256', kid: 'k1' })}.${encode(claims)}`
  const token = `${input}.${createSign('RSA-SHA256').update(input).sign(privateKey, 'base64url')}`
  return { url, asked, token, close }
}

const fetched = (page) =>
  page.waitForFunction(() => /^Fetched|\. /.test(document.getElementById('fetch-status').textContent))
const open = (page) => page.evaluate(() => (document.getElementById('fetch-keys').open = true))

inEachBrowser('keys', (session) => {
  test('a JWK Set from a URL: fetched by the click alone, and the decision follows', async () => {
    const issuer = await startIssuer()
    const { page } = await session.open()
    await paste(page, '#token', issuer.token)
    await paste(page, '#issuer', issuer.url)
    await paste(page, '#audience', audience)
    await paste(page, '#scopes', '')
    await open(page)
    await paste(page, '#jwks-uri', `${issuer.url}/keys`)
    assert.equal((await shown(page)).reason, 'jwks_no_usable_key')
    assert.deepEqual(issuer.asked, [])
    await page.click('#fetch-url')
    await fetched(page)
    await settled(page)
    assert.deepEqual(issuer.asked, ['/keys'])
    const { title, warnings } = await shown(page)
    assert.deepEqual([title, warnings], ['Accepted', []])
    assert.match(await page.$eval('#lint', (each) => each.textContent), /k1.*2048 bits.*usable/)
    assert.deepEqual(await violations(page), [])
    await page.close()
    await issuer.close()
  })

  test('discovery from the configured issuer, after a button that says what it fetches', async () => {
    const issuer = await startIssuer()
    const { page } = await session.open()
    await paste(page, '#token', issuer.token)
    await paste(page, '#issuer', issuer.url)
    await paste(page, '#audience', audience)
    await paste(page, '#scopes', '')
    await open(page)
    const plan = await page.$eval('#discovery-plan', (each) => each.textContent)
    for (const path of ['oauth-authorization-server', 'openid-configuration'])
      assert.ok(plan.includes(`${issuer.url}/.well-known/${path}`))
    assert.deepEqual(issuer.asked, [])
    await page.click('#discover')
    await fetched(page)
    await settled(page)
    assert.deepEqual(issuer.asked, [
      '/.well-known/oauth-authorization-server',
      '/.well-known/openid-configuration',
      '/keys'
    ])
    assert.deepEqual([(await shown(page)).title, (await shown(page)).warnings], ['Accepted', []])
    await page.close()
    await issuer.close()
  })

  test('keys of the issuer that the token names, which is not the configured one: a loud warning', async () => {
    const issuer = await startIssuer()
    const { page } = await session.open()
    await paste(page, '#token', issuer.token)
    await paste(page, '#issuer', 'https://auth.example.com/')
    await paste(page, '#audience', audience)
    await open(page)
    await page.click('#discover-token')
    assert.match(await page.$eval('#discovery-plan', (each) => each.textContent), new RegExp(`${issuer.url}/`))
    assert.deepEqual(issuer.asked, [])
    await page.click('#discover')
    await fetched(page)
    await settled(page)
    const { reason, warnings } = await shown(page)
    assert.equal(reason, 'issuer_mismatch')
    assert.match(warnings.join(), /not the configured issuer/)
    await page.close()
    await issuer.close()
  })

  test('an issuer that lets no page read its keys, or is not there: what to do is said, and nothing is lost', async () => {
    const closed = await startIssuer({ cors: false })
    const { page } = await session.open()
    await open(page)
    for (const uri of [`${closed.url}/keys`, 'http://127.0.0.1:1/keys']) {
      await paste(page, '#jwks-uri', uri)
      await page.click('#fetch-url')
      await page.waitForFunction(() => document.getElementById('fetch-status').classList.contains('bad'))
      assert.match(await page.$eval('#fetch-status', (each) => each.textContent), /npx assay-jwt fetch-jwks/)
      assert.equal((await shown(page)).title, 'Accepted')
    }
    await paste(page, '#jwks-uri', 'http://auth.example.com/keys')
    await page.click('#fetch-url')
    await page.waitForFunction(() =>
      /must be an absolute https URL/.test(document.getElementById('fetch-status').textContent)
    )
    await page.close()
    await closed.close()
  })

  test('issue 19: keys pasted as a PEM, an array, one JWK, or a JWK with a certificate alone', async () => {
    const { page } = await session.open()
    const jwk = JSON.parse(await page.$eval('#jwks', (each) => each.value)).keys[0]
    const pem = String(createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' }))
    const x5c = [certificates.RSA.replace(/-----[^-]+-----|\s/g, '')]
    /** @type {[string, string, RegExp][]} */
    const forms = [
      [pem, 'Accepted', /no kid RSA/],
      [`${certificates['P-256']}\n${pem}`, 'Accepted', /nobody checks who issued it.*P-256.*RSA/s],
      [JSON.stringify([jwk]), 'Accepted', /usable/],
      [JSON.stringify(jwk), 'Accepted', /usable/],
      [
        JSON.stringify({ keys: [{ kty: 'RSA', kid: 'c', x5c }] }),
        'Refused',
        /nobody checks who issued it.*c RSA · 2048 bits · usable/s
      ]
    ]
    for (const [text, title, says] of forms) {
      await paste(page, '#jwks', text)
      assert.equal((await shown(page)).title, title, text.slice(0, 30))
      assert.match(await page.$eval('#lint', (each) => each.textContent), says)
    }
    await paste(page, '#jwks', '-----BEGIN PRIVATE KEY-----\nMC4CAQ\n-----END PRIVATE KEY-----')
    const { title, message, reason } = await shown(page)
    assert.deepEqual([title, reason], ['Not decided', 'jwks_not_json'])
    assert.match(message, /^This PEM is a private key/)
    assert.match(await page.$eval('#lint', (each) => each.textContent), /openssl pkey -pubout/)
    assert.deepEqual(await violations(page), [])
    await page.close()
  })

  test('issue 19: a file of keys, chosen or dropped: PEM is taken, DER is named', async () => {
    const { page } = await session.open()
    const jwk = JSON.parse(await page.$eval('#jwks', (each) => each.value)).keys[0]
    const key = createPublicKey({ key: jwk, format: 'jwk' })
    const der = [...key.export({ type: 'spki', format: 'der' })]
    const drop = (/** @type {number[]} */ bytes) =>
      page.evaluate((content) => {
        const data = new DataTransfer()
        data.items.add(new File([new Uint8Array(content)], 'key'))
        document.documentElement.dataset.state = 'waiting'
        document.getElementById('keys-card').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }))
      }, bytes)
    await drop(der)
    await settled(page)
    const now = await shown(page)
    assert.deepEqual([now.title, now.reason], ['Not decided', 'jwks_not_json'])
    assert.match(now.message, /^This is a public key in DER/)
    assert.match(await page.$eval('#lint', (each) => each.textContent), /openssl pkey -pubin -inform der/)
    await drop([...Buffer.from(String(key.export({ type: 'pkcs1', format: 'pem' })))])
    await settled(page)
    assert.equal((await shown(page)).title, 'Accepted')
    assert.match(await page.$eval('#jwks', (each) => each.value), /^-----BEGIN RSA PUBLIC KEY-----/)
    const path = join(session.directory, 'certificate.pem')
    writeFileSync(path, certificates.RSA)
    const input = await page.$('#jwks-file')
    await input.uploadFile(path)
    await page.waitForFunction(() => document.getElementById('jwks').value.includes('BEGIN CERTIFICATE'))
    await settled(page)
    assert.match(await page.$eval('#lint', (each) => each.textContent), /nobody checks who issued it/)
    await page.close()
  })

  test('issue 19: a token with DPoP, in quotes, in an answer: it is taken, and its place is shown', async () => {
    const { page } = await session.open()
    const jwt = await page.$eval('#token', (each) => each.value.trim())
    for (const text of [`DPoP ${jwt}`, `"${jwt}"`, JSON.stringify({ id_token: 'eyJ.eyJ.x', access_token: jwt })]) {
      await paste(page, '#token', text)
      // The sample itself, by the clock of now: its signature is verified.
      const { reason, checks } = await shown(page)
      assert.equal(reason, 'expired', text.slice(0, 8))
      assert.equal(checks.find(({ check }) => check === 'signature').status, 'pass')
    }
    await paste(page, '#token', '6f1e9c0a')
    assert.equal((await shown(page)).reason, 'malformed_segments')
    assert.match(
      await page.$eval('#verdict-advice', (each) => each.textContent),
      /A token without a dot is no JWT but opaque/
    )
    await page.close()
  })

  test('keys that are no good: why is said beside them, and the token is not decided', async () => {
    const { page } = await session.open()
    for (const [text, reason] of [
      ['', 'jwks_no_usable_key'],
      ['{"keys":[', 'jwks_not_json'],
      ['{"keys":[],"keys":[]}', 'jwks_duplicate_member'],
      ['{"key":[]}', 'jwks_malformed'],
      ['{"keys":[{"kty":"RSA","kid":"2026-11","n":"AQAB","e":"AQAB"}]}', 'jwks_no_usable_key']
    ]) {
      await paste(page, '#jwks', text)
      const now = await shown(page)
      assert.deepEqual([now.title, now.reason], ['Not decided', reason], text)
    }
    assert.match(await page.$eval('#lint', (each) => each.textContent), /error/)
    await page.close()
  })
})

/** @type {import('../support/eight-tokens.js').Deployment} */
let deployment
/** @type {import('../support/worker.js').RunningWorker} */
let worker
before(async () => {
  deployment = await prepareDeployment()
  worker = await startWorker(deployment)
})
after(async () => {
  await worker?.close()
  await deployment?.close()
})

inEachBrowser('the Worker of npm start', (session) => {
  test('each of its eight tokens shows the code and the reason that the Worker on workerd answers', async () => {
    const { page } = await session.open()
    const { server, cases } = deployment
    await choose(page, '#clock', 'now')
    await paste(page, '#issuer', server.issuer)
    await paste(page, '#audience', audience)
    await paste(page, '#scopes', 'tools:call')
    await paste(page, '#clock-tolerance', '0')
    await paste(page, '#jwks', await (await fetch(server.jwksUri)).text())
    for (const { name, token } of cases) {
      const answer = await askWorker(worker.url, token)
      await paste(page, '#token', `curl -i -H 'Authorization: Bearer ${token}' ${worker.url}`)
      const { code = '', reason = '', status } = await shown(page)
      assert.deepEqual({ status, code, reason }, { ...answer, status: `HTTP ${answer.status}` }, name)
    }
    await page.close()
  })
})

test('the library agrees, so the eight cases are not eight times the same', async () => {
  const { server, cases } = deployment
  const verifier = createVerifier({
    issuer: server.issuer,
    audience,
    jwksUri: server.jwksUri,
    allowInsecureLoopback: true,
    clockTolerance: 0
  })
  const reasons = new Set()
  for (const { token } of cases)
    reasons.add((await verifier.explain(token, { requiredScope: 'tools:call' })).error?.reason)
  assert.equal(reasons.size, 8)
})
