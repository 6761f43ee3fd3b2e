// The table of docs/providers.md: what comes of each fixture's tokens.

import { format, resolveConfig } from 'prettier'
import { fileURLToPath } from 'node:url'
import { replaceSection } from '../../tools/lib/section.js'
import { isDeepStrictEqual } from 'node:util'
import { page } from './documented-options.js'
import { outcomeOf, outcomes } from './outcome.js'
import { refusals } from './refusals.js'
import { casesOf, variationsOf, withOwnKey } from './variations.js'

/** @import { Documented } from './documented-options.js' */
/** @import { Fixture } from './fixtures.js' */
/** @import { Outcome } from './outcome.js' */

const HEAD = ['issuer', 'token', 'accepted', 'must be refused', 'with what one writes first']

/**
 * @param {string} text of the page
 * @param {readonly Fixture[]} fixtures
 * @param {Map<string, Documented>} documented
 * @returns {Promise<string>} the page with the table as it should be
 */
export async function withTable(text, fixtures, documented) {
  const rows = []
  for (const fixture of [...fixtures].sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1))) {
    rows.push(await row(fixture, documented.get(fixture.id)))
  }
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`
  const table = [line(HEAD), line(HEAD.map(() => '---')), ...rows.map(line)].join('\n')
  const filepath = fileURLToPath(page)
  return format(replaceSection(text, 'table', table), { ...(await resolveConfig(filepath)), filepath })
}

/** @param {Fixture} fixture */
const nameOf = ({ issuer, variant }) => `${issuer} ${variant}`.toLowerCase()

/**
 * @param {Fixture} fixture
 * @param {Documented | undefined} documented
 * @returns {Promise<string[]>}
 */
async function row(fixture, documented) {
  const { id, issuer, variant, naturalOptions, callOptions } = fixture
  const link = `[${issuer}](#${(documented?.section ?? issuer).toLowerCase().replaceAll(' ', '-')})`
  const first = naturalOptions ? said(await outcomeOf(fixture, naturalOptions, callOptions)) : ''
  if (documented === undefined) throw new Error(`docs/providers.md has no options for ${id}`)
  const accepted = await outcomeOf(fixture, documented.options, { ...callOptions, ...documented.call })
  return [link, variant, said(accepted), await refused(fixture, documented), first]
}

/** @param {Outcome} found @returns {string} */
const said = (found) => (found === 'accepted' ? 'yes' : `\`${found.reason}\``)

/**
 * @param {Fixture} fixture
 * @param {Documented} documented
 * @returns {Promise<string>} how many of the tokens that must be refused are refused for the right reason
 */
async function refused(fixture, { options, call }) {
  const wholeCall = { ...fixture.callOptions, ...call }
  const own = withOwnKey(fixture)
  const variations = variationsOf(own, options, wholeCall)
  const given = fixture.mustBeRefused
  const found = [
    ...(await outcomes(
      fixture,
      options,
      given.map(({ token, call: ownCall = wholeCall }) => ({ token, call: ownCall }))
    )),
    ...(await outcomes(own, options, casesOf(own, variations, wholeCall)))
  ]
  const expected = [...given.map(({ what }) => refusals[fixture.id][what]), ...variations.map((each) => each.expected)]
  return `${found.filter((each, index) => isDeepStrictEqual(each, expected[index])).length} of ${found.length}`
}
