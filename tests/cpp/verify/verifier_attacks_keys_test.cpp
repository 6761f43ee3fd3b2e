// ATTACKS 1 to 8 as whole tokens: algorithm, key and signature.
#include <gtest/gtest.h>

#include <string>

#include "support/verdict.hpp"

namespace assay::test {
namespace {

/// A token with any signature at all.
std::string with_signature(std::string_view header, const Bytes& signature) {
  return encode_base64url(header) + '.' + encode_base64url(good_claims().json()) + '.' +
         encode_base64url(signature);
}

std::string header_with_alg(std::string_view json) {
  return good_header().with("alg", json).json();
}

Policy policy_for(std::initializer_list<Algorithm> algorithms) {
  Policy policy = good_policy();
  policy.algorithms = algorithms;
  return policy;
}

Bytes signature_of(const std::string& token) {
  return *decode_base64url(std::string_view(token).substr(token.rfind('.') + 1));
}

std::string with_last_segment(const std::string& token, std::string_view segment) {
  return token.substr(0, token.rfind('.') + 1) + std::string(segment);
}

TEST(AlgorithmAttack, Cve2015_2951_NoneIsRefusedInAnySpelling) {
  const Gate gate(policy_for({Algorithm::rs256, Algorithm::rs384, Algorithm::rs512,
                              Algorithm::ps256, Algorithm::ps384, Algorithm::ps512}));
  for (const std::string_view alg :
       {R"("none")", R"("None")", R"("NONE")", R"("nOnE")", R"("none ")", R"("no\u006ee")", R"("")",
        "null", "0", "false", "[]", "{}", R"(["none"])", R"(["RS256"])"}) {
    const std::string header = header_with_alg(alg);
    EXPECT_TRUE(invalid(gate(with_signature(header, {})), Reason::alg_not_allowed)) << alg;
    EXPECT_TRUE(invalid(gate(sign_token(header, good_claims().json())), Reason::alg_not_allowed))
        << alg;
  }
  const std::string absent = good_header().without("alg").json();
  EXPECT_TRUE(invalid(gate(with_signature(absent, {})), Reason::alg_not_allowed));
}

TEST(AlgorithmAttack, Cve2016_10555_Hs256IsRefusedWhateverTheSecret) {
  const std::string oct = R"({"kty":"oct","kid":"oct","alg":"HS256","k":")" +
                          encode_base64url(std::string(64, 's')) + R"("})";
  const Gate gate(good_policy(), set_of({first_key().jwk(R"("kid":"first")"), oct}));
  for (const std::string_view kid : {"first", "oct"}) {
    const std::string header =
        good_header().with("alg", R"("HS256")").with("kid", in_quotes(kid)).json();
    EXPECT_TRUE(invalid(gate(with_signature(header, Bytes(32, 7))), Reason::alg_not_allowed))
        << kid;
  }
}

TEST(AlgorithmAttack, Cve2026_22817_AKeyWithoutAlgLeavesTheAllowListInCharge) {
  for (const Algorithm algorithm : {Algorithm::rs384, Algorithm::rs512, Algorithm::ps256}) {
    const std::string header = header_with_alg(in_quotes(info(algorithm).name));
    const std::string token = sign_token(header, good_claims().json(), first_key(), algorithm);
    EXPECT_TRUE(invalid(Gate()(token), Reason::alg_not_allowed)) << info(algorithm).name;
    EXPECT_TRUE(accepted(Gate(policy_for({algorithm}))(token))) << info(algorithm).name;
  }
}

TEST(AlgorithmAttack, Rfc8725_2_1_ASignatureOfOnePaddingIsNoneOfTheOther) {
  const Gate gate(policy_for({Algorithm::rs256, Algorithm::ps256}));
  const std::string claims = good_claims().json();
  EXPECT_TRUE(invalid(
      gate(sign_token(header_with_alg(R"("PS256")"), claims, first_key(), Algorithm::rs256)),
      Reason::signature_mismatch));
  EXPECT_TRUE(invalid(
      gate(sign_token(header_with_alg(R"("RS256")"), claims, first_key(), Algorithm::ps256)),
      Reason::signature_mismatch));
}

TEST(SignatureAttack, EmptyZeroOneOrTheModulusItselfIsRefused) {
  const std::string header = good_header().json();
  Bytes one(256, 0);
  one.back() = 1;
  for (const Bytes& signature :
       {Bytes{}, Bytes{0}, Bytes{1}, Bytes(256, 0), one, Bytes(256, 0xFF), Bytes(255, 1),
        Bytes(257, 1), Bytes(512, 1), first_key().modulus()}) {
    EXPECT_TRUE(invalid(Gate()(with_signature(header, signature)), Reason::signature_mismatch))
        << signature.size();
  }
}

TEST(SignatureAttack, OneByteMoreOrLessIsRefused) {
  const std::string token = good_token();
  Bytes leading_zero = signature_of(token);
  leading_zero.insert(leading_zero.begin(), 0);
  Bytes trailing = signature_of(token);
  trailing.push_back(0);
  Bytes shorter = signature_of(token);
  shorter.pop_back();
  Bytes headless = signature_of(token);
  headless.erase(headless.begin());
  for (const Bytes& signature : {leading_zero, trailing, shorter, headless}) {
    EXPECT_TRUE(invalid(Gate()(with_last_segment(token, encode_base64url(signature))),
                        Reason::signature_mismatch));
  }
}

