#pragma once

#include <span>
#include <string>
#include <string_view>

#include "crypto/algorithm.hpp"

namespace assay::test {

/// A key of an elliptic curve, and what it signed: nothing in the tests as WebAssembly signs with
/// curves. Numbers are in base64url.
struct CurveCase {
  Algorithm algorithm;
  std::string_view kty, crv, x, y, d;
  std::string_view signature;             ///< of token()
  std::string_view signature_without_id;  ///< of token_without_id()

  /// The public key as a JWK. @param more further members, e.g. `"kid":"a","use":"sig"`
  [[nodiscard]] std::string jwk(std::string_view more = {}) const;
  /// good_claims() under {"alg":…,"typ":"at+jwt","kid":"first"}.
  [[nodiscard]] std::string token() const;
  /// good_claims() under {"alg":…,"typ":"at+jwt"}.
  [[nodiscard]] std::string token_without_id() const;
};

/// One for each algorithm by elliptic curves, in the order of the table of algorithms.
[[nodiscard]] std::span<const CurveCase> curve_cases() noexcept;
/// The case of that algorithm.
[[nodiscard]] const CurveCase& curve_case(Algorithm algorithm);

}  // namespace assay::test
