import assert from 'node:assert/strict'
import { test } from 'node:test'
import { curveAlgorithms, rows } from '../contestants.js'
import { drawPicture } from '../picture.js'

/** @param {number} us */
const summary = (us) => ({ us, p10: us * 0.9, p90: us * 1.1, ratio: us / 40 })

/** @param {string[]} ids of cases @returns {any} results of one runtime: every contestant took longer than the one before */
function resultsOf(ids) {
  const found = Object.fromEntries(rows.map(({ id }, index) => [id, summary(40 + 10 * index)]))
  const cases = Object.fromEntries(ids.map((id) => [id, { rows: found, missing: {} }]))
  const runtimes = ['Node 20', 'Deno', 'Bun'].map((label) => ({ id: label, label, version: '1.2.3', cases }))
  return { date: '2026-11-28', machine: { cpu: 'A processor', cores: 2, load: 0.1 }, runtimes }
}

const rsa = ['rs256-2048', 'repeated']
const curves = curveAlgorithms.map((alg) => alg.toLowerCase())

test('curves have a section of their own, with a group for each algorithm of each runtime', () => {
  const picture = drawPicture(resultsOf([...rsa, ...curves]))
  assert.equal(picture.split('>Elliptic curves<').length, 2)
  for (const alg of curveAlgorithms) assert.equal(picture.split(`>${alg}<`).length, 4, alg)
  const [, section] = picture.split('>Elliptic curves<')
  for (const label of ['assay-jwt verifySync', 'jose, CryptoKey', 'raw node:crypto.verify', 'raw subtle.verify']) {
    assert.equal(section.split(`>${label}<`).length - 1, 3 * curveAlgorithms.length, label)
  }
})

test('without curves there is no such section, and without RSA no group of it', () => {
  assert.ok(!drawPicture(resultsOf(rsa)).includes('Elliptic curves'))
  const picture = drawPicture(resultsOf(curves))
  assert.ok(picture.includes('Elliptic curves') && !picture.includes('a repeated token') && !picture.includes('RS256'))
  assert.equal(picture.split('>Deno 1.2.3<').length, 2, 'no panel is empty')
})

test('each bar lies within its panel, and all text within the picture', () => {
  const picture = drawPicture(resultsOf([...rsa, ...curves]))
  const [, width, height] = (/viewBox="0 0 (\d+) (\d+)"/.exec(picture) ?? []).map(Number)
  for (const [, x, y] of picture.matchAll(/<text x="([\d.]+)" y="([\d.]+)"/g)) {
    assert.ok(Number(x) <= width && Number(y) < height, `${x}, ${y}`)
  }
  for (const [, x, size] of picture.matchAll(
    /<rect class="(?:ours|other|primitive)" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/g
  )) {
    assert.ok(Number(size) > 0 && Number(x) + Number(size) <= width - 20, `${x} + ${size}`)
  }
})
