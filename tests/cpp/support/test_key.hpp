#pragma once

#include <botan/bigint.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "base/base64url.hpp"
#include "crypto/algorithm.hpp"

namespace assay::test {

/// base64url without padding: the encoding that decode_base64url() reads.
[[nodiscard]] std::string encode_base64url(std::string_view bytes);
[[nodiscard]] std::string encode_base64url(const Bytes& bytes);

/// An RSA key pair that signs without a random generator, so that the same tests run as
/// WebAssembly: PKCS#1 v1.5 needs no randomness, and PSS gets a fixed salt.
class TestKey {
 public:
  TestKey(std::string_view p, std::string_view q, std::uint64_t exponent = 65537);

  /// The signature of a JWS with that algorithm.
  [[nodiscard]] Bytes sign(Algorithm algorithm, std::string_view signing_input) const;
  /// RSASP1 (RFC 8017 §5.2.1): encoded^d mod n, as long as the modulus. For forgers, too.
  [[nodiscard]] Bytes power(const Bytes& encoded) const;

  [[nodiscard]] const Bytes& modulus() const noexcept { return n_; }
  [[nodiscard]] const Bytes& exponent() const noexcept { return e_; }
  /// The public key as a JWK. @param more further members, e.g. `"kid":"a","use":"sig"`
  [[nodiscard]] std::string jwk(std::string_view more = {}) const;
  /// The same primes under another public exponent.
  [[nodiscard]] TestKey with_exponent(std::uint64_t exponent) const;

 private:
  TestKey(Botan::BigInt p, Botan::BigInt q, std::uint64_t exponent);

  Botan::BigInt p_, q_, dp_, dq_, q_inverse_;
  Bytes n_, e_;
};

/// Two keys of 2048 bits and one of 1024. Their primes are public: they are in test_key.cpp.
[[nodiscard]] const TestKey& first_key();
[[nodiscard]] const TestKey& second_key();
[[nodiscard]] const TestKey& short_key();

/// EMSA-PKCS1-v1_5 (RFC 8017 §9.2). @param hash "SHA-256", "SHA-384" or "SHA-512"
[[nodiscard]] Bytes encode_pkcs1(std::string_view hash, std::string_view message, std::size_t size);
/// EMSA-PSS (RFC 8017 §9.1.1) for a modulus of 8·size bits, MGF1 with mgf_hash.
[[nodiscard]] Bytes encode_pss(std::string_view hash, std::string_view mgf_hash,
                               std::size_t salt_size, std::string_view message, std::size_t size);

/// The odd number 2^(bits-1) + 1, which has exactly that many bits, and any factors.
[[nodiscard]] Bytes odd_number(std::size_t bits);

}  // namespace assay::test
