import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brief, faultsOf, hostile } from '../cli/support/hidden-characters.js'
import { inEachBrowser, paste } from './support/debugger.js'

// docs/attacks.md 27, on a page.

const encode = (text) => Buffer.from(text).toString('base64url')
const oneLine = brief.replaceAll('\n', ' ')

inEachBrowser('hidden characters', (session) => {
  test('what cannot be seen in a token, a key set or a policy is shown escaped, and nothing turns the text', async () => {
    const { page } = await session.open()
    const claims = JSON.stringify({
      iss: brief,
      sub: hostile,
      aud: [hostile],
      scope: hostile,
      [hostile]: { [hostile]: 1 }
    })
    const header = encode(JSON.stringify({ alg: 'RS256', kid: hostile, typ: hostile }))
    await paste(page, '#jwks', JSON.stringify({ keys: [{ kty: 'RSA', kid: hostile, n: 'AQAB', e: 'AQAB' }] }))
    await paste(page, '#issuer', oneLine)
    for (const text of [claims, `{"${oneLine}":1,"a":1,"a":2}`]) {
      await paste(page, '#token', `${header}.${encode(text)}.AAAA`)
      for (const language of ['tab-verifier', 'tab-cpp', 'tab-shell']) {
        await page.click(`#${language}`)
        const texts = await page.evaluate(() => [
          ...[...document.querySelectorAll('body *:not(script, style)')].flatMap((element) =>
            [...element.attributes].map(({ name, value }) => `${name}=${value}`)
          ),
          document.title,
          document.body.innerText // without what is edited in a field
        ])
        assert.ok(texts.at(-1).includes('\\u202e'))
        // Line breaks are kept: they begin no line that would look like the page's own.
        const faults = texts.flatMap(faultsOf).filter((each) => each.startsWith('U+'))
        assert.deepEqual([...new Set(faults)], [], language)
      }
    }
    await page.close()
  })
})
