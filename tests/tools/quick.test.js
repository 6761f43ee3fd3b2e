// npm test -- --quick: a part of the stages, and no word less about what is left out.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { quickStages, stages } from '../../tools/lib/stages.js'
import { root } from '../support/package-exports.js'

const all = stages(root)

test('every stage is run by --quick or named as left out', () => {
  const { selected, omitted } = quickStages(all)
  for (const { id, quick } of all) {
    if (quick === undefined)
      assert.ok(
        omitted.some((line) => line.startsWith(`${id}: `)),
        id
      )
    else if (id !== 'native')
      assert.ok(
        selected.some((stage) => stage.id === id),
        id
      )
  }
  for (const id of ['includes', 'eslint', 'prettier', 'types', 'js'])
    assert.ok(selected.some((stage) => stage.id === id))
})

test('a quick stage that is a part says what it leaves out', () => {
  const { selected } = quickStages(all)
  for (const { id, commands, quick } of all) {
    if (typeof quick !== 'function' || ['eslint', 'prettier'].includes(id)) continue
    assert.ok(quick().omits, id)
    assert.notDeepEqual(selected.find((stage) => stage.id === id)?.commands(), commands(), id)
  }
})

test('the JavaScript tests of --quick are all files but the slowest, which are there', () => {
  const filesOf = (/** @type {string[][]} */ commands) => commands.flat().filter((word) => word.endsWith('.test.js'))
  const whole = filesOf(all.find(({ id }) => id === 'js')?.commands() ?? [])
  const quick = filesOf(
    quickStages(all)
      .selected.find(({ id }) => id === 'js')
      ?.commands() ?? []
  )
  assert.ok(quick.length < whole.length)
  assert.ok(quick.length > whole.length * 0.8)
  assert.ok(quick.every((file) => whole.includes(file)))
})

test('npm test -- --help names each option', () => {
  const text = execFileSync(process.execPath, ['tools/test.js', '--help'], { cwd: root, encoding: 'utf8' })
  for (const option of ['--quick', '--only', '--list', '--help'])
    assert.match(text, new RegExp(`npm test -- ${option}`))
})
