#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "crypto/algorithm.hpp"
#include "base/error.hpp"

namespace assay {

namespace json {
class Value;
}

inline constexpr std::size_t kMinModulusBits = 2048;  // RFC 7518 §3.3
inline constexpr std::size_t kMaxModulusBits = 8192;  // bounds the work of one verification
/// RFC 8017 §3.1 asks for e ≥ 3; above this a key is slow and nobody's.
inline constexpr std::uint64_t kExponentLimit = std::uint64_t{1} << 33;

/// A key that can verify signatures, prepared once, when it is first needed: of the keys of a set
/// few are. Immutable to whoever uses it, so threads may share it.
class VerificationKey {
 public:
  virtual ~VerificationKey() = default;
  VerificationKey(const VerificationKey&) = delete;
  VerificationKey& operator=(const VerificationKey&) = delete;

  [[nodiscard]] virtual KeyType type() const noexcept = 0;
  /// The numbers or the secret: the same for two keys of a type where they are the same key.
  [[nodiscard]] virtual std::span<const std::uint8_t> identity() const noexcept = 0;

  /// Does now what the first verify() would do before it verifies.
  /// @return whether there is nothing about the key that shows only then; if there is, verify()
  ///         verifies nothing
  [[nodiscard]] virtual bool prepare() const = 0;

  /// Verifies a signature (RFC 7515 §5.2).
  /// @param algorithm one that takes keys of type()
  /// @param signing_input the bytes that were signed
  [[nodiscard]] virtual bool verify(Algorithm algorithm, std::string_view signing_input,
                                    std::span<const std::uint8_t> signature) const = 0;

 protected:
  VerificationKey() = default;
};

/// Makes an RSA public key of big-endian numbers. Leading zeros, which RFC 7518 §6.3.1.1 forbids
/// and some servers write, say nothing: the key is the same without them.
/// @return the key, or key_material, key_too_small, key_too_large, key_modulus_even, key_exponent,
///         key_weak
[[nodiscard]] Result<std::unique_ptr<const VerificationKey>> make_rsa_key(
    std::span<const std::uint8_t> modulus, std::span<const std::uint8_t> exponent);

/// A JWK (RFC 7517 §4) that may verify signatures.
struct Jwk {
  std::optional<std::string> key_id;     ///< "kid"
  std::optional<std::string> algorithm;  ///< "alg": the only one it may be used with
  std::unique_ptr<const VerificationKey> key;
};

/// Reads one JWK. RSA alone (and "oct" in a test build); "use" must be "sig" and "key_ops" hold
/// "verify" where they are present; numbers in canonical base64url: RFC 7517 §4.2, §4.3, RFC 7518
/// §6.3.1.
/// @return the key, or why it can't be used (a Reason that starts with key_)
[[nodiscard]] Result<Jwk> parse_jwk(json::Value jwk);

}  // namespace assay
