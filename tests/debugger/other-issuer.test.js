// A token of another issuer than the samples': what belonged to the sample goes, what the user wrote stays.
import assert from 'node:assert/strict'
import { createSign, generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { startHttpServer } from '../support/http-server.js'
import { choose, chooseSample, inEachBrowser, paste, settled, shown, violations } from './support/debugger.js'

const audience = 'https://own.example/api'

/** @param {import('node:test').TestContext} t @param {{ cors?: boolean }} [options] an issuer of one key, and a token of it */
async function startIssuer(t, { cors = true } = {}) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' }
  /** @type {(string | undefined)[]} */
  const asked = []
  const { url, server, close } = await startHttpServer()
  t.after(close)
  server.on('request', (request, response) => {
    asked.push(request.url)
    if (cors) response.setHeader('Access-Control-Allow-Origin', '*')
    const answers = /** @type {{ [path: string]: object }} */ ({
      '/.well-known/openid-configuration': { issuer: url, jwks_uri: `${url}/keys` },
      '/keys': { keys: [jwk] }
    })
    response.statusCode = answers[String(request.url)] === undefined ? 404 : 200
    response.end(JSON.stringify(answers[String(request.url)] ?? {}))
  })
  const encode = (/** @type {object} */ value) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = { iss: url, aud: audience, sub: 'user', exp: Math.floor(Date.now() / 1000) + 3600 }
  const input = `${encode({ alg: 'RS256', kid: 'k1' })}.${encode(claims)}`
  const token = `${input}.${createSign('RSA-SHA256').update(input).sign(privateKey, 'base64url')}`
  return { url, asked, token }
}

/** @import { Page } from 'puppeteer-core' */

const value = (/** @type {Page} */ page, /** @type {string} */ id) =>
  page.$eval(`#${id}`, (each) => /** @type {HTMLInputElement} */ (each).value)
const values = async (/** @type {Page} */ page) => {
  const found = []
  for (const id of ['issuer', 'audience', 'scopes', 'jwks', 'clock']) found.push(await value(page, id))
  return found
}
const text = (/** @type {Page} */ page, /** @type {string} */ id) => page.$eval(`#${id}`, (each) => each.textContent)
const press = async (/** @type {Page} */ page, /** @type {string} */ button) => {
  await page.click(`#notice [data-do=${button}]`)
  await settled(page)
}

