// The checks of tables/checks.js and tables/proof-checks.js, for C++ and for the debugger.

import { checks } from '../../tables/checks.js'
import { proofChecks } from '../../tables/proof-checks.js'
import { generated } from '../lib/formatted.js'

/** @returns {Promise<{ [path: string]: string }>} */
export async function files() {
  return {
    ...(await generated('tables/checks.js', {
      'src/verify/check.hpp': enumeration('Check', checks, 'token'),
      'src/verify/check_table.hpp': table('Check', checks, 'verify/trace.hpp'),
      'src/verify/claim_check_list.hpp': claimChecks(),
      'js/debug/check-advice.js': advice('CHECK_ADVICE', checks, 'token')
    })),
    ...(await generated('tables/proof-checks.js', {
      'src/dpop/proof_check.hpp': enumeration('ProofCheck', proofChecks, 'DPoP proof'),
      'src/dpop/proof_check_table.hpp': table('ProofCheck', proofChecks, 'dpop/proof_report.hpp'),
      'js/debug/proof-advice.js': advice('PROOF_ADVICE', proofChecks, 'proof')
    }))
  }
}

/** @typedef {import('../../tables/checks.js').CheckRow} CheckRow */

/** @param {string} type @param {readonly CheckRow[]} rows @param {string} subject */
const enumeration = (type, rows, subject) => `#pragma once

#include <cstddef>
#include <cstdint>

namespace assay {

/// The checks of a ${subject}, in their order. One row each in the table of checks.
enum class ${type} : std::uint8_t {
${rows.map(({ name }) => `  ${name},\n`).join('')}};
inline constexpr std::size_t k${type}Count = ${rows.length};

}  // namespace assay
`

/** @param {string} type @param {readonly CheckRow[]} rows @param {string} header */
const table = (type, rows, header) => `#pragma once

#include <array>

#include "${header}"

namespace assay {

inline constexpr std::array<${type}Info, k${type}Count> k${type}s{{
${rows.map((each) => row(type, each)).join('')}}};

}  // namespace assay
`

/** @param {string} type @param {CheckRow} check @returns {string} a CheckInfo or ProofCheckInfo */
function row(type, { name, clause, passed, notApplicable = '' }) {
  const texts = [name, clause, passed, notApplicable].map((text) => JSON.stringify(text))
  return `{${type}::${name}, ${texts.join(', ')}},\n`
}

const claims = checks.filter(({ isClaimCheck }) => isClaimCheck)

/** @param {string} type @returns {string} what each function of claim_checks.cpp, or of claim_descriptions.cpp, looks like */
const declarations = (type) =>
  claims.map(({ name }) => `[[nodiscard]] ${type} ${name}(const Claims& claims, const ClaimRules& rules);\n`).join('')

const claimChecks = () => `#pragma once

#include <array>

#include "verify/claim_checks.hpp"

/// Each claim check, in claim_checks.cpp: true: passed; false: it does not apply; or the Error.
namespace assay::check {

${declarations('Result<bool>')}
}  // namespace assay::check

/// What explain() shows beside its outcome, in claim_descriptions.cpp.
namespace assay::describe {

${declarations('Description')}
}  // namespace assay::describe

namespace assay {

inline constexpr std::array<ClaimCheck, ${claims.length}> kClaimChecks{{
${claims.map(({ name }) => `{Check::${name}, &check::${name}, &describe::${name}},\n`).join('')}}};

}  // namespace assay
`

/** @param {string} constant @param {readonly CheckRow[]} rows @param {string} subject */
function advice(constant, rows, subject) {
  const texts = rows.flatMap(({ name, advice: text }) =>
    text === undefined ? [] : [`${name}: ${JSON.stringify(text)}`]
  )
  return `
/** What to do where a check has failed, whatever the ${subject} is. @type {{ readonly [check: string]: string }} */
export const ${constant} = { ${texts.join(', ')} }
`
}
