// What a refused client is told, for C++ and for JavaScript.

import { codes, reasons } from '../../tables/errors.js'
import { verdicts, verdictsByReason } from '../../tables/verdicts.js'
import { generated } from '../lib/formatted.js'

/** @import { Verdict } from '../../tables/verdicts.js' */

/** @returns {Promise<{ [path: string]: string }>} */
export function files() {
  return generated('tables/verdicts.js', {
    'src/http/verdict_table.hpp': cppTable(),
    'js/http/verdict-table.js': javascriptTable()
  })
}

function cppTable() {
  const isNative = (/** @type {string} */ reason) => reasons.some((row) => row.name === reason && !row.javascriptOnly)
  const own = Object.entries(verdictsByReason).filter(([reason]) => isNative(reason))
  return `#pragma once

#include <array>
#include <string_view>

#include "base/reason.hpp"

namespace assay {

/// What a client is told: the error of RFC 6750 §3.1 or RFC 9449 §7.1, and a general sentence.
struct Verdict {
  std::string_view error;
  std::string_view description;
};

/// By the codes.
inline constexpr std::array<Verdict, kCodeCount> kVerdicts{{
${codes.map(({ name }) => `${cppVerdict(verdicts[name])},\n`).join('')}}};

struct ReasonVerdict {
  Reason reason = Reason::internal;
  Verdict verdict;
};

/// Where the reason decides, not the code.
inline constexpr std::array<ReasonVerdict, ${own.length}> kReasonVerdicts{{
${own.map(([reason, verdict]) => `{Reason::${reason}, ${cppVerdict(verdict)}},\n`).join('')}}};

}  // namespace assay
`
}

/** @param {Verdict} verdict */
const cppVerdict = (verdict) => `{${verdict.map((text) => JSON.stringify(text)).join(', ')}}`

function javascriptTable() {
  return `
/** @typedef {readonly [error: string, description: string]} Verdict */

/** By the codes. @type {{ readonly [code: string]: Verdict }} */
export const verdicts = ${JSON.stringify(verdicts)}

/** Where the reason decides, not the code. @type {{ readonly [reason: string]: Verdict }} */
export const verdictsByReason = ${JSON.stringify(verdictsByReason)}
`
}
