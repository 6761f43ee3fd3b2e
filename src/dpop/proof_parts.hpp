#pragma once

#include <string_view>

#include "base/error.hpp"
#include "dpop/proof_headers.hpp"
#include "jose/claims.hpp"
#include "jose/jws.hpp"

/// The parts of a proof, read as those of a token, with reasons of their own.
namespace assay {

inline constexpr std::size_t kMaxProofBytes = 8192;
/// RFC 9449 §4.2: "typ".
inline constexpr std::string_view kProofType = "dpop+jwt";

/// The error of a token's part as that of a proof's.
[[nodiscard]] Error as_proof_error(const Error& error);

/// A step that reads a part of the proof.
template <class T>
Result<T> of_proof(Result<T> result) {
  if (!result) return as_proof_error(result.error());
  return result;
}

[[nodiscard]] Result<CompactJws> split_proof(std::string_view proof);

/// RFC 9449 §4.2, RFC 7515 §4.1.9: "application/" may stand before it, in any case.
[[nodiscard]] Result<void> check_proof_type(const JoseHeader& header);

/// RFC 9449 §4.3, check 7.
[[nodiscard]] Result<Jwk> read_proof_key(const JoseHeader& header, Algorithm algorithm);

/// RFC 9449 §4.3, check 6.
[[nodiscard]] Result<void> check_proof_signature(const ProofHeader& header, const CompactJws& jws);

/// @param name of the claim, which the hint names
[[nodiscard]] Error missing_claim(std::string_view name);

/// A claim that must be a string, and not be empty.
[[nodiscard]] Result<std::string_view> required_string(const Claims& claims, std::string_view name);

}  // namespace assay
