import { groups } from '../../../tables/options.js'
import { madeFrom } from './words.js'

/** @import { Core, Row } from '../../../tables/options/row-types.js' */

const rows = Object.values(groups).flatMap((group) => Object.values(group.rows))

/** @returns {{ [path: string]: string }} what C++ and JavaScript take from the table, besides the checks */
export function coreFiles() {
  return { 'src/base/limits.hpp': limits(), 'bindings/policy_options.hpp': policyOptions() }
}

/** @returns {{ [path: string]: string }} the same numbers, for JavaScript */
export function limitFiles() {
  const lines = constants().map(
    ({ name, value }) => `export const ${shouted(name)} = ${value.toLocaleString('en').replaceAll(',', '_')}`
  )
  return { 'js/shared/limits.js': `// ${madeFrom('tables/options.js')}\n\n${lines.join('\n')}\n` }
}

/** @returns {{ name: string, type: string | undefined, value: number }[]} each once */
function constants() {
  const all = rows.flatMap((row) =>
    Object.entries(row.constants ?? {}).map(([name, which]) => ({
      name,
      type: row.core?.type,
      value: valueOf(row, which)
    }))
  )
  return all.filter(({ name }, index) => all.findIndex((each) => each.name === name) === index)
}

/** @param {string} name @returns {string} kMaxClockTolerance as MAX_CLOCK_TOLERANCE */
const shouted = (name) =>
  name
    .slice(1)
    .replace(/(?<=[a-z])(?=[A-Z])/g, '_')
    .toUpperCase()

function limits() {
  const lines = constants().flatMap(({ name, type, value }) =>
    type === undefined ? [] : [`inline constexpr ${type} ${name} = ${value};`]
  )
  return `#pragma once
// ${madeFrom('tables/options.js')}

#include <cstddef>

namespace assay {

${lines.join('\n')}

}  // namespace assay
`
}

/** @param {Row} row @param {'default' | 'max'} which @returns {number} */
function valueOf({ bounds, default: value }, which) {
  return Number(which === 'default' ? value : bounds?.[1])
}

function policyOptions() {
  const rows = Object.entries(groups.VerifierOptions.rows).flatMap(([name, { core }]) =>
    core?.member === undefined ? [] : [`    PolicyOption{"${name}", &Policy::${core.member}${word(core)}},`]
  )
  return `#pragma once
// ${madeFrom('tables/options.js')}

#include <tuple>

#include "policy_option.hpp"

namespace assay::wire {

/// The options of a policy, and what each is for in the core.
inline constexpr std::tuple kPolicyOptions{
${rows.join('\n').replace(/,$/, '')}};

}  // namespace assay::wire
`
}

/** @param {Core} core */
const word = ({ word: text }) => (text === undefined ? '' : `, "${text}"`)
