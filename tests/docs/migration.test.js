// docs/migration: both programs of each page run, against a real authorization server, and the tables say what they did.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { migrationPages } from './migration/tables.js'
import { libraries, pageOf } from './migration/programs.js'
import { read } from './support/pages.js'

/** @type {{ [path: string]: string }} */
let pages

before(async () => {
  pages = await migrationPages()
})

for (const page of [...libraries.map(pageOf), 'docs/migration/README.md', 'README.md']) {
  test(`${page} says what the programs did (else: npm run migration)`, async () => {
    assert.equal(await read(page), pages[page])
  })
}

test('while the issuer is down, express-oauth2-jwt-bearer signs users out, as the README says', () => {
  const [, before, after] =
    /^\| a good one, while the issuer is down +\| `(.+?)` +\| `(.+?)` +\|$/m.exec(
      pages[pageOf('express-oauth2-jwt-bearer')]
    ) ?? []
  assert.deepEqual([before, after], ['401 invalid_token', '503 discovery_failed'])
})

test('the good tokens are accepted by all programs; assay-jwt accepts no other but one within its tolerance', () => {
  for (const library of libraries) {
    const rows = [
      ...pages[pageOf(library)].matchAll(/^\| (\S.*?) +\| (accepted|–|`.+?`) +\| (accepted|–|`.+?`) +\|$/gm)
    ]
    assert.equal(rows.length, 20, library)
    const accepted = (/** @type {number} */ column) =>
      rows.filter((row) => row[column] === 'accepted').map(([, id]) => id)
    const good = ['of the server itself', 'with the usual claims']
    assert.deepEqual(accepted(2).slice(0, 2), good, library)
    // One static key serves for every key id, which is a hint, and needs no issuer that is up.
    const byOneKey = library === 'jsonwebtoken' ? ['an unknown `kid`', 'a good one, while the issuer is down'] : []
    assert.deepEqual(accepted(3), [...good, 'expired for 30 seconds', ...byOneKey], library)
  }
})
