#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "dpop/proof_report.hpp"
#include "verify/cached_verifier.hpp"

/// Values cross between C++ and JavaScript as JSON text, which only this file reads and writes.
namespace assay::wire {

/// Reads the policy that js/options/options.js writes.
/// @param json an object of the options in policy_options.hpp, "issuer" and "profile", by their
///        names; an absent one has the default of Policy
/// @param token_id_secret raw bytes, empty for none
/// @return the policy, or option_missing or option_invalid with the option's name
[[nodiscard, gnu::noinline]] Result<Policy> read_policy(
    std::string_view json, std::span<const std::uint8_t> token_id_secret);

/// Reads an array of algorithm names. @return the allow-list, or nothing: it is not one
[[nodiscard]] std::optional<std::vector<Algorithm>> read_algorithms(json::Value names);
/// The same of a JSON text. @return the allow-list, or option_invalid
[[nodiscard]] Result<std::vector<Algorithm>> read_algorithms(std::string_view json);

/// Splits scopes that are joined by one space. From "" it makes none.
[[nodiscard]] std::vector<std::string_view> read_scopes(std::string_view joined);

/// {"code", "reason", "message", "hint", "claim"?, "scope"?, "lookUp"?: true}
[[nodiscard, gnu::noinline]] std::string write(const Error& error);
/// The length of a text in JavaScript: in UTF-16 code units. @param text UTF-8
[[nodiscard]] std::size_t utf16_length(std::string_view text) noexcept;
/// [claims {}, audience "" | null, scopes [], tokenIdHash "" | null, id n | null, dropped [n],
///  header {} | null, repeated true | false]. Without names, which take as long to parse as the
///  values. The header is null where it is that of the last token that was sent.
/// @param accepted must have its token
[[nodiscard]] std::string write(const CachedVerifier::Accepted& accepted);
/// {"valid", "error": {} | null, "checks": [], "header": {} | null, "claims": {} | null,
///  "signatureVerified", "notes": []}
[[nodiscard, gnu::noinline]] std::string write(const Report& report);
/// {"valid", "error": {} | null, "checks": [], "header": {} | null, "claims": {} | null}
[[nodiscard, gnu::noinline]] std::string write(const ProofReport& report);
/// {"keys": [{"index", "kid": "" | null, "usable", "reason": "" | null, "notes": []}]}
[[nodiscard, gnu::noinline]] std::string write(std::span<const KeyReport> keys);

}  // namespace assay::wire
