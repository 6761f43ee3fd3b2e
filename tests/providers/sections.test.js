// docs/providers.md has for each issuer a section with an anchor: options, where to find them, and what goes wrong.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { reasons } from '../../js/shared/error-table.js'
import { documentedOptions, page } from './documented-options.js'
import { fixtures, skip } from './fixtures.js'
import { ownFixtures } from './own-fixtures.js'

const text = readFileSync(page, 'utf8')
/** @type {Map<string, string>} heading -> section */
const sections = new Map(
  text
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')), section])
)
const documented = await documentedOptions()
const withOptions = [...sections].filter(([heading]) =>
  [...documented.values()].some(({ section }) => section === heading)
)

test('each of the 36 fixtures is in the section of its issuer', { skip }, () => {
  assert.equal(fixtures.length, 36)
  for (const { id, issuer } of [...fixtures, ...ownFixtures]) {
    const { section } = documented.get(id) ?? { section: '' }
    assert.ok(sections.has(section), id)
    // AWS Cognito is found as Amazon Cognito.
    const words = section.split(' ')
    assert.ok(
      issuer.split(' ').some((word) => words.includes(word)),
      `${id}: ${section}`
    )
  }
})

test('each section says where to find the options, and what goes wrong', () => {
  assert.ok(withOptions.length >= 29, String(withOptions.length))
  for (const [heading, section] of withOptions) {
    assert.match(section, /^\*\*Where to find them\*\*: \S/m, heading)
    const [, list] = /^\*\*What goes wrong\*\*:\n\n((?:- .*\n)+)/m.exec(section) ?? []
    assert.ok(list !== undefined && list.split('\n- ').length >= 2, heading)
  }
})

test('the reasons that the sections name are those that a verifier gives', () => {
  let count = 0
  for (const [heading, section] of withOptions) {
    for (const [item] of section.matchAll(/^- `.*?(?:: |, )/gm)) {
      // The claim that it is about is none.
      for (const [, reason] of item.replace(/ for `\w+`/, '').matchAll(/`(\w+)`/g)) {
        if (reason === 'nonce') continue
        assert.ok(Object.hasOwn(reasons, reason), `${heading}: ${reason}`)
        count += 1
      }
    }
  }
  assert.ok(count >= 70, String(count))
})

test('an anchor leads to each section, and none is there twice', () => {
  const anchors = [...text.matchAll(/^##+ (.*)$/gm)].map(([, heading]) => heading.toLowerCase().replace(/[^\w -]/g, ''))
  assert.equal(new Set(anchors).size, anchors.length)
  for (const [, target] of text.matchAll(/\]\(#([\w-]+)\)/g)) {
    assert.ok(anchors.includes(target.replaceAll('-', ' ')) || anchors.includes(target), target)
  }
})
