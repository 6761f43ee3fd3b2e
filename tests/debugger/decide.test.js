import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createVerifier } from 'assay-jwt'
import { choose, chooseSample, inEachBrowser, paste, shown, violations } from './support/debugger.js'
import { checks as table } from '../../tables/checks.js'

const samples = JSON.parse(
  readFileSync(new URL('../../examples/browser-debugger/samples.json', import.meta.url), 'utf8')
)
const tokenOf = (name) => samples.samples.find((each) => each.name === name).token
const good = tokenOf('An accepted token')
const [head, body, signature] = good.split('.')
const encode = (text) => Buffer.from(text).toString('base64url')

const options = { issuer: samples.policy.issuer, audience: samples.policy.audience, jwks: samples.jwks }
const verifier = createVerifier(options)
const provenVerifier = createVerifier({ ...options, dpop: true })
const call = { now: samples.now + 1, requiredScope: samples.policy.requiredScope }

inEachBrowser('deciding', (session) => {
  test('the first screen is alive: a sample, accepted, from this origin alone, with an empty console', async () => {
    const { page, complaints, requests } = await session.open()
    const { title, checks, status, warnings } = await shown(page)
    assert.equal(title, 'Accepted')
    assert.equal(status, 'HTTP 200')
    assert.equal(checks.length, table.length)
    assert.deepEqual(warnings, [])
    assert.deepEqual(await violations(page), [])
    assert.deepEqual(complaints, [])
    assert.deepEqual(
      requests.filter((url) => !url.startsWith(session.url) && !url.startsWith('data:')),
      []
    )
    assert.ok(requests.some((url) => url.endsWith('/assay.wasm')))
    await page.close()
  })

  test('each sample: code, reason, and every check with its clause, as the library says', async () => {
    const { page } = await session.open()
    const reasons = new Set()
    for (const { name, token, proof } of samples.samples) {
      await chooseSample(page, name)
      const possession = proof && { scheme: 'DPoP', proof: proof.text, method: proof.method, url: proof.url }
      const report = await (proof ? provenVerifier : verifier).explain(token, { ...call, possession })
      const { code, reason, status, checks, title } = await shown(page)
      assert.equal(title, report.valid ? 'Accepted' : 'Refused', name)
      assert.deepEqual([code, reason], [report.error?.code, report.error?.reason], name)
      assert.equal(status, `HTTP ${report.error?.status ?? 200}`, name)
      assert.deepEqual(
        checks,
        report.checks.map((check) => ({
          check: check.check,
          status: check.status,
          clause: check.clause,
          message: check.message
        })),
        name
      )
      reasons.add(reason)
    }
    assert.ok(reasons.size >= 10, [...reasons].join())
    assert.deepEqual(await violations(page), [])
    await page.close()
  })

  test('a token, "Bearer …", a header and a curl command are pasted; what was found is said', async () => {
    const { page } = await session.open()
    const expired = tokenOf('Expired')
    for (const [text, found] of [
      [expired, ''],
      [`Bearer ${expired}`, 'Bearer'],
      [`Authorization: Bearer ${expired}`, 'Authorization'],
      [`curl -i -H 'Authorization: Bearer ${expired}' https://api.example.com/`, 'curl']
    ]) {
      await paste(page, '#token', text)
      assert.equal((await shown(page)).reason, 'expired')
      assert.ok((await page.$eval('#token-found', (each) => each.textContent)).includes(found))
    }
    await paste(page, '#token', '')
    assert.equal((await shown(page)).title, 'No token')
    await page.close()
  })

  test('a file is chosen or dropped', async () => {
    const { page } = await session.open()
    const path = join(session.directory, 'token.txt')
    writeFileSync(path, `${tokenOf('Without the scope')}\n`)
    const input = await page.$('#token-file')
    await input.uploadFile(path)
    await page.waitForFunction(() => document.querySelector('[data-pill=reason]')?.textContent === 'scope_missing')
    await page.evaluate((text) => {
      const data = new DataTransfer()
      data.items.add(new File([text], 'token.txt'))
      document
        .getElementById('token-card')
        .dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))
    }, tokenOf('Changed after signing'))
    await page.waitForFunction(() => document.querySelector('[data-pill=reason]')?.textContent === 'signature_mismatch')
    await page.close()
  })

  test('the decision follows the policy while it is typed', async () => {
    const { page } = await session.open()
    const reason = async () => (await shown(page)).reason
    await paste(page, '#scopes', 'tools:call admin')
    assert.equal(await reason(), 'scope_missing')
    await paste(page, '#scopes', '')
    assert.equal(await reason(), undefined)
    await paste(page, '#audience', 'https://other.example/')
    assert.equal(await reason(), 'audience_mismatch')
    await paste(page, '#audience', 'https://other.example/\nhttps://api.example.com')
    assert.equal(await reason(), undefined)
    await page.click('#algorithms input[value=PS256]')
    await page.click('#algorithms input[value=RS256]')
    assert.equal(await reason(), 'alg_not_allowed')
    await page.click('#algorithms input[value=RS256]')
    await page.click('#more-policy summary')
    await paste(page, '#typ', 'JWT')
    assert.equal(await reason(), 'typ_not_allowed')
    await paste(page, '#typ', '')
    await choose(page, '#profile', 'at+jwt')
    assert.equal(await reason(), undefined)
    await paste(page, '#claim-rules', '{"client_id":"none"}')
    assert.equal(await reason(), 'claim_mismatch')
    await paste(page, '#claim-rules', '')
    await paste(page, '#scopes-claim', 'permissions')
    await paste(page, '#scopes', 'tools:call')
    assert.equal(await reason(), 'scope_missing')
    await paste(page, '#required-claims', 'email')
    assert.equal(await reason(), 'claim_missing')
    await paste(page, '#issuer', 'https://auth.example.com')
    assert.equal(await reason(), 'issuer_mismatch')
    assert.match(await page.$eval('#verdict-advice', (each) => each.textContent), /only a slash .* differs/)
    assert.deepEqual(await violations(page), [])
    await page.close()
  })

  test('a policy that is no good is said at its field, and nothing is decided', async () => {
    const { page } = await session.open()
    for (const [field, value] of [
      ['#issuer', ''],
      ['#audience', ''],
      ['#scopes', '"quoted"'],
      ['#clock-tolerance', '301']
    ]) {
      await chooseSample(page, 'Expired')
      await paste(page, field, value)
      assert.equal((await shown(page)).title, 'Not decided', field)
      assert.equal(await page.$eval(field, (each) => each.getAttribute('aria-invalid')), 'true', field)
      assert.notEqual(await page.$eval('#policy-error', (each) => each.textContent), '')
      assert.deepEqual((await shown(page)).checks, [])
    }
    await chooseSample(page, 'An accepted token')
    assert.equal((await shown(page)).title, 'Accepted')
    assert.equal(await page.$eval('#policy-error', (each) => each.textContent), '')
    await page.close()
  })

  test('without any algorithm nothing is decided: RS256 is not put in its place', async () => {
    const { page } = await session.open()
    await page.click('#algorithms input[value=RS256]')
    assert.equal((await shown(page)).title, 'Not decided')
    assert.match(await page.$eval('#policy-error', (each) => each.textContent), /"algorithms"/)
    assert.match(await page.$eval('#code', (each) => each.textContent), /algorithms: \[\]/)
    await page.close()
  })

  test('the time: a sample has its own, a pasted token is judged by the clock, and any time can be set', async () => {
    const { page } = await session.open()
    assert.equal(await page.$eval('#clock', (each) => each.value), 'sample')
    await paste(page, '#token', `${good.slice(0, -2)}AA`)
    assert.equal(await page.$eval('#clock', (each) => each.value), 'now')
    await chooseSample(page, 'An accepted token')
    await choose(page, '#clock', 'at')
    await page.evaluate(() => {
      const field = document.getElementById('clock-at')
      field.value = '2026-11-25T11:30:00'
      field.dispatchEvent(new Event('input', { bubbles: true }))
    })
    await page.waitForFunction(() => document.querySelector('[data-pill=reason]')?.textContent === 'expired')
    assert.match(await page.$eval('#claims', (each) => each.textContent), /34 min ago/)
    await page.close()
  })

  test('each anomaly is marked in place, in the token and in the decoded text', async () => {
    const { page } = await session.open()
    const twice = encode('{"sub":"x","n":{"b":1,"\\u0062":2}}')
    const cases = [
      ['padding', `${head}=.${body}.${signature}`, 'header_base64', ['=']],
      ['white space', `${head}.${body.slice(0, 40)}\n${body.slice(40)}.${signature}`, 'signature_mismatch', ['\n']],
      ['plain base64', `${head}.${body}.+${signature.slice(1)}`, 'signature_base64', ['+']],
      [
        'not canonical',
        tokenOf('Not canonical base64url'),
        'signature_base64',
        [tokenOf('Not canonical base64url').at(-1)]
      ],
      ['two segments', `${head}.${body}`, 'malformed_segments', [body.at(-1)]],
      ['five segments', `${good}.AA.AA`, 'malformed_segments', ['.AA', '.AA']],
      ['header twice', `${encode('{"alg":"RS256","alg":"none"}')}.${body}.${signature}`, 'header_duplicate_member', 2],
      ['nested twice', `${head}.${twice}.${signature}`, 'signature_mismatch', 2],
      ['no JSON', `${head}.${encode('{"iss":1,}')}.${signature}`, 'signature_mismatch', 1],
      [
        'no UTF-8',
        `${head}.${Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]).toString('base64url')}.${signature}`,
        'signature_mismatch',
        undefined
      ],
      ['huge number', `${head}.${encode('{"exp":1e999}')}.${signature}`, 'signature_mismatch', 1],
      ['own key', tokenOf('Brings its own key'), 'key_not_found', 1]
    ]
    for (const [name, token, reason, marked] of cases) {
      await paste(page, '#token', token)
      const now = await shown(page)
      assert.equal(now.reason, reason, name)
      if (Array.isArray(marked)) assert.deepEqual(now.marked, marked, name)
      else if (marked === undefined) assert.ok(now.marked.length > 0, name)
      else assert.equal(now.marked.length, marked, name)
      // Two faults in one place are one mark.
      const described = await page.$$eval('#token-marks li', (rows) => rows.length)
      assert.ok(described >= now.marked.length, name)
    }
    await chooseSample(page, 'A member twice')
    assert.deepEqual(await page.$$eval('#claims mark', (marks) => marks.map((mark) => mark.textContent)), [
      '"sub"',
      '"sub"'
    ])
    await page.click('#token-marks button')
    const selected = await page.$eval('#token', (each) => each.value.slice(each.selectionStart, each.selectionEnd))
    assert.equal(selected, (await shown(page)).marked[0])
    await page.close()
  })

  test('nothing that a token or a key set says is read as HTML', async () => {
    const { page, complaints } = await session.open()
    const nasty = '<img src=x onerror="globalThis.owned=1"><script>globalThis.owned=1</script>"\'`&lt;'
    const header = encode(JSON.stringify({ alg: nasty, kid: nasty, typ: nasty, jku: nasty, [nasty]: nasty }))
    const claims = encode(
      JSON.stringify({ iss: nasty, sub: nasty, aud: [nasty], exp: nasty, [nasty]: { [nasty]: nasty } })
    )
    await paste(page, '#token', `${header}.${claims}.${signature}`)
    await paste(page, '#jwks', JSON.stringify({ keys: [{ kty: nasty, kid: nasty, alg: nasty, n: nasty, use: nasty }] }))
    await paste(page, '#issuer', nasty)
    await paste(page, '#token', `${nasty}.${nasty}.${nasty}`)
    assert.equal(await page.evaluate(() => globalThis.owned), undefined)
    assert.equal(await page.$$eval('main img, main script', (found) => found.length), 0)
    assert.deepEqual(await violations(page), [])
    assert.deepEqual(complaints, [])
    await page.close()
  })

  test('warnings are loud: a key of the token in the key set, and a policy copied from the token', async () => {
    const { page } = await session.open()
    await chooseSample(page, 'Brings its own key')
    assert.match((await shown(page)).warnings.join(), /brings its own key \(jwk\)/)
    const { jwk } = JSON.parse(Buffer.from(tokenOf('Brings its own key').split('.')[0], 'base64url').toString())
    await paste(page, '#jwks', JSON.stringify({ keys: [jwk] }))
    const fooled = await shown(page)
    assert.equal(fooled.title, 'Accepted')
    assert.match(fooled.warnings.join(), /the very key that the token brings along/)
    await chooseSample(page, 'Of another issuer')
    assert.deepEqual((await shown(page)).warnings, [])
    await page.click('#fill-from-token')
    await page.waitForFunction(() => document.querySelector('#verdict .title strong')?.textContent === 'Accepted')
    assert.match((await shown(page)).warnings.join(), /copied from the token/)
    await page.close()
  })

  test('times run: what follows from them is decided anew without a key being pressed', async () => {
    const { page } = await session.open()
    await choose(page, '#clock', 'now')
    await page.evaluate(
      (exp) => {
        Date.now = () => (exp - 1 + performance.now() / 1000 - globalThis.startedAt) * 1000
        globalThis.startedAt = performance.now() / 1000
      },
      samples.now + 3360 + 60
    )
    await choose(page, '#clock', 'now')
    await page.waitForFunction(() => document.querySelector('[data-pill=reason]')?.textContent === 'expired')
    await page.close()
  })

  test('the HTTP answer is the one of errorResponse', async () => {
    const { page } = await session.open()
    const answer = () => page.$eval('#answer', (each) => each.textContent)
    await chooseSample(page, 'Without the scope')
    await page.waitForFunction(() => document.getElementById('answer').textContent.includes('403'))
    assert.match(await answer(), /^HTTP\/1\.1 403 Forbidden\n/)
    assert.match(await answer(), /WWW-Authenticate: Bearer .*error="insufficient_scope".*scope="tools:call"/)
    await chooseSample(page, 'Expired')
    await page.waitForFunction(() => document.getElementById('answer').textContent.includes('401'))
    assert.match(await answer(), /WWW-Authenticate: Bearer .*error="invalid_token"/)
    assert.match(await answer(), /"reason": "expired"/)
    await page.close()
  })
})
