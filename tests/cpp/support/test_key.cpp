#include "support/test_key.hpp"

#include <botan/hash.h>
#include <botan/hex.h>
#include <botan/numthry.h>

#include <utility>

namespace assay::test {
namespace {

struct Primes {
  std::string_view p;
  std::string_view q;
};

// TEST KEYS, made for this file and published with it. They protect nothing. p - 1 and q - 1 have
// no factor in common with 3, 65537 and 2^33 - 1, so each of these can be the public exponent.
constexpr Primes kFirst{
    "e950349ef665aa6a410a535c6116a44eab20f43cb8cbe5284a97f96d8b1fbca12148d66fe77f7d438b91fc28"
    "c509d6dd72c3410c7d64b4beb6879b3ffcb25b58bb0c01679b57b3abfbc58511e787da4797703088d270dcc7"
    "362165c31b853b09948be174198783d2ce2e18f7e571f2d91fbbfcb632dc1e597b7d2a7d2856d4e1",
    "d1c37c1709e961cf1027d60b77091571a9f2aa5e9b8b1fc1dca60d15511569959d6b3115eea36ed3e453b6a2"
    "7eee981c277a1b09be85ba10af0bcb4c6899a83cb0d8ce10beaca881db9b267b739d957e1a8f5bbb25652191"
    "8584873f2335acc0f410f409352a6b7d015915abe8df2e4a0c3db8238087599f583d48b2f2b49e09"};
constexpr Primes kSecond{
    "eaa67dcdf0d8d9cd8a812f914ae07e009e62abee5d8dcf9d90c2085a4ca26ff3e26a8142057c9b09eb287e23"
    "2e77b6e334ed0083d5f24ca396e8ae25181d8170b1678740790ae9faed8831cb9f244d8cf2f97b24f8e40a74"
    "bb93b1b43525bb0087936571247759b642ab88a9f34f0d4822870b4ef852d87590732dee6888a447",
    "f295f5de4ee169d6358efc2ddb6e1275d908034be619ae04fbfcd5cf8da573ed8381c0c5ccec3ab7af7894a8"
    "76f12d44714c91b65c5f5981e684b7982a679e87e36bc48ed6a2ac3b8c541f7ef56ff274daea7b8b280d1058"
    "105b5220d0aebe859ea69c8866bd18b0911baad5dc856a4a9215acef4378c1c5175c1d6bc0ff0f7b"};
constexpr Primes kShort{
    "c8dd5c66d7d2eb072c9fe508773d93e18afc264ba5c098433380884a12f62850774e7181a087d4d17b87ac93"
    "b67d842b76f03a15a98d8dbd1ab7c1918622d539",
    "f1aa8d6b3063ae1ff2888b8cb695756b053a516204c8302ebc1be7e823d4c6bb4690fb0ff6568fff3f666184"
    "2532fc5d9e28889b78c82eda2909a75acba02bf9"};

Botan::BigInt from_hex(std::string_view hex) {
  return Botan::BigInt(Botan::hex_decode(hex.data(), hex.size()));
}

Bytes to_bytes(const Botan::BigInt& number, std::size_t size) {
  Bytes bytes(size);
  number.serialize_to(bytes);
  return bytes;
}

Bytes digest(std::string_view hash, const Bytes& bytes) {
  const auto function = Botan::HashFunction::create_or_throw(hash);
  function->update(bytes);
  return function->final_stdvec();
}

/// DER of DigestInfo up to the digest: RFC 8017 §9.2, note 1.
Bytes digest_info(std::string_view hash) {
  if (hash == "SHA-256") return Botan::hex_decode("3031300d060960864801650304020105000420");
  if (hash == "SHA-384") return Botan::hex_decode("3041300d060960864801650304020205000430");
  return Botan::hex_decode("3051300d060960864801650304020305000440");
}

/// XORs the data with the MGF1 mask of the seed (RFC 8017 §B.2.1).
void mask(std::string_view hash, const Bytes& seed, Bytes& data) {
  std::size_t done = 0;
  for (std::uint8_t counter = 0; done < data.size(); ++counter) {
    Bytes input = seed;
    input.insert(input.end(), {0, 0, 0, counter});
    for (const std::uint8_t byte : digest(hash, input)) {
      if (done < data.size()) data[done++] ^= byte;
    }
  }
}

}  // namespace

std::string encode_base64url(const Bytes& bytes) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text;
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const std::uint8_t byte : bytes) {
    bits = bits << 8U | byte;
    for (held += 8; held >= 6; held -= 6) text += kAlphabet[bits >> (held - 6) & 63U];
  }
  if (held != 0) text += kAlphabet[bits << (6 - held) & 63U];
  return text;
}

