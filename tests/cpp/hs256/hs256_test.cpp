// HS256 in the build that has it: the seed's case, and the confusion with RSA (ATTACKS 2).
#include <botan/mac.h>
#include <gtest/gtest.h>

#include <string>

#include "support/verdict.hpp"

namespace assay::test {
namespace {

const std::string& secret() {
  static const std::string bytes(32, 's');
  return bytes;
}

std::string oct_jwk(std::string_view more, std::string_view key = secret()) {
  return R"({"kty":"oct","k":")" + encode_base64url(key) + "\"," + std::string(more) + "}";
}

/// The good claims with an HMAC by any bytes as its key.
std::string hs256_token(std::string_view key, const Members& header = good_header()) {
  const std::string input = encode_base64url(header.with("alg", R"("HS256")").json()) + '.' +
                            encode_base64url(good_claims().json());
  const auto mac = Botan::MessageAuthenticationCode::create_or_throw("HMAC(SHA-256)");
  mac->set_key(as_bytes(key), key.size());
  mac->update(input);
  return input + '.' + encode_base64url(mac->final_stdvec());
}

Policy policy_for(std::vector<Algorithm> algorithms) {
  Policy policy = good_policy();
  policy.algorithms = std::move(algorithms);
  return policy;
}

/// DER by hand: RSAPublicKey (RFC 8017 §A.1.1) within SubjectPublicKeyInfo (RFC 5280 §4.1).
std::string der(std::uint8_t tag, const std::string& content) {
  std::string text(1, static_cast<char>(tag));
  if (content.size() > 127) {
    text += '\x82';
    text += static_cast<char>(content.size() >> 8U);
  }
  text += static_cast<char>(content.size() & 0xFFU);
  return text + content;
}

std::string public_key_der() {
  const std::string n(as_text(first_key().modulus()));
  const std::string e(as_text(first_key().exponent()));
  const std::string rsa = der(0x30, der(0x02, '\0' + n) + der(0x02, e));
  const std::string oid("\x30\x0D\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x01\x01\x05\x00", 15);
  return der(0x30, oid + der(0x03, '\0' + rsa));
}

/// As base64 with lines of 64 characters.
std::string public_key_pem(bool final_newline) {
  std::string base64 = encode_base64url(public_key_der());
  for (char& c : base64) {
    if (c == '-') c = '+';
    if (c == '_') c = '/';
  }
  while (base64.size() % 4 != 0) base64 += '=';
  std::string pem = "-----BEGIN PUBLIC KEY-----\n";
  for (std::size_t i = 0; i < base64.size(); i += 64) pem += base64.substr(i, 64) + '\n';
  return pem + "-----END PUBLIC KEY-----" + (final_newline ? "\n" : "");
}

TEST(Hs256, SeedAcceptsAValidToken) {
  const Gate gate(policy_for({Algorithm::hs256}), set_of({oct_jwk(R"("kid":"first")")}));
  EXPECT_TRUE(accepted(gate(hs256_token(secret()))));
  EXPECT_TRUE(accepted(gate(hs256_token(secret()), {"tools:read"})));
}

TEST(Hs256, RefusesAnotherSecretAndAChangedSignature) {
  const Gate gate(policy_for({Algorithm::hs256}), set_of({oct_jwk(R"("kid":"first")")}));
  EXPECT_TRUE(invalid(gate(hs256_token(std::string(32, 't'))), Reason::signature_mismatch));
  std::string token = hs256_token(secret());
  const std::size_t begin = token.rfind('.') + 1;
  EXPECT_TRUE(invalid(gate(token.substr(0, begin)), Reason::signature_mismatch)) << "empty";
  const Bytes mac = *decode_base64url(std::string_view(token).substr(begin));
  for (std::size_t size = 1; size < mac.size(); ++size) {
    const Bytes cut(mac.begin(), mac.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_TRUE(
        invalid(gate(token.substr(0, begin) + encode_base64url(cut)), Reason::signature_mismatch))
        << size;
  }
}

TEST(Hs256, IsNotOnTheDefaultAllowList) {
  const Gate gate(good_policy(), set_of({oct_jwk(R"("kid":"first")")}));
  EXPECT_TRUE(invalid(gate(hs256_token(secret())), Reason::alg_not_allowed));
}

TEST(Hs256, Rfc7518_3_2_NeedsASecretOf32Bytes) {
  const auto reason_of = [](std::size_t size) {
    return must(JwkSet::parse(set_of({oct_jwk(R"("kid":"a")", std::string(size, 's'))})))
        .report()[0]
        .left_out;
  };
  EXPECT_EQ(reason_of(31), Reason::key_too_small);
  EXPECT_EQ(reason_of(0), Reason::key_too_small);
  EXPECT_EQ(reason_of(32), std::nullopt);
}

TEST(AlgorithmConfusion, Cve2016_10555_AnRsaKeyIsNoSecret) {
  // The worst case: a verifier that allows both algorithms.
  const Gate gate(policy_for({Algorithm::rs256, Algorithm::hs256}), good_set());
  EXPECT_TRUE(accepted(gate(good_token())));
  const std::string n(as_text(first_key().modulus()));
  for (const std::string& key : {public_key_pem(true), public_key_pem(false), public_key_der(),
                                 first_key().jwk(R"("kid":"first")"), first_key().jwk(), n,
                                 '\0' + n, encode_base64url(n), good_set(), std::string()}) {
    EXPECT_TRUE(invalid(gate(hs256_token(key)), Reason::key_type_mismatch));
    EXPECT_TRUE(
        invalid(gate(hs256_token(key, good_header().without("kid"))), Reason::key_not_found));
  }
}

TEST(AlgorithmConfusion, ASecretIsNoRsaKey) {
  const Gate gate(policy_for({Algorithm::rs256, Algorithm::hs256}),
                  set_of({oct_jwk(R"("kid":"first")"), second_key().jwk(R"("kid":"second")")}));
  EXPECT_TRUE(invalid(gate(good_token()), Reason::key_type_mismatch));
  EXPECT_TRUE(accepted(gate(hs256_token(secret()))));
  EXPECT_TRUE(accepted(gate(hs256_token(secret(), good_header().without("kid")))))
      << "the only key that fits the algorithm";
}

TEST(AlgorithmConfusion, OfOneKeyIdTheTypeThatFitsIsTaken) {
  const Gate gate(policy_for({Algorithm::rs256, Algorithm::hs256}),
                  set_of({oct_jwk(R"("kid":"first")"), first_key().jwk(R"("kid":"first")")}));
  EXPECT_TRUE(accepted(gate(good_token())));
  EXPECT_TRUE(accepted(gate(hs256_token(secret()))));
  EXPECT_TRUE(invalid(gate(hs256_token(public_key_pem(true))), Reason::signature_mismatch));
}

}  // namespace
}  // namespace assay::test
