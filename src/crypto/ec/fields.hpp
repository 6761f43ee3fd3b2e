#pragma once

#include "crypto/ec/words.hpp"

/// The prime fields of the curves: what columns.hpp and element.hpp need to know of each.
///
/// kLimbs limbs of kBits bits hold a number. Of NIST's fields, p = -1 modulo 2^32: so each step of
/// a Montgomery reduction adds the lowest limb times p + 1, whose few powers of two make that a few
/// shifts.
namespace assay::ec {

/// sign × 2^exponent
struct Term {
  int exponent;
  int sign;
};

/// p = 2^256 - 2^224 + 2^192 + 2^96 - 1 (SP 800-186 §3.2.1.3)
struct P256Field {
  static constexpr int kLength = 256;
  static constexpr int kLimbs = 9;
  static constexpr int kBits = 29;
  static constexpr bool kFusesProducts = true;
  static constexpr std::size_t kWords = 8;
  static constexpr Words<8> kPrime{~0U, ~0U, ~0U, 0, 0, 0, 1, ~0U};
  static constexpr std::array<Term, 4> kPrimePlusOne{{{96, 1}, {192, 1}, {224, -1}, {256, 1}}};
};

/// p = 2^384 - 2^128 - 2^96 + 2^32 - 1 (SP 800-186 §3.2.1.4)
struct P384Field {
  static constexpr int kLength = 384;
  static constexpr int kLimbs = 14;
  static constexpr int kBits = 28;
  static constexpr bool kFusesProducts = false;
  static constexpr std::size_t kWords = 12;
  static constexpr Words<12> kPrime{~0U, 0, 0, ~0U, ~0U - 1, ~0U, ~0U, ~0U, ~0U, ~0U, ~0U, ~0U};
  static constexpr std::array<Term, 4> kPrimePlusOne{{{32, 1}, {96, -1}, {128, -1}, {384, 1}}};
};

/// p = 2^521 - 1 (SP 800-186 §3.2.1.5)
struct P521Field {
  static constexpr int kLength = 521;
  static constexpr int kLimbs = 19;
  static constexpr int kBits = 28;
  static constexpr bool kFusesProducts = false;
  static constexpr std::size_t kWords = 17;
  static constexpr Words<17> kPrime{~0U, ~0U, ~0U, ~0U, ~0U, ~0U, ~0U, ~0U, ~0U,
                                    ~0U, ~0U, ~0U, ~0U, ~0U, ~0U, ~0U, 511};
  static constexpr std::array<Term, 1> kPrimePlusOne{{{521, 1}}};
};

/// p = 2^255 - 19 (RFC 8032 §5.1). Not in Montgomery form: what is above 2^255 is folded down.
struct Field25519 {
  static constexpr int kLength = 255;
  static constexpr int kLimbs = 9;
  static constexpr int kBits = 29;
  static constexpr bool kFusesProducts = true;
  static constexpr std::size_t kWords = 8;
  static constexpr Words<8> kPrime{0U - 19, ~0U, ~0U, ~0U, ~0U, ~0U, ~0U, ~0U >> 1};
  static constexpr int kFold = 19;  ///< 2^255 modulo p
};

template <class F>
concept Folds = requires {
  F::kFold;
};

}  // namespace assay::ec