TEST(SignatureAttack, OfAnotherTokenOrAnotherPartIsRefused) {
  const std::string other = token_of_claims(good_claims().with("sub", R"("admin")"));
  EXPECT_TRUE(
      invalid(Gate()(with_last_segment(other, encode_base64url(signature_of(good_token())))),
              Reason::signature_mismatch));
  // Signed without the dot, and signed over the payload alone.
  const std::string header = encode_base64url(good_header().json());
  const std::string payload = encode_base64url(good_claims().json());
  for (const std::string& input : {header + payload, payload, payload + "." + header,
                                   good_header().json() + "." + good_claims().json()}) {
    const Bytes signature = first_key().sign(Algorithm::rs256, input);
    EXPECT_TRUE(invalid(Gate()(with_signature(good_header().json(), signature)),
                        Reason::signature_mismatch));
  }
}

TEST(HeaderKeyAttack, Cve2018_0114_AKeyInTheHeaderIsNeverUsed) {
  const std::string attackers_jwk = second_key().jwk(R"("kid":"first")");
  const std::vector<std::pair<std::string_view, std::string>> members{
      {"jwk", attackers_jwk},
      {"jku", R"("https://evil.example/jwks")"},
      {"x5u", R"("https://evil.example/cert")"},
      {"x5c", R"(["MIIB"])"}};
  for (const auto& [name, json] : members) {
    for (const Members& header :
         {good_header().with(name, json), good_header().with(name, json).without("kid")}) {
      const std::string token = sign_token(header.json(), good_claims().json(), second_key());
      EXPECT_TRUE(invalid(Gate()(token), Reason::signature_mismatch)) << name;
    }
    const std::string unknown =
        sign_token(good_header().with(name, json).with("kid", R"("evil")").json(),
                   good_claims().json(), second_key());
    EXPECT_TRUE(invalid(Gate()(unknown), Reason::key_not_found)) << name;
  }
}

TEST(KeyIdAttack, OfAnotherTypeIsRefused) {
  for (const std::string_view kid :
       {"1", "0", "null", "true", "{}", "[]", R"(["first"])", R"({"toString":"first"})"}) {
    EXPECT_TRUE(invalid(verdict_on_header(good_header().with("kid", kid)), Reason::kid_invalid))
        << kid;
  }
}

TEST(KeyIdAttack, ThatIsAPathOrAQueryOrAPrototypeIsOnlyAnUnknownName) {
  for (const std::string_view kid : {"", "../../dev/null", "/dev/null", "' OR 1=1 --", "__proto__",
                                     "constructor", "firs", "first ", "first\\u0000", "\\u0000",
                                     "FIRST", "first\\u200b", "*", "https://evil.example/k"}) {
    EXPECT_TRUE(invalid(verdict_on_header(good_header().with("kid", in_quotes(kid))),
                        Reason::key_not_found))
        << kid;
  }
}

TEST(KeyIdAttack, Of64KilobytesIsRefusedByTheSizeOfTheToken) {
  const std::string token =
      token_of_header(good_header().with("kid", in_quotes(std::string(65536, 'k'))));
  EXPECT_TRUE(invalid(Gate()(token), Reason::token_too_large));
  const std::string fits =
      token_of_header(good_header().with("kid", in_quotes(std::string(10'000, 'k'))));
  EXPECT_TRUE(invalid(Gate()(fits), Reason::key_not_found));
}

TEST(KeyAttack, ATokenSignedByAKeyThatWasLeftOutIsRefusedForItsReason) {
  const auto verdict_with = [](const std::string& jwk, const TestKey& key) {
    const Gate gate(good_policy(), set_of({second_key().jwk(R"("kid":"other")"), jwk}));
    return gate(sign_token(good_header().json(), good_claims().json(), key));
  };
  EXPECT_TRUE(invalid(verdict_with(short_key().jwk(R"("kid":"first")"), short_key()),
                      Reason::key_too_small));
  EXPECT_TRUE(invalid(verdict_with(first_key().jwk(R"("kid":"first","use":"enc")"), first_key()),
                      Reason::key_use));
  EXPECT_TRUE(
      invalid(verdict_with(first_key().jwk(R"("kid":"first","key_ops":["sign"])"), first_key()),
              Reason::key_ops));
  EXPECT_TRUE(
      invalid(verdict_with(first_key().jwk(R"("kid":"first","alg":"RSA-OAEP")"), first_key()),
              Reason::key_alg_mismatch));
}

TEST(KeyAttack, WithTheExponentOneAnyoneCanSign) {
  // s^1 mod n is the encoded message itself: no private key is needed.
  const std::string input =
      encode_base64url(good_header().json()) + '.' + encode_base64url(good_claims().json());
  const std::string forged = input + '.' + encode_base64url(encode_pkcs1("SHA-256", input, 256));
  const std::string jwk = R"({"kty":"RSA","kid":"first","e":"AQ","n":")" +
                          encode_base64url(first_key().modulus()) + R"("})";
  const Gate gate(good_policy(), set_of({jwk, second_key().jwk(R"("kid":"other")")}));
  EXPECT_TRUE(invalid(gate(forged), Reason::key_exponent));
}

TEST(KeyAttack, APrivateKeyInTheSetVerifiesByItsPublicPart) {
  const Gate gate(good_policy(), set_of({first_key().jwk(R"("kid":"first","d":"AQAB")")}));
  EXPECT_TRUE(accepted(gate(good_token())));
}

}  // namespace
}  // namespace assay::test