inEachBrowser('a token of another issuer', (session) => {
  test('empties what belonged to the sample, decodes it all the same, and fetches its keys by a click alone', async (t) => {
    const issuer = await startIssuer(t)
    const { page, complaints } = await session.open()
    await paste(page, '#token', issuer.token)
    assert.deepEqual(await values(page), ['', '', '', '', 'now'])
    const open = await shown(page)
    assert.equal(open.title, 'Not decided')
    assert.ok((await text(page, 'claims'))?.includes(issuer.url))
    assert.doesNotMatch(String(await text(page, 'claims')), /Refused by the core/)
    assert.match(
      String(await text(page, 'notice')),
      new RegExp(`${issuer.url}.*issuer, audience, required scopes, keys`)
    )
    assert.deepEqual(issuer.asked, [])
    await press(page, 'fetch')
    await page.waitForFunction(() => /** @type {any} */ (document.getElementById('jwks')).value !== '')
    await settled(page)
    assert.deepEqual(issuer.asked.slice(-2), ['/.well-known/openid-configuration', '/keys'])
    assert.match((await shown(page)).warnings.join(), /not the configured issuer \(none\)/)
    await page.click('#fill-from-token')
    await settled(page)
    const { title, warnings } = await shown(page)
    assert.equal(title, 'Accepted')
    assert.match(warnings.join(), /copied from the token/)
    const faults = complaints.filter((each) => !each.includes('404')) // the first place of the metadata
    assert.deepEqual([faults, await violations(page)], [[], []])
    await page.close()
  })

  test('keeps what the user wrote', async (t) => {
    const issuer = await startIssuer(t)
    const { page } = await session.open()
    await paste(page, '#audience', audience)
    const [issuerOfSamples] = await values(page)
    await paste(page, '#issuer', issuerOfSamples)
    await paste(page, '#clock-tolerance', '5')
    await paste(page, '#jwks', '{"keys":[]}')
    await paste(page, '#token', issuer.token)
    assert.deepEqual(await values(page), [issuerOfSamples, audience, '', '{"keys":[]}', 'now'])
    assert.equal(await value(page, 'clock-tolerance'), '5')
    await page.close()
  })

  test('undo brings the sample’s back, and leaves the token', async (t) => {
    const issuer = await startIssuer(t)
    const { page } = await session.open()
    const before = await values(page)
    await paste(page, '#token', issuer.token)
    await press(page, 'undo')
    assert.deepEqual((await values(page)).slice(0, 4), before.slice(0, 4))
    assert.equal(await value(page, 'token'), issuer.token)
    assert.equal((await shown(page)).reason, 'key_not_found')
    await paste(page, '#token', `${issuer.token}A`)
    assert.deepEqual((await values(page)).slice(0, 4), before.slice(0, 4), 'it was decided')
    await page.close()
  })

  test('the samples, edited by hand, empty nothing: neither does a text without an issuer', async () => {
    const { page } = await session.open()
    const [issuer] = await values(page)
    await chooseSample(page, 'Of another issuer')
    const other = await value(page, 'token')
    for (const edited of [`${other}A`, 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOjV9.AA', 'no token', '', 'a.b.c']) {
      await paste(page, '#token', edited)
      assert.equal(await value(page, 'issuer'), issuer, edited)
    }
    assert.equal(await text(page, 'notice'), '')
    await page.close()
  })

  test('a sample replaces the user’s token, policy and keys, and undo brings them back', async (t) => {
    const issuer = await startIssuer(t)
    const { page } = await session.open()
    await paste(page, '#token', issuer.token)
    await paste(page, '#issuer', issuer.url)
    await paste(page, '#audience', audience)
    await paste(page, '#jwks', '{"keys":[]}')
    await choose(page, '#profile', 'at+jwt')
    const mine = await values(page)
    await chooseSample(page, 'Expired')
    assert.notDeepEqual(await values(page), mine)
    await press(page, 'undo')
    assert.deepEqual(await values(page), mine)
    assert.equal(await value(page, 'token'), issuer.token)
    assert.equal(await value(page, 'profile'), 'at+jwt')
    assert.equal(await value(page, 'samples'), '')
    await page.close()
  })

  test('filling in from the token can be undone, too', async (t) => {
    const issuer = await startIssuer(t)
    const { page } = await session.open()
    await paste(page, '#token', issuer.token)
    await paste(page, '#issuer', 'https://mine.example/')
    await page.click('#fill-from-token')
    await settled(page)
    assert.equal(await value(page, 'issuer'), issuer.url)
    await press(page, 'undo')
    assert.equal(await value(page, 'issuer'), 'https://mine.example/')
    assert.doesNotMatch((await shown(page)).warnings.join(), /copied from the token/)
    await page.close()
  })

  test('an issuer that lets no page read its keys: the command that does is shown, ready for a shell', async (t) => {
    const issuer = await startIssuer(t, { cors: false })
    const { page } = await session.open()
    await paste(page, '#token', issuer.token)
    await press(page, 'fetch')
    await page.waitForFunction(() => /CORS/.test(String(document.getElementById('notice')?.textContent)))
    const said = String(await text(page, 'notice'))
    assert.ok(said.includes(`npx assay-jwt fetch-jwks --issuer ${issuer.url} --insecure-loopback`), said)
    await page.close()
  })

  test('an issuer that is no URL gets no button, and no shell takes its name for more', async () => {
    const { page } = await session.open()
    const encode = (/** @type {object} */ each) => Buffer.from(JSON.stringify(each)).toString('base64url')
    for (const iss of ['acme', 'http://auth.example.com/', "javascript:alert(1)//'", 'https://user:pw@evil.example/']) {
      await paste(page, '#token', `${encode({ alg: 'RS256' })}.${encode({ iss, aud: audience })}.AA`)
      assert.equal(await page.$('#notice [data-do=fetch]'), null, iss)
      assert.match(String(await text(page, 'notice')), /cannot be discovered/, iss)
    }
    assert.deepEqual(await violations(page), [])
    await page.close()
  })
})
