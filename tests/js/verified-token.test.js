import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeToken } from '../../js/verified-token.js'

const made = (claims) => makeToken([claims, null, [], null, null, [], 0, null], {})

test('BEHAVIOUR Claims: client_id is surfaced, else azp; both and tenant_id where they are strings', () => {
  const clientOf = (claims) => made(claims).clientId
  assert.equal(clientOf({ client_id: 'a', azp: 'b' }), 'a')
  assert.equal(clientOf({ azp: 'b' }), 'b')
  assert.equal(clientOf({ client_id: null, azp: 'b' }), 'b')
  assert.equal(clientOf({ client_id: 7 }), undefined)
  assert.equal(made({ tenant_id: 'Ten ant' }).tenantId, 'Ten ant')
  assert.equal(made({ tenant_id: { id: 1 } }).tenantId, undefined)
})

test('what the core does not have is undefined, not null', () => {
  const { audience, tokenIdHash, tenantId } = made({})
  assert.deepEqual([audience, tokenIdHash, tenantId], [undefined, undefined, undefined])
})
