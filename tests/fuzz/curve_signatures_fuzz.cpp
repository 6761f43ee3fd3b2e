// Fuzzes signatures by elliptic curves, against Botan: the input chooses a key and a signature that
// belongs to it, and what is changed then.
#include <botan/bigint.h>
#include <botan/ec_group.h>
#include <botan/ed25519.h>
#include <botan/hash.h>
#include <botan/system_rng.h>

#include <array>
#include <cstdlib>

#include "curve_reference.hpp"
#include "curves/edwards_reference.hpp"

namespace {

using assay::ec::Curve;
using assay::ec::test::Edwards25519;
using assay::fuzz::Bytes;
using assay::fuzz::Input;
using assay::fuzz::Question;
using Botan::BigInt;
using Scalar = Botan::EC_Scalar;

/// A number from 1 to n - 1: small, close to n, a power of two, or any.
BigInt take_scalar(Input& input, const BigInt& n) {
  const std::size_t choice = input.byte();
  BigInt number = 0;
  switch (choice % 4) {
    case 0:
      number = input.byte() + 1;
      break;
    case 1:
      number = n - 1 - input.byte();
      break;
    case 2:
      number = BigInt::power_of_2(input.number(16).to_u32bit() % n.bits());
      break;
    default:
      number = input.number(n.bits() + 64);
  }
  number %= n;
  return number == 0 ? BigInt(1) : number;
}

/// r and s for chosen multiples of G and of the key: r is the sum's x, s is r / v, and the digest
/// is u s. So the input reaches sums of equal and of opposite points.
Question sign_ecdsa(Input& input, Curve curve) {
  const auto group = Botan::EC_Group::from_name(assay::fuzz::botan_name(curve));
  const BigInt& n = group.get_order();
  const std::size_t size = assay::ec::coordinate_size(curve);
  const BigInt secret = take_scalar(input, n);
  const BigInt u = take_scalar(input, n);
  const BigInt v = take_scalar(input, n);
  std::vector<BigInt> scratch;
  const auto multiple = [&](const BigInt& number) {
    return Botan::EC_AffinePoint::g_mul(Scalar::from_bigint(group, number), Botan::system_rng(),
                                        scratch);
  };
  const BigInt sum = (u + v * secret) % n;
  // There is no signature where the sum is infinity: any r must be refused.
  BigInt r = sum == 0 ? take_scalar(input, n) : BigInt(multiple(sum).x_bytes()) % n;
  const BigInt s = r * Scalar::from_bigint(group, v).invert().to_bigint() % n;
  const auto key = multiple(secret).xy_bytes<Bytes>();
  Question made{curve, key, Bytes(size), Bytes(2 * size)};
  (u * s % n).serialize_to(made.text);
  r.serialize_to(std::span(made.signature).first(size));
  s.serialize_to(std::span(made.signature).subspan(size));
  if (assay::fuzz::ask(made) != (sum != 0)) std::abort();
  return made;
}

struct EdwardsPair {
  BigInt secret;
  Edwards25519::Point point;
};

/// A secret and its multiple of B, with a part of small order or without.
EdwardsPair take_pair(Input& input) {
  const auto& curve = Edwards25519::get();
  const Bytes seed = input.take(32);
  const Botan::Ed25519_PrivateKey botan(
      Botan::secure_vector<std::uint8_t>(seed.begin(), seed.end()));
  const auto hash = Botan::HashFunction::create_or_throw("SHA-512");
  hash->update(seed);
  auto half = hash->final_stdvec();
  half.resize(32);
  half[0] &= 0xF8;  // RFC 8032 §5.1.5
  half[31] = static_cast<std::uint8_t>((half[31] & 0x7F) | 0x40);
  const std::size_t choice = input.byte();
  const int small = choice < 0x80 ? 0 : static_cast<int>(choice % 8);
  return {Edwards25519::read(half),
          curve.add(*curve.decode(botan.get_public_key()), curve.small(small))};
}

/// R, and S = r + k a.
Question sign_ed25519(Input& input) {
  const auto& curve = Edwards25519::get();
  const EdwardsPair key = take_pair(input);
  const EdwardsPair nonce = take_pair(input);
  Question made{Curve::ed25519, curve.encode(key.point), input.take(input.byte()),
                curve.encode(nonce.point)};
  const auto hash = Botan::HashFunction::create_or_throw("SHA-512");
  hash->update(made.signature);
  hash->update(made.key);
  hash->update(made.text);
  const BigInt k = Edwards25519::read(hash->final_stdvec()) % curve.order();
  made.signature.resize(64);
  Edwards25519::write((nonce.secret + k * key.secret) % curve.order(),
                      std::span(made.signature).subspan(32));
  assay::fuzz::ask(made);
  return made;
}

void flip_bit(Bytes& bytes, std::size_t bit) {
  if (bytes.empty()) return;
  auto& byte = bytes[bit / 8 % bytes.size()];
  byte = static_cast<std::uint8_t>(byte ^ 1U << bit % 8);
}

/// Overwrites a half of the signature: with the order plus or minus a few, with what has the same
/// remainder, with the negative, or with bytes of the input.
void replace_half(Input& input, Question& question) {
  const bool is_edwards = question.curve == Curve::ed25519;
  const BigInt n =
      is_edwards ? Edwards25519::get().order()
                 : Botan::EC_Group::from_name(assay::fuzz::botan_name(question.curve)).get_order();
  const std::size_t size = question.signature.size() / 2;
  const auto half = std::span(question.signature).subspan(input.byte() % 2 * size, size);
  const BigInt old = is_edwards ? Edwards25519::read(half) : BigInt(half.data(), size);
  const std::array<BigInt, 4> numbers{n + input.byte() % 4 - 2, old + n, n - old % n,
                                      input.number(8 * size)};
  const BigInt& chosen = numbers[input.byte() % 4];
  if (chosen.bytes() > size) return;
  if (is_edwards) {
    Edwards25519::write(chosen, half);
  } else {
    chosen.serialize_to(half);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Input input({data, size});
  const auto curve = static_cast<Curve>(1 + input.byte() % 4);
  Question question = curve == Curve::ed25519 ? sign_ed25519(input) : sign_ecdsa(input, curve);
  const std::size_t what = input.byte() % 4;
  if (what == 0) {
    replace_half(input, question);
  } else {
    Bytes& part = what == 1 ? question.key : what == 2 ? question.text : question.signature;
    flip_bit(part, input.number(16).to_u32bit());
  }
  assay::fuzz::ask(question);
  return 0;
}
