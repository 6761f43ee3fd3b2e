// Fuzzes the RSA public operation against Botan's power_mod: the first bytes choose the modulus'
// length and the exponent, the rest is modulus and operand.
#include <botan/bigint.h>
#include <botan/numthry.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "crypto/rsa/dot/montgomery.hpp"
#include "crypto/rsa/fma/fma_montgomery.hpp"
#include "crypto/rsa/rsa_montgomery_op.hpp"
#include "input.hpp"

namespace {

using assay::fuzz::Input;
using Botan::BigInt;

std::vector<std::uint8_t> to_bytes(const BigInt& number, std::size_t size) {
  std::vector<std::uint8_t> bytes(size);
  number.serialize_to(bytes);
  return bytes;
}

struct Case {
  const BigInt& modulus;
  std::uint64_t exponent;
  const BigInt& operand;
  const BigInt& other;
};

template <class Arithmetic>
void check(const Case& given) {
  const std::size_t bytes = given.modulus.bytes();
  const assay::RsaMontgomeryOp<Arithmetic> operation(to_bytes(given.modulus, bytes),
                                                     given.exponent);
  const auto signature = to_bytes(given.operand, bytes);
  std::vector<std::uint8_t> result(bytes);
  if (!operation.apply(signature, result)) std::abort();
  const BigInt expected = Botan::power_mod(given.operand, BigInt(given.exponent), given.modulus);
  if (BigInt(result.data(), bytes) != expected) std::abort();
  if (!operation.yields(signature, result)) std::abort();
  const bool yields_other = operation.yields(signature, to_bytes(given.other, bytes));
  if (yields_other != (given.other == expected)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kMinBits = 2048;
  constexpr std::size_t kMaxBits = 8192;
  Input input({data, size});
  const std::size_t bits = kMinBits + input.number(16).to_u32bit() % (kMaxBits - kMinBits + 1);
  const std::uint64_t exponent = (input.number(32).to_u32bit() | 1U) + 2ULL;
  BigInt modulus = input.number(bits);
  modulus.set_bit(bits - 1);
  modulus.set_bit(0);
  const BigInt operand = input.number(bits) % modulus;

  const BigInt other = input.number(bits) % modulus;
  const Case given{modulus, exponent, operand, other};
  check<assay::Montgomery>(given);
  check<assay::FmaMontgomery>(given);
  return 0;
}
