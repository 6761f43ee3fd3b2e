import { DPOP_ALGORITHMS } from '../../../js/shared/dpop-of-guards.js'
import { groups } from '../../../tables/options.js'
import { numeral } from './words.js'

/** @import { Core, Row } from '../../../tables/options/row-types.js' */

const rows = Object.values(groups).flatMap((group) => Object.values(group.rows))

/** @returns {{ [path: string]: string }} the numbers of the table that JavaScript and C++ name, and how the core reads a policy */
export function coreFiles() {
  return {
    'js/shared/limits.js': javascriptLimits(),
    'src/base/limits.hpp': cppLimits(),
    'src/dpop/proof_algorithms.hpp': proofAlgorithms(),
    'bindings/policy_options.hpp': policyOptions()
  }
}

function javascriptLimits() {
  const lines = rows.flatMap((row) =>
    Object.entries(row.constants ?? {}).map(([name, which]) => `export const ${name} = ${numeral(valueOf(row, which))}`)
  )
  return `\n${[...new Set(lines)].join('\n')}\n`
}

function cppLimits() {
  const lines = rows.flatMap((row) =>
    Object.entries(row.core?.constants ?? {}).map(
      ([name, which]) => `inline constexpr ${row.core?.type} ${name} = ${valueOf(row, which)};`
    )
  )
  return `#pragma once

#include <cstddef>

namespace assay {

${[...new Set(lines)].join('\n')}

}  // namespace assay
`
}

/** @param {Row} row @param {'default' | 'min' | 'max'} which @returns {number} */
function valueOf({ bounds, default: value }, which) {
  return Number({ default: value, min: bounds?.[0], max: bounds?.[1] }[which])
}

function proofAlgorithms() {
  const names = DPOP_ALGORITHMS.map((name) => `Algorithm::${name.toLowerCase()}`)
  return `#pragma once

#include <array>

#include "crypto/algorithm.hpp"

namespace assay {

/// The default allow-list for proofs, in the order of the challenge.
inline constexpr std::array<Algorithm, ${names.length}> kProofAlgorithms{${names.join(', ')}};

}  // namespace assay
`
}

function policyOptions() {
  const members = Object.entries(groups.VerifierOptions.rows).flatMap(([name, { core }]) =>
    core?.member === undefined ? [] : [`    PolicyOption{"${name}", &Policy::${core.member}${word(core)}},`]
  )
  return `#pragma once

#include <tuple>

#include "policy_option.hpp"

namespace assay::wire {

/// The options of a policy, and what each is for in the core.
inline constexpr std::tuple kPolicyOptions{
${members.join('\n').replace(/,$/, '')}};

}  // namespace assay::wire
`
}

/** @param {Core} core */
const word = ({ word: text }) => (text === undefined ? '' : `, "${text}"`)
