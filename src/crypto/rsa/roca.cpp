#include "crypto/rsa/roca.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <vector>

// M. Nemec, M. Sys, P. Svenda, D. Klinec, V. Matyas, "The Return of Coppersmith's Attack", ACM CCS
// 2017: the library's primes are k M + (65537^a mod M), where M is the product of the first 39
// primes or more. So the modulus is a power of 65537 modulo each of the 39, with the same exponent.
namespace assay {
namespace {

constexpr std::uint32_t kGenerator = 65537;

/// The 38 odd primes of the 39. First those modulo which the fewest numbers are powers of 65537: 97
/// lets one modulus in 16 pass, so a sound one costs 1.07 divisions by a prime on average.
constexpr std::array<std::uint32_t, 38> kPrimes{
    97, 37, 79, 11, 61, 73, 127, 151, 13, 17, 19, 53,  71,  103, 107, 109, 157, 3,   5,
    7,  23, 29, 31, 41, 43, 47,  59,  67, 83, 89, 101, 113, 131, 137, 139, 149, 163, 167};

/// An exponent of 65537, known modulo the order of 65537.
struct Logarithm {
  std::uint32_t exponent;
  std::uint32_t order;
};

std::uint32_t remainder(std::span<const std::uint8_t> number, std::uint32_t prime) {
  std::uint32_t rest = 0;
  for (const std::uint8_t byte : number) rest = (rest << 8U | byte) % prime;
  return rest;
}

/// @return the logarithm of a residue; nothing where it is not a power of 65537
std::optional<Logarithm> logarithm(std::uint32_t residue, std::uint32_t prime) {
  std::optional<std::uint32_t> exponent;
  std::uint32_t power = 1;
  std::uint32_t order = 0;
  do {
    if (power == residue) exponent = order;
    power = power * kGenerator % prime;
    ++order;
  } while (power != 1);
  if (!exponent) return std::nullopt;
  return Logarithm{.exponent = *exponent, .order = order};
}

/// Chinese remainder theorem: all congruences have a common solution where each two of them agree
/// modulo the gcd of their orders.
bool agree(const Logarithm& a, const Logarithm& b) {
  const std::uint32_t shared = std::gcd(a.order, b.order);
  return a.exponent % shared == b.exponent % shared;
}

}  // namespace

bool has_roca_fingerprint(std::span<const std::uint8_t> modulus) {
  std::vector<Logarithm> found;
  for (const std::uint32_t prime : kPrimes) {
    const auto next = logarithm(remainder(modulus, prime), prime);
    if (!next) return false;
    if (!std::ranges::all_of(found, [&](const Logarithm& one) { return agree(one, *next); })) {
      return false;
    }
    found.push_back(*next);
  }
  return true;
}

}  // namespace assay
