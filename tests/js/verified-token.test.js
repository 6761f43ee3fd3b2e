import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeToken } from '../../js/verified-token.js'

const accepted = (claims) => ({ header: {}, claims, audience: null, scopes: [], tokenIdHash: null })

test('BEHAVIOUR Claims: client_id is surfaced, else azp; both and tenant_id where they are strings', () => {
  const clientOf = (claims) => makeToken(accepted(claims)).clientId
  assert.equal(clientOf({ client_id: 'a', azp: 'b' }), 'a')
  assert.equal(clientOf({ azp: 'b' }), 'b')
  assert.equal(clientOf({ client_id: null, azp: 'b' }), 'b')
  assert.equal(clientOf({ client_id: 7 }), undefined)
  assert.equal(makeToken(accepted({ tenant_id: 'Ten ant' })).tenantId, 'Ten ant')
  assert.equal(makeToken(accepted({ tenant_id: { id: 1 } })).tenantId, undefined)
})

test('what the core does not have is undefined, not null', () => {
  const { audience, tokenIdHash, tenantId } = makeToken(accepted({}))
  assert.deepEqual([audience, tokenIdHash, tenantId], [undefined, undefined, undefined])
})
