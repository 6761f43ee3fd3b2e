#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/base64url.hpp"
#include "crypto/algorithm.hpp"
#include "crypto/ec/curve_keys.hpp"

namespace assay::test {

/// A curve of ECDSA, by the names that published vectors give it, and the JWS algorithm on it.
struct CurveName {
  std::string_view nist;
  std::string_view botan;
  std::string_view hash;  ///< the only one that JWS has for this curve (RFC 7518 §3.4)
  ec::Curve curve;
  Algorithm algorithm;
};

/// @param name NIST's or Botan's @return null: no JWS algorithm uses that curve
[[nodiscard]] const CurveName* find_curve(std::string_view name);

/// A signature and its verdict, from a published set.
struct CurveSignature {
  std::string name{};
  Algorithm algorithm{};
  Bytes x{}, y{};
  Bytes message{};
  Bytes signature{};
  bool valid = false;
};

struct CurveCounts {
  int accepted = 0;                     ///< valid
  int refused = 0;                      ///< invalid
  std::map<std::string, int> left_out;  ///< by reason
};

inline constexpr auto kOtherCurve = "curve that no JWS algorithm names";
inline constexpr auto kOtherCurveHash = "hash that no JWS algorithm has with this curve";

/// The curve, where JWS has it with this hash. Null: counted as left out.
[[nodiscard]] const CurveName* choose(std::string_view curve, std::string_view hash,
                                      CurveCounts& counts);

/// A number in full length, as JWS and JWK have it (RFC 7518 §3.4, §6.2.1.2): as many bytes as a
/// coordinate takes. A number that needs more keeps them.
[[nodiscard]] Bytes full_length(std::string_view hex, const CurveName& curve);

/// Whether it is a key: make_curve_key() and its prepare(). Fails the test where a key is refused
/// for another reason than key_material.
[[nodiscard]] bool is_key(Algorithm algorithm, const Bytes& x, const Bytes& y);

/// Verifies with make_curve_key() and its verify(), fails the test unless the verdict agrees, and
/// counts it.
void judge(const CurveSignature& each, CurveCounts& counts);

/// Fails the test unless the counts agree.
void expect_counts(const CurveCounts& counts, const CurveCounts& expected);

}  // namespace assay::test
