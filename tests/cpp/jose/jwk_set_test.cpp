// Reading a JWK Set: RFC 7517 §5. Selecting from it is in jwk_set_select_test.cpp.
#include "jose/jwk_set.hpp"

#include <gtest/gtest.h>

#include <string>

#include "support/verdict.hpp"

namespace assay::test {
namespace {

testing::AssertionResult unavailable(std::string_view text, Reason reason) {
  return refused(JwkSet::parse(text), Code::auth_keys_unavailable, reason);
}

/// The reasons of all entries, by name; "" for one that can verify.
std::vector<std::string_view> reasons_of(const JwkSet& set) {
  std::vector<std::string_view> reasons;
  for (const KeyReport& report : set.report()) {
    reasons.push_back(report.left_out ? info(*report.left_out).name : std::string_view());
  }
  return reasons;
}

std::string many_keys(std::size_t count, std::string_view key) {
  std::string text = R"({"keys":[)";
  for (std::size_t i = 0; i < count; ++i) text.append(i == 0 ? "" : ",").append(key);
  return text + "]}";
}

TEST(JwkSet, Rfc7517_5_IsAnObjectWithAnArrayNamedKeys) {
  for (const std::string_view text :
       {"", "null", "[]", "1", R"("keys")", R"([{"kty":"RSA"}])", "<html></html>", "{\"keys\":[]",
        "{\"keys\":[]}x", "\xEF\xBB\xBF{\"keys\":[]}"}) {
    EXPECT_TRUE(unavailable(text, Reason::jwks_not_json)) << text;
  }
  for (const std::string_view text :
       {"{}", R"({"keys":{}})", R"({"keys":null})", R"({"keys":"[]"})", R"({"keys":1})",
        R"({"Keys":[]})", R"({"jwks":{"keys":[]}})", R"({"error":"not_found"})"}) {
    EXPECT_TRUE(unavailable(text, Reason::jwks_malformed)) << text;
  }
}

TEST(JwkSet, Rfc7517_5_IsReadWithMembersItDoesNotKnow) {
  EXPECT_TRUE(accepted(JwkSet::parse(R"({"cache":1,"keys":[],"x":[{}]})")));
}

TEST(JwkSet, WithoutKeysIsReadAndHasNothingToSelect) {
  const JwkSet set = must(JwkSet::parse(R"({"keys":[]})"));
  EXPECT_TRUE(set.usable_keys().empty());
  const auto selected = set.select("first", Algorithm::rs256);
  ASSERT_TRUE(refused(selected, Code::auth_keys_unavailable, Reason::jwks_no_usable_key));
  EXPECT_EQ(selected.error().message(), "JWKS does not contain supported key material");
  EXPECT_TRUE(refused(set.select(std::nullopt, Algorithm::rs256), Code::auth_keys_unavailable,
                      Reason::jwks_no_usable_key));
}

TEST(JwkSet, ThatWasNeverReadSaysSo) {
  EXPECT_TRUE(refused(JwkSet().select("first", Algorithm::rs256), Code::auth_keys_unavailable,
                      Reason::keys_not_loaded));
}

TEST(JwkSet, RefusesAMemberTwiceAtEachLevel) {
  EXPECT_TRUE(unavailable(R"({"keys":[],"keys":[]})", Reason::jwks_duplicate_member));
  EXPECT_TRUE(unavailable(set_of({first_key().jwk(R"("kid":"a","kid":"b")")}),
                          Reason::jwks_duplicate_member));
  EXPECT_TRUE(
      unavailable(set_of({first_key().jwk(R"("\u006e":"AQAB")")}), Reason::jwks_duplicate_member));
}

TEST(JwkSet, HoldsUpTo1000UsableKeysAndAsManyOthersAsItsBytesAllow) {
  constexpr std::size_t kBytes = 1'000'000;
  const std::string key = first_key().jwk();
  EXPECT_EQ(must(JwkSet::parse(many_keys(1000, key), kBytes)).usable_keys().size(), 1000U);
  EXPECT_TRUE(refused(JwkSet::parse(many_keys(1001, key), kBytes), Code::auth_keys_unavailable,
                      Reason::jwks_too_many_keys));
  EXPECT_EQ(must(JwkSet::parse(many_keys(10'000, "{}"))).report().size(), 10'000U);
}

TEST(JwkSet, IsUpTo65536BytesLongUnlessAskedOtherwise) {
  const std::string text = good_set() + std::string(65536 - good_set().size(), ' ');
  EXPECT_TRUE(accepted(JwkSet::parse(text)));
  EXPECT_TRUE(unavailable(text + " ", Reason::jwks_too_large));
  EXPECT_TRUE(accepted(JwkSet::parse(text + " ", 65537)));
  EXPECT_TRUE(refused(JwkSet::parse(good_set(), good_set().size() - 1), Code::auth_keys_unavailable,
                      Reason::jwks_too_large));
  EXPECT_TRUE(accepted(JwkSet::parse(good_set(), good_set().size())));
}

TEST(JwkSet, LeavesOutEachBrokenKeyWithItsReasonAndKeepsTheRest) {
  const std::string n = encode_base64url(first_key().modulus());
  const auto rsa = [](const std::string& modulus, std::string_view e) {
    return R"({"kty":"RSA","n":")" + modulus + R"(","e":")" + std::string(e) + R"("})";
  };
  const JwkSet set = must(JwkSet::parse(set_of(
      {"null", R"("key")", "[]", R"({"kty":"EC"})", R"({"kty":"OKP"})", R"({"kty":"oct","k":"AA"})",
       rsa(n + "=", "AQAB"), rsa(encode_base64url(odd_number(1024)), "AQAB"),
       rsa(encode_base64url(odd_number(8193)), "AQAB"), rsa(n, "AQ"), rsa(n, "Ag"),
       first_key().jwk(R"("use":"enc")"), first_key().jwk(R"("key_ops":["sign"])"),
       first_key().jwk(R"("kid":7)"), R"({"kty":"RSA"})", first_key().jwk(R"("kid":"good")")})));
  EXPECT_EQ(reasons_of(set),
            (std::vector<std::string_view>{
                "key_type_unsupported", "key_type_unsupported", "key_type_unsupported",
                "key_type_unsupported", "key_type_unsupported", "key_type_unsupported",
                "key_material", "key_too_small", "key_too_large", "key_exponent", "key_exponent",
                "key_use", "key_ops", "kid_invalid", "key_material", ""}));
  ASSERT_EQ(set.usable_keys().size(), 1U);
  EXPECT_EQ(set.usable_keys()[0].key_id, "good");
  EXPECT_EQ(set.report()[15].key_id, "good");
  EXPECT_EQ(set.report()[0].key_id, std::nullopt);
  EXPECT_EQ(set.report()[13].key_id, std::nullopt) << "a number is no key id";
}

TEST(JwkSet, ReportsPrivateMembersAndVerifiesWithThePublicOnes) {
  for (const std::string_view member : {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}) {
    const JwkSet set = must(JwkSet::parse(
        set_of({first_key().jwk(R"("kid":"first",)" + in_quotes(member) + R"(:"AQAB")")})));
    EXPECT_TRUE(set.report()[0].has_private_members) << member;
    EXPECT_EQ(set.report()[0].left_out, std::nullopt) << member;
    EXPECT_EQ(set.usable_keys().size(), 1U);
  }
  EXPECT_FALSE(must(JwkSet::parse(good_set())).report()[0].has_private_members);
}

}  // namespace
}  // namespace assay::test
