// README.md and package.json as the package has them: no link in them is dead, on npm's page or in node_modules.
import assert from 'node:assert/strict'
import { readFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { packagePage } from '../../tools/lib/package-page.js'
import { root } from '../support/package-exports.js'
import { makeProject } from './project.js'

/** @type {Awaited<ReturnType<typeof makeProject>>} */
let project

before(async () => {
  project = await makeProject({})
})
after(() => project?.close())

/** @param {string} text @returns {string[]} */
const targets = (text) => [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target)
const original = readFileSync(join(root, 'README.md'), 'utf8')

test('without ASSAY_REPOSITORY, the links of the installed README lead to files beside it; the others are text', () => {
  const directory = project.inside('node_modules/assay-jwt')
  const text = readFileSync(join(directory, 'README.md'), 'utf8')
  const relative = targets(text).filter((target) => !/^(https:|#)/.test(target))
  if (!process.env.ASSAY_REPOSITORY) assert.deepEqual([...new Set(relative)].sort(), ['LICENSE', 'NOTICE'])
  for (const target of relative) assert.ok(existsSync(join(directory, target)), target)
  assert.match(text, /npm install assay-jwt/)
})

test('without ASSAY_REPOSITORY, nothing is left that says nothing without its link, and no gap', () => {
  const { 'README.md': text } = packagePage('')
  assert.doesNotMatch(text, /\n\n\n|[.!?] {2}[A-Z]|<!-- \/?linked|!\[/)
  for (const words of [
    'options to copy',
    'Get started',
    'Documentation',
    'SECURITY.md',
    'npm run',
    'from a checkout'
  ]) {
    assert.ok(original.includes(words), words)
    assert.ok(!text.includes(words), words)
  }
  for (const words of [
    '## Why was it refused?\n\n`explain` shows',
    'The debugger, `npx assay-jwt debug`',
    'MIT licence'
  ]) {
    assert.ok(text.includes(words), words)
  }
  assert.doesNotMatch(packagePage('https://github.com/Example/assay-jwt')['README.md'], /\n\n\n|<!-- \/?linked/)
})

test('with ASSAY_REPOSITORY, they lead to the site and to the repository, pictures too, and package.json names both', () => {
  const { 'README.md': text, 'package.json': manifest } = packagePage('https://github.com/Example/assay-jwt')
  assert.ok(targets(original).length > 30)
  assert.equal(targets(text).length, targets(original).length)
  for (const target of targets(text))
    assert.match(target, /^(https:\/\/(example\.github\.io|github\.com)\/|LICENSE$|NOTICE$)/)
  assert.ok(targets(text).includes('https://example.github.io/assay-jwt/guides/guard.html'))
  assert.match(text, /!\[[^\]]+\]\(https:\/\/github\.com\/Example\/assay-jwt\/raw\/main\/examples\/.*\.png\)/)
  const { homepage, bugs, repository } = JSON.parse(manifest)
  assert.deepEqual(
    [homepage, bugs, repository],
    [
      'https://example.github.io/assay-jwt/',
      'https://github.com/Example/assay-jwt/issues',
      { type: 'git', url: 'git+https://github.com/Example/assay-jwt.git' }
    ]
  )
})

test('what is no address of a repository is refused', () => {
  for (const url of ['http://github.com/a/b', 'https://github.com/a', 'assay']) {
    assert.throws(() => packagePage(url), /Invalid URL|ASSAY_REPOSITORY/)
  }
})
