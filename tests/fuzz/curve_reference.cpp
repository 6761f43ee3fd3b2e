#include "curve_reference.hpp"

#include <botan/ec_group.h>
#include <botan/ecdsa.h>
#include <botan/ed25519.h>
#include <botan/hash.h>
#include <botan/pubkey.h>

#include <cstdlib>
#include <optional>

#include "crypto/ec/comb_cache.hpp"
#include "curves/edwards_reference.hpp"

namespace assay::fuzz {
namespace {

using Botan::BigInt;
using ec::Curve;
using ec::Handle;
using ec::test::Edwards25519;

constexpr Handle kAnyKey = 1;

/// What is expected of a question.
struct Expected {
  Handle handle = ec::kInvalidPoint;  ///< kAnyKey: some key
  bool verifies = false;
};

bool has_small_order(const Bytes& encoded) {
  const auto& curve = Edwards25519::get();
  for (int i = 0; i < 8; ++i) {
    if (curve.encode(curve.small(i)) == encoded) return true;
  }
  return false;
}

Expected expect_ed25519(const Question& question) {
  const auto& [curve, key, message, signature] = question;
  if (key.size() != 32 || !Edwards25519::get().decode(key)) return {};
  if (has_small_order(key)) return {.handle = ec::kSmallOrder};
  if (signature.size() != 64) return {.handle = kAnyKey};
  const Botan::Ed25519_PublicKey botan(key);
  Botan::PK_Verifier verifier(botan, "Pure");
  const bool is_weak = has_small_order(Bytes(signature.begin(), signature.begin() + 32));
  return {kAnyKey, verifier.verify_message(message, signature) && !is_weak};
}

/// Botan takes the leftmost bits of a digest, as many as the order has.
Bytes digest_for_botan(const Botan::EC_Group& group, std::size_t size, const Bytes& digest) {
  const BigInt number = BigInt(digest.data(), digest.size()) % group.get_order();
  Bytes bytes(size);
  // By a product: Botan 3.7.1 writes to a null pointer at BigInt(0) << 0.
  (number * BigInt::power_of_2(8 * size - group.get_order_bits())).serialize_to(bytes);
  return bytes;
}

Expected expect_ecdsa(const Question& question) {
  const auto& [curve, key, digest, signature] = question;
  const std::size_t size = ec::coordinate_size(curve);
  if (key.size() != 2 * size) return {};
  const auto group = Botan::EC_Group::from_name(botan_name(curve));
  Bytes encoded{4};  // uncompressed
  encoded.insert(encoded.end(), key.begin(), key.end());
  const auto point = Botan::EC_AffinePoint::deserialize(group, encoded);
  if (!point) return {};
  if (signature.size() != 2 * size || digest.size() > size) return {.handle = kAnyKey};
  const Botan::ECDSA_PublicKey botan(group, *point);
  Botan::PK_Verifier verifier(botan, "Raw");
  return {kAnyKey, verifier.verify_message(digest_for_botan(group, size, digest), signature)};
}

/// What ec::verify() takes for a digest.
Bytes digest_of(const Question& question) {
  if (question.curve != Curve::ed25519) return question.text;
  const auto hash = Botan::HashFunction::create_or_throw("SHA-512");
  hash->update(
      std::span(question.signature).first(std::min<std::size_t>(question.signature.size(), 32)));
  hash->update(question.key);
  hash->update(question.text);
  Bytes digest(hash->output_length());
  hash->final(digest);
  return digest;
}

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

bool ask(const Question& question) {
  const Expected expected =
      question.curve == Curve::ed25519 ? expect_ed25519(question) : expect_ecdsa(question);
  const Bytes digest = digest_of(question);
  const Handle key = ec::prepare(question.curve, question.key);
  require(expected.handle == kAnyKey ? key > 0 : key == expected.handle);
  for (int use = 0; use <= ec::kUsesWithoutComb; ++use) {
    require(ec::verify(key, digest, question.signature) == expected.verifies);
  }
  ec::forget(key);
  require(!ec::verify(key, digest, question.signature));
  return expected.verifies;
}

const char* botan_name(Curve curve) {
  switch (curve) {
    case Curve::p256:
      return "secp256r1";
    case Curve::p384:
      return "secp384r1";
    case Curve::p521:
      return "secp521r1";
    case Curve::ed25519:
      break;
  }
  std::abort();
}

}  // namespace assay::fuzz
