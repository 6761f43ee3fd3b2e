#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "base/base64url.hpp"
#include "crypto/algorithm.hpp"

namespace assay::test {

/// A signature and its verdict, from a published set.
struct SignatureCase {
  std::string name{};
  Bytes modulus{};
  Bytes exponent{};
  Padding padding = Padding::none;
  std::string hash{};           ///< "SHA-256"
  std::size_t salt_length = 0;  ///< of PSS, in bytes
  Bytes message{};
  Bytes signature{};
  bool valid = false;
};

struct SignatureCounts {
  int accepted = 0;                     ///< valid
  int refused = 0;                      ///< invalid
  int other_salt = 0;                   ///< valid with a salt that RFC 7518 §3.5 forbids: refused
  std::map<std::string, int> left_out;  ///< by reason
  bool operator==(const SignatureCounts&) const = default;
};

inline constexpr auto kSmallKey = "key of fewer than 2048 bits (RFC 7518 §3.3)";
inline constexpr auto kOtherHash = "hash that no JWS algorithm names";
inline constexpr auto kOtherPadding = "padding that no JWS algorithm names";

/// Verifies with make_rsa_key() and its verify(), fails the test unless the verdict agrees, and
/// counts it.
void judge(const SignatureCase& each, SignatureCounts& counts);

/// The bytes of hexadecimal digits, also of an odd count, without leading zeros.
[[nodiscard]] Bytes number_of(std::string_view hex);

using Fields = std::map<std::string, std::string, std::less<>>;

/// Reads lines "name = value" and "[section]", which becomes the field "[".
/// @param ends whether a line of this name ends a record
/// @param record called at the end of each record, with the newest value of each name
void read_records(const std::string& text, const std::function<bool(std::string_view)>& ends,
                  const std::function<void(const Fields&)>& record);

}  // namespace assay::test
