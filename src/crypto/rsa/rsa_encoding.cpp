#include "crypto/rsa/rsa_encoding.hpp"

#include <algorithm>
#include <array>

namespace assay {
namespace {

/// DER of DigestInfo up to the digest: RFC 8017 §9.2, note 1.
constexpr std::size_t kPrefixSize = 19;
struct DigestInfo {
  std::string_view hash;
  std::array<std::uint8_t, kPrefixSize> prefix;
};
constexpr std::array<DigestInfo, 3> kDigestInfos{{
    {"SHA-256",
     {0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01,
      0x05, 0x00, 0x04, 0x20}},
    {"SHA-384",
     {0x30, 0x41, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02,
      0x05, 0x00, 0x04, 0x30}},
    {"SHA-512",
     {0x30, 0x51, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03,
      0x05, 0x00, 0x04, 0x40}},
}};

constexpr std::size_t kMinPadding = 8;
constexpr std::uint8_t kPssTrailer = 0xBC;

bool all_equal(std::span<const std::uint8_t> bytes, std::uint8_t value) {
  return std::ranges::all_of(bytes, [=](std::uint8_t byte) { return byte == value; });
}

/// XORs the bytes with the MGF1 mask of the seed (RFC 8017 §B.2.1).
void unmask(std::span<std::uint8_t> bytes, std::span<const std::uint8_t> seed,
            Botan::HashFunction& hash) {
  std::vector<std::uint8_t> mask(hash.output_length());
  for (std::uint32_t counter = 0; !bytes.empty(); ++counter) {
    hash.update(seed);
    hash.update_be(counter);
    hash.final(mask);
    const std::size_t size = std::min(mask.size(), bytes.size());
    for (std::size_t i = 0; i < size; ++i) bytes[i] ^= mask[i];
    bytes = bytes.subspan(size);
  }
}

}  // namespace

std::optional<std::vector<std::uint8_t>> pkcs1v15_encoding(std::span<const std::uint8_t> digest,
                                                           std::string_view hash,
                                                           std::size_t size) {
  const auto* info = std::ranges::find(kDigestInfos, hash, &DigestInfo::hash);
  if (info == kDigestInfos.end() || digest.size() != info->prefix.back()) return std::nullopt;
  const std::size_t tail = 1 + kPrefixSize + digest.size();  // 00, DigestInfo
  if (size < 2 + kMinPadding + tail) return std::nullopt;

  std::vector<std::uint8_t> message(size, 0xFF);
  message[0] = 0;
  message[1] = 1;
  auto* const end = message.data() + size;
  *(end - tail) = 0;
  std::ranges::copy(info->prefix, end - tail + 1);
  std::ranges::copy(digest, end - digest.size());
  return message;
}

bool is_pss_encoding(std::span<std::uint8_t> message, std::size_t modulus_bits,
                     std::span<const std::uint8_t> digest, Botan::HashFunction& hash) {
  const std::size_t bits = modulus_bits - 1;  // emBits: §8.1.2, step 2c
  if (bits % 8 == 0) {
    if (message.front() != 0) return false;  // the message representative has emLen + 1 octets
    message = message.subspan(1);
  }
  const std::size_t hash_size = digest.size();
  const std::size_t salt_size = hash_size;
  if (message.size() < hash_size + salt_size + 2 || message.back() != kPssTrailer) return false;

  const auto masked = message.first(message.size() - hash_size - 1);
  const auto h = message.subspan(masked.size(), hash_size);
  const auto unused_bits = static_cast<unsigned>(8 * message.size() - bits);
  const auto used = static_cast<std::uint8_t>(0xFFU >> unused_bits);
  if ((masked.front() & ~used) != 0) return false;
  unmask(masked, h, hash);
  masked.front() &= used;

  const auto padding = masked.first(masked.size() - salt_size - 1);
  const auto salt = masked.last(salt_size);
  if (!all_equal(padding, 0) || masked[padding.size()] != 1) return false;

  constexpr std::array<std::uint8_t, 8> kZeros{};
  hash.update(kZeros);
  hash.update(digest);
  hash.update(salt);
  std::vector<std::uint8_t> expected(hash_size);
  hash.final(expected);
  return std::ranges::equal(h, expected);
}

}  // namespace assay
