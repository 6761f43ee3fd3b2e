// In place of Botan's src/lib/hash/sha2_32/sha2_32.cpp: SHA-256 with eight rounds in a loop. All 64
// unrolled are 58 kB of machine code, which an engine makes at the first token, and which save
// 0.1 µs for each one.
#include <botan/internal/loadstor.h>
#include <botan/internal/rotate.h>
#include <botan/internal/sha2_32.h>

#include <array>

namespace Botan {
namespace {

constexpr size_t kRounds = 64;
using Schedule = std::array<uint32_t, kRounds>;

/// FIPS 180-4 §4.2.2
constexpr Schedule kConstants{
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

/// §6.2.2, step 1: the message schedule.
void expand(Schedule& w, const uint8_t* block) {
  for (size_t t = 0; t < 16; ++t) w[t] = load_be<uint32_t>(block, t);
  for (size_t t = 16; t < kRounds; ++t) {
    w[t] = sigma<17, 19, 10>(w[t - 2]) + w[t - 7] + sigma<7, 18, 3>(w[t - 15]) + w[t - 16];
  }
}

/// §6.2.2, step 3, without its moves of variables.
[[gnu::always_inline]] inline void round(uint32_t a, uint32_t b, uint32_t c, uint32_t& d,
                                         uint32_t e, uint32_t f, uint32_t g, uint32_t& h,
                                         uint32_t w) {
  h += rho<6, 11, 25>(e) + (g ^ (e & (f ^ g))) + w;
  d += h;
  h += rho<2, 13, 22>(a) + ((a & b) | (c & (a | b)));
}

void compress(uint32_t* digest, const uint8_t* block) {
  Schedule w;
  expand(w, block);
  uint32_t a = digest[0], b = digest[1], c = digest[2], d = digest[3];
  uint32_t e = digest[4], f = digest[5], g = digest[6], h = digest[7];
#pragma clang loop unroll(disable)
  for (size_t t = 0; t < kRounds; t += 8) {
    round(a, b, c, d, e, f, g, h, w[t] + kConstants[t]);
    round(h, a, b, c, d, e, f, g, w[t + 1] + kConstants[t + 1]);
    round(g, h, a, b, c, d, e, f, w[t + 2] + kConstants[t + 2]);
    round(f, g, h, a, b, c, d, e, w[t + 3] + kConstants[t + 3]);
    round(e, f, g, h, a, b, c, d, w[t + 4] + kConstants[t + 4]);
    round(d, e, f, g, h, a, b, c, w[t + 5] + kConstants[t + 5]);
    round(c, d, e, f, g, h, a, b, w[t + 6] + kConstants[t + 6]);
    round(b, c, d, e, f, g, h, a, w[t + 7] + kConstants[t + 7]);
  }
  const std::array<uint32_t, 8> sum{a, b, c, d, e, f, g, h};
  for (size_t i = 0; i < sum.size(); ++i) digest[i] += sum[i];
}

}  // namespace

void SHA_256::compress_digest(digest_type& digest, std::span<const uint8_t> input, size_t blocks) {
  for (size_t i = 0; i < blocks; ++i) {
    compress(digest.data(), input.data() + i * block_bytes);
  }
}

void SHA_256::compress_n(digest_type& digest, std::span<const uint8_t> input, size_t blocks) {
  compress_digest(digest, input, blocks);
}

/// §5.3.3
void SHA_256::init(digest_type& digest) {
  digest.assign({0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab,
                 0x5be0cd19});
}

std::string SHA_256::provider() const { return "base"; }
std::unique_ptr<HashFunction> SHA_256::new_object() const { return std::make_unique<SHA_256>(); }
std::unique_ptr<HashFunction> SHA_256::copy_state() const {
  return std::make_unique<SHA_256>(*this);
}
void SHA_256::add_data(std::span<const uint8_t> input) { m_md.update(input); }
void SHA_256::final_result(std::span<uint8_t> output) { m_md.final(output); }

void SHA_224::compress_n(digest_type& digest, std::span<const uint8_t> input, size_t blocks) {
  SHA_256::compress_digest(digest, input, blocks);
}

/// §5.3.2
void SHA_224::init(digest_type& digest) {
  digest.assign({0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31, 0x68581511, 0x64f98fa7,
                 0xbefa4fa4});
}

std::string SHA_224::provider() const { return "base"; }
std::unique_ptr<HashFunction> SHA_224::new_object() const { return std::make_unique<SHA_224>(); }
std::unique_ptr<HashFunction> SHA_224::copy_state() const {
  return std::make_unique<SHA_224>(*this);
}
void SHA_224::add_data(std::span<const uint8_t> input) { m_md.update(input); }
void SHA_224::final_result(std::span<uint8_t> output) { m_md.final(output); }

}  // namespace Botan
