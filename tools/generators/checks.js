// The checks of tables/checks.js, for C++ and for the debugger.

import { checks } from '../../tables/checks.js'
import { generated } from '../lib/formatted.js'

/** @returns {Promise<{ [path: string]: string }>} */
export function files() {
  return generated('tables/checks.js', {
    'src/verify/check.hpp': enumeration(),
    'src/verify/check_table.hpp': table(),
    'src/verify/claim_check_list.hpp': claimChecks(),
    'js/debug/check-advice.js': advice()
  })
}

const enumeration = () => `#pragma once

#include <cstddef>
#include <cstdint>

namespace assay {

/// The checks of a token, in their order. One row each in the table of checks.
enum class Check : std::uint8_t {
${checks.map(({ name }) => `  ${name},\n`).join('')}};
inline constexpr std::size_t kCheckCount = ${checks.length};

}  // namespace assay
`

const table = () => `#pragma once

#include <array>

#include "verify/trace.hpp"

namespace assay {

inline constexpr std::array<CheckInfo, kCheckCount> kChecks{{
${checks.map(row).join('')}}};

}  // namespace assay
`

/** @param {import('../../tables/checks.js').CheckRow} check @returns {string} a CheckInfo */
function row({ name, clause, passed, notApplicable = '' }) {
  const texts = [name, clause, passed, notApplicable].map((text) => JSON.stringify(text))
  return `{Check::${name}, ${texts.join(', ')}},\n`
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

function advice() {
  const texts = checks.flatMap(({ name, advice: text }) =>
    text === undefined ? [] : [`${name}: ${JSON.stringify(text)}`]
  )
  return `
/** What to do where a check has failed, whatever the token is. @type {{ readonly [check: string]: string }} */
export const CHECK_ADVICE = { ${texts.join(', ')} }
`
}
