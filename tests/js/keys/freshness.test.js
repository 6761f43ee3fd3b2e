import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lifetimeOf, retryAfterOf } from '../../../js/keys/freshness.js'
import { checkEtag } from '../../../js/keys/stored-entry.js'
import { now } from '../support/tokens.js'

const lifetimes = [
  [undefined, undefined],
  ['', undefined],
  ['max-age=600', 600],
  ['public, max-age=600, must-revalidate', 600],
  ['MAX-AGE=600', 600],
  ['max-age="600"', 600],
  ['max-age = 600', 600],
  ['max-age=600, max-age=60', 600],
  ['max-age=0', 60],
  ['max-age=59', 60],
  ['max-age=60', 60],
  ['max-age=86400', 86_400],
  ['max-age=86401', 86_400],
  [`max-age=${'9'.repeat(400)}`, 86_400],
  ['max-age=-1', undefined],
  ['max-age=1.5', undefined],
  ['max-age=1e3', undefined],
  ['max-age=', undefined],
  ['max-age', undefined],
  ['max-age=x', undefined],
  ['s-maxage=600', undefined],
  ['x-max-age=600', undefined],
  ['no-store', 60],
  ['no-cache', 60],
  ['No-Cache, max-age=600', 60],
  ['max-age=600,no-store', 60],
  ['no-cache="set-cookie", max-age=600', 600],
  ['no-cached, max-age=600', 600],
  [',,, ,max-age=600,', 600],
  ['\u00ff', undefined]
]
test('RFC 9111 §5.2.2, BEHAVIOUR Fetching: the lifetime is max-age, from 60 s to 24 h, or not said', () => {
  for (const [value, expected] of lifetimes) {
    const headers = new Headers(value === undefined ? {} : { 'cache-control': value })
    assert.equal(lifetimeOf(headers), expected, value)
  }
})

test('RFC 9111 §5.2.2: directives of several header lines count together', () => {
  const headers = new Headers([
    ['cache-control', 'public'],
    ['cache-control', 'max-age=120']
  ])
  assert.equal(lifetimeOf(headers), 120)
})

test('RFC 9111 §5.1: what a cache on the way has used up of it is gone', () => {
  const rest = (age) => lifetimeOf(new Headers({ 'cache-control': 'max-age=600', age }))
  assert.deepEqual(['0', '100', '590', '9'.repeat(400)].map(rest), [600, 500, 60, 60])
  for (const rubbish of ['', '-1', '1.5', 'x', '1, 2']) assert.equal(rest(rubbish), 600, rubbish)
})

test('RFC 9110 §10.2.3: Retry-After is seconds or a date, at most an hour', () => {
  const wait = (value) => retryAfterOf(new Headers({ 'retry-after': value }), now)
  const date = (seconds) => new Date((now + seconds) * 1000).toUTCString()
  assert.deepEqual(['0', '1', '120', '3600', '3601', '9'.repeat(400)].map(wait), [0, 1, 120, 3600, 3600, 3600])
  assert.deepEqual([-100, 0, 120, 10_000].map(date).map(wait), [0, 0, 120, 3600])
  for (const rubbish of ['', '-1', '1.5', 'soon', '1 2', 'Infinity', 'NaN']) assert.equal(wait(rubbish), 0, rubbish)
  assert.equal(retryAfterOf(undefined, now), 0)
})

test('RFC 9110 §8.8.3: only an entity-tag is sent again', () => {
  for (const etag of ['""', '"a"', 'W/"a"', `"${'x'.repeat(500)}"`]) assert.equal(checkEtag(etag), etag)
  for (const etag of [
    null,
    undefined,
    1,
    '',
    'a',
    'w/"a"',
    '"a',
    '"a"b"',
    '"\n"',
    '"\u00e9"',
    `"${'x'.repeat(501)}"`
  ]) {
    assert.equal(checkEtag(etag), undefined, String(etag))
  }
})
