#pragma once

#include "crypto/ec/curve_keys.hpp"
#include "input.hpp"

namespace assay::fuzz {

/// A key and a signature, in any bytes.
struct Question {
  ec::Curve curve{};
  Bytes key{};        ///< as ec::prepare() takes it
  Bytes text{};       ///< the digest; of Ed25519 the message
  Bytes signature{};  ///< as ec::verify() takes it
};

/// Asks crypto/ec: by wNAF at first, then by the key's comb, then with the key forgotten. Aborts
/// unless the answers are those of Botan's ECDSA and Ed25519. On Ed25519 the rule is ours: the key
/// in canonical form, and neither key nor R of small order.
/// @return whether the signature verifies
bool ask(const Question& question);

/// The name of a curve of ECDSA in Botan.
[[nodiscard]] const char* botan_name(ec::Curve curve);

}  // namespace assay::fuzz