std::string encode_base64url(std::string_view bytes) {
  return encode_base64url(Bytes(bytes.begin(), bytes.end()));
}

TestKey::TestKey(std::string_view p, std::string_view q, std::uint64_t exponent)
    : TestKey(from_hex(p), from_hex(q), exponent) {}

TestKey::TestKey(Botan::BigInt p, Botan::BigInt q, std::uint64_t exponent)
    : p_(std::move(p)), q_(std::move(q)) {
  const Botan::BigInt e = Botan::BigInt::from_u64(exponent);
  dp_ = Botan::inverse_mod(e, p_ - 1);
  dq_ = Botan::inverse_mod(e, q_ - 1);
  q_inverse_ = Botan::inverse_mod(q_, p_);
  const Botan::BigInt n = p_ * q_;
  n_ = to_bytes(n, n.bytes());
  e_ = to_bytes(e, e.bytes());
}

TestKey TestKey::with_exponent(std::uint64_t exponent) const { return {p_, q_, exponent}; }

Bytes TestKey::power(const Bytes& encoded) const {
  const Botan::BigInt m(encoded);
  const Botan::BigInt a = Botan::power_mod(m % p_, dp_, p_);
  const Botan::BigInt b = Botan::power_mod(m % q_, dq_, q_);
  const Botan::BigInt h = q_inverse_ * (a + p_ * 2 - b % p_) % p_;
  return to_bytes(b + h * q_, n_.size());
}

Bytes TestKey::sign(Algorithm algorithm, std::string_view signing_input) const {
  const std::string_view name = info(algorithm).name;
  const std::string hash = "SHA-" + std::string(name.substr(2));
  if (name.starts_with("RS")) return power(encode_pkcs1(hash, signing_input, n_.size()));
  const std::size_t salt_size = digest(hash, {}).size();
  return power(encode_pss(hash, hash, salt_size, signing_input, n_.size()));
}

std::string TestKey::jwk(std::string_view more) const {
  std::string text =
      R"({"kty":"RSA","n":")" + encode_base64url(n_) + R"(","e":")" + encode_base64url(e_) + '"';
  if (!more.empty()) text.append(",").append(more);
  return text + '}';
}

Bytes encode_pkcs1(std::string_view hash, std::string_view message, std::size_t size) {
  Bytes tail = digest_info(hash);
  const Bytes hashed = digest(hash, Bytes(message.begin(), message.end()));
  tail.insert(tail.end(), hashed.begin(), hashed.end());
  Bytes encoded(size, 0xFF);
  encoded[0] = 0;
  encoded[1] = 1;
  encoded[size - tail.size() - 1] = 0;
  std::copy(tail.begin(), tail.end(), encoded.end() - static_cast<std::ptrdiff_t>(tail.size()));
  return encoded;
}

Bytes encode_pss(std::string_view hash, std::string_view mgf_hash, std::size_t salt_size,
                 std::string_view message, std::size_t size) {
  constexpr std::uint8_t kSaltByte = 0xA5;
  const Bytes salt(salt_size, kSaltByte);
  Bytes input(8, 0);
  const Bytes hashed = digest(hash, Bytes(message.begin(), message.end()));
  input.insert(input.end(), hashed.begin(), hashed.end());
  input.insert(input.end(), salt.begin(), salt.end());
  const Bytes h = digest(hash, input);

  Bytes encoded(size - h.size() - 1 - salt.size() - 1, 0);
  encoded.push_back(1);
  encoded.insert(encoded.end(), salt.begin(), salt.end());
  mask(mgf_hash, h, encoded);
  encoded[0] &= 0x7FU;  // emBits is one less than the bits of the modulus
  encoded.insert(encoded.end(), h.begin(), h.end());
  encoded.push_back(0xBC);
  return encoded;
}

Bytes odd_number(std::size_t bits) {
  Bytes number((bits + 7) / 8, 0);
  number.front() = static_cast<std::uint8_t>(1U << ((bits - 1) % 8));
  number.back() |= 1U;
  return number;
}

const TestKey& first_key() {
  static const TestKey key(kFirst.p, kFirst.q);
  return key;
}
const TestKey& second_key() {
  static const TestKey key(kSecond.p, kSecond.q);
  return key;
}
const TestKey& short_key() {
  static const TestKey key(kShort.p, kShort.q);
  return key;
}

}  // namespace assay::test
