#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/test_key.hpp"

namespace assay::test {

/// The time of every test that is not about time: 2027-01-15T08:00:00Z.
inline constexpr double kNow = 1'800'000'000;
inline constexpr std::string_view kIssuer = "https://auth.example.com/";
inline constexpr std::string_view kAudience = "https://mcp.example.com";

/// A JSON object to write. Names and values are JSON text, so that a test can write anything.
class Members {
 public:
  Members(std::initializer_list<std::pair<std::string, std::string>> members) : members_(members) {}

  /// The same with that member replaced, or added after the others.
  [[nodiscard]] Members with(std::string_view name, std::string_view json) const;
  [[nodiscard]] Members without(std::string_view name) const;
  /// The same with that member once more, whether it is there or not.
  [[nodiscard]] Members twice(std::string_view name, std::string_view json) const;
  [[nodiscard]] std::string json() const;

 private:
  std::vector<std::pair<std::string, std::string>> members_;
};

/// {"alg":"RS256","typ":"at+jwt","kid":"first"}
[[nodiscard]] const Members& good_header();
/// iss, aud, exp, sub, nbf, iat, jti, scope: all that is needed, all valid at kNow.
[[nodiscard]] const Members& good_claims();

/// Any two texts as a JWS compact serialization, signed.
[[nodiscard]] std::string sign_token(std::string_view header, std::string_view payload,
                                     const TestKey& key = first_key(),
                                     Algorithm algorithm = Algorithm::rs256);
[[nodiscard]] std::string token_of_header(const Members& header);
[[nodiscard]] std::string token_of_claims(const Members& claims);
[[nodiscard]] std::string good_token();

/// The text with its double quotes around it.
[[nodiscard]] std::string in_quotes(std::string_view text);
/// `{"keys":[…]}`
[[nodiscard]] std::string set_of(std::span<const std::string> jwks);
[[nodiscard]] std::string set_of(std::initializer_list<std::string> jwks);
/// The set with first_key() under the kid "first".
[[nodiscard]] const std::string& good_set();

}  // namespace assay::test
