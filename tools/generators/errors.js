// The codes and reasons of tables/errors.js, for C++ and for JavaScript.

import { codes, reasons } from '../../tables/errors.js'
import { generated } from '../lib/formatted.js'

/** @typedef {import('../../tables/errors.js').CodeRow} CodeRow */
/** @typedef {import('../../tables/errors.js').ReasonRow} ReasonRow */

const coreReasons = reasons.filter(({ javascriptOnly, native }) => !javascriptOnly && !native)
/** At the end, so that a number means the same natively and in WebAssembly. */
const nativeReasons = reasons.filter(({ native }) => native)

/** @returns {Promise<{ [path: string]: string }>} */
export function files() {
  return generated('tables/errors.js', {
    'src/base/reason.hpp': enums(),
    'src/base/error_table.hpp': cppTables(),
    'js/shared/error-table.js': javascriptTables(),
    'js/shared/error-names.js': javascriptTypes()
  })
}

function enums() {
  return `#pragma once

#include <cstddef>
#include <cstdint>

namespace assay {

/// The stable code of a refusal: what a caller acts on. One row each in \`code_table()\`.
enum class Code : std::uint8_t {
${codes.map(({ name }) => `  ${name.toLowerCase()},\n`).join('')}};
inline constexpr std::size_t kCodeCount = ${codes.length};

/// The exact check that refused: what a person debugs with. One row each in \`reason_table()\`.
enum class Reason : std::uint8_t {
${coreReasons.map(({ name }) => `  ${name},\n`).join('')}#ifndef __wasm__
  // Of requests, of their senders, and of fetched keys.
${nativeReasons.map(({ name }) => `  ${name},\n`).join('')}#endif
};
#ifndef __wasm__
inline constexpr std::size_t kReasonCount = ${coreReasons.length + nativeReasons.length};
#else
inline constexpr std::size_t kReasonCount = ${coreReasons.length};
#endif

}  // namespace assay
`
}

function cppTables() {
  return `#pragma once

#include "base/error.hpp"

namespace assay {

inline constexpr std::array<CodeInfo, kCodeCount> kCodes{{
${codes.map(codeRow).join('')}}};

inline constexpr std::array<ReasonInfo, kReasonCount> kReasons{{
${coreReasons.map(reasonRow).join('')}#ifndef __wasm__
${nativeReasons.map(reasonRow).join('')}#endif
}};

}  // namespace assay
`
}

/** @param {CodeRow} row @returns {string} a CodeInfo */
function codeRow({ name, status, retryable, hint }) {
  return `{${cppCode(name)}, "${name}", ${status}, ${retryable}, ${JSON.stringify(hint)}},\n`
}

/** @param {ReasonRow} row @returns {string} a ReasonInfo */
function reasonRow({ name, code, message, status, hint }) {
  const own = hint !== undefined ? [status ?? 0, JSON.stringify(hint)] : status !== undefined ? [status] : []
  const row = [`Reason::${name}`, `"${name}"`, cppCode(code), JSON.stringify(message), ...own]
  return `{${row.join(', ')}},\n`
}

/** @param {string} name */
const cppCode = (name) => `Code::${name.toLowerCase()}`

/** The names alone: they are types, and nothing of them is in a bundle. */
function javascriptTypes() {
  const union = (/** @type {readonly { name: string }[]} */ rows) => rows.map(({ name }) => `'${name}'`).join(' | ')
  return `/** The stable code of a refusal: what a caller acts on. @typedef {${union(codes)}} ErrorCode */

/** The exact check that refused: what a person debugs with. @typedef {${union(reasons)}} ErrorReason */

export {}
`
}

function javascriptTables() {
  const codeRows = codes.map(({ name, status, hint }) => `${name}: ${JSON.stringify({ status, hint })}`)
  const byCode = codes.map(({ name }) => {
    const texts = reasons
      .filter(({ code }) => code === name)
      .map((row) => `${row.name}: ${JSON.stringify(row.message)}`)
    return `${name}: { ${texts.join(', ')} }`
  })
  const own = reasons.flatMap(({ name, status }) => (status === undefined ? [] : [`${name}: ${status}`]))
  const hints = reasons.flatMap(({ name, hint, javascriptOnly, native }) =>
    hint !== undefined && (javascriptOnly || native) ? [`${name}: ${JSON.stringify(hint)}`] : []
  )
  return `
/** @typedef {{ readonly status: number, readonly hint: string }} CodeRow */
/** @typedef {{ readonly code: string, readonly message: string, readonly status?: number, readonly hint?: string }} ReasonRow status and hint where they are not the code's */

/** @type {{ readonly [code: string]: CodeRow }} */
export const codes = { ${codeRows.join(', ')} }

/** The messages of each code's reasons: a code stands once, which makes the package smaller. */
const messages = { ${byCode.join(', ')} }

/** Of reasons whose status is not the code's. @type {{ readonly [reason: string]: number | undefined }} */
const statuses = { ${own.join(', ')} }

/** Of reasons that JavaScript raises; those of the core come with its errors. @type {{ readonly [reason: string]: string | undefined }} */
const hints = { ${hints.join(', ')} }

/** @type {{ readonly [reason: string]: ReasonRow }} */
export const reasons = Object.fromEntries(
  Object.entries(messages).flatMap(([code, texts]) =>
    Object.entries(texts).map(([reason, message]) => [reason, { code, message, status: statuses[reason], hint: hints[reason] }])
  )
)
`
}
