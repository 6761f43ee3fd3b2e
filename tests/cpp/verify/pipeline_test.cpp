// The order of the checks, where verify() stops, and what explain() shows of each failure.
#include "verify/pipeline.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <type_traits>

#include "support/verdict.hpp"

namespace assay::test {
namespace {

/// One letter for each check: p(ass), f(ail), s(kip); in six groups:
/// size segments base64 json, crit b64 typ alg, key base64 signature, base64 json,
/// iss aud exp nbf, iat age required scope hash.
std::string statuses(const Report& report) {
  constexpr Check kFirstOfGroup[] = {Check::crit, Check::key, Check::claims_base64, Check::issuer,
                                     Check::iat};
  std::string letters;
  for (std::size_t i = 0; i < kCheckCount; ++i) {
    if (std::ranges::find(kFirstOfGroup, static_cast<Check>(i)) != std::end(kFirstOfGroup)) {
      letters += ' ';
    }
    letters += name_of(report.trace.results()[i].status)[0];
  }
  return letters;
}

const CheckResult& result_of(const Report& report, Check check) {
  return report.trace.results()[static_cast<std::size_t>(check)];
}

std::string unsigned_token(std::string_view header, std::string_view payload) {
  return encode_base64url(header) + '.' + encode_base64url(payload) + '.' +
         encode_base64url(Bytes(256, 1));
}

constexpr std::string_view kAllGood = "pppp pppp ppp pp psppp pspspp";

Policy full_policy() {
  Policy policy = good_policy();
  policy.token_id_secret.assign(16, 's');
  return policy;
}

std::string explained(const std::string& token, double now = kNow) {
  return statuses(Gate(full_policy()).explain(token, {"tools:call"}, now));
}

TEST(Explain, ShowsEveryCheckOfAGoodToken) {
  EXPECT_EQ(explained(good_token()), kAllGood);
  Policy policy = full_policy();
  policy.max_token_age = 3600;
  const Report report = Gate(policy).explain(good_token());
  EXPECT_EQ(statuses(report), "pppp pppp ppp pp psppp pppspp");
  EXPECT_FALSE(report.error);
  EXPECT_TRUE(report.signature_verified);
  EXPECT_EQ(report.header, good_header().json());
  EXPECT_EQ(report.claims, good_claims().json());
  EXPECT_TRUE(report.notes.empty());
}

TEST(Explain, SkipsWhatDoesNotApply) {
  Policy policy = good_policy();
  policy.audiences = std::nullopt;
  const Report report = Gate(policy).explain(
      token_of_claims(good_claims().without("nbf").without("iat").without("jti")));
  EXPECT_EQ(statuses(report), "pppp pppp ppp pp pssps sspsps");
  EXPECT_EQ(result_of(report, Check::audience).message, "Not checked: any audience is accepted");
  EXPECT_EQ(result_of(report, Check::iat).message, "Not checked: the token has no iat");
}

TEST(Explain, GoesOnBehindAFailureWhereItCan) {
  EXPECT_EQ(explained(std::string(16385, 'a')), "fsss ssss sss ss sssss ssssss");
  EXPECT_EQ(explained("a.b"), "pfss ssss sss ss sssss ssssss");
  const std::string good = good_token();
  const std::string rest = good.substr(good.find('.'));
  EXPECT_EQ(explained("e31" + rest), "ppfs ssss sps pp psppp pspsps");
  EXPECT_EQ(explained(encode_base64url("[]") + rest), "pppf ssss sps pp psppp pspsps");
  EXPECT_EQ(explained(token_of_header(good_header().with("crit", "[]"))),
            "pppp fppp ppp pp psppp pspspp");
  EXPECT_EQ(explained(token_of_header(good_header().with("b64", "false"))),
            "pppp pfpp ppp pp psppp pspspp");
  EXPECT_EQ(explained(token_of_header(good_header().with("typ", R"("x")"))),
            "pppp ppfp ppp pp psppp pspspp");
  EXPECT_EQ(explained(token_of_header(good_header().with("alg", R"("none")"))),
            "pppp pppf sps pp psppp pspsps");
  EXPECT_EQ(explained(token_of_header(good_header().with("kid", R"("x")"))),
            "pppp pppp fps pp psppp pspsps");
  EXPECT_EQ(explained(token_of_header(good_header().with("kid", "1"))),
            "pppp pppp fps pp psppp pspsps");
  EXPECT_EQ(explained(good + "="), "pppp pppp pfs pp psppp pspsps");
  EXPECT_EQ(explained(unsigned_token(good_header().json(), good_claims().json())),
            "pppp pppp ppf pp psppp pspsps");
}

TEST(Explain, ShowsEachClaimThatFails) {
  const Members claims = good_claims();
  EXPECT_EQ(explained(sign_token(good_header().json(), "[]")), "pppp pppp ppp pf sssss ssssss");
  EXPECT_EQ(explained(token_of_claims(claims.with("iss", R"("x")"))),
            "pppp pppp ppp pp fsppp pspspp");
  EXPECT_EQ(explained(token_of_claims(claims.with("aud", "1"))), "pppp pppp ppp pp psfpp pspspp");
  EXPECT_EQ(explained(token_of_claims(claims.with("exp", "1"))), "pppp pppp ppp pp pspfp pspspp");
  EXPECT_EQ(explained(token_of_claims(claims.with("nbf", "1900000000"))),
            "pppp pppp ppp pp psppf pspspp");
  EXPECT_EQ(explained(token_of_claims(claims.with("iat", "1900000000"))),
            "pppp pppp ppp pp psppp fspspp");
  EXPECT_EQ(explained(token_of_claims(claims.without("sub"))), "pppp pppp ppp pp psppp psfspp");
  EXPECT_EQ(explained(token_of_claims(claims.without("scope"))), "pppp pppp ppp pp psppp pspsfp");
  EXPECT_EQ(explained(token_of_claims(claims.with("jti", "1"))), "pppp pppp ppp pp psppp pspspf");
  EXPECT_EQ(explained(sign_token(good_header().json(), "{}")), "pppp pppp ppp pp fsffs ssfsfs");
}

TEST(Explain, NotesTheMembersThatBringAKeyAndIgnoresThem) {
  for (const std::string_view member : {"jwk", "jku", "x5u", "x5c"}) {
    const std::string token =
        token_of_header(good_header().with(member, R"("https://evil.example")"));
    EXPECT_TRUE(accepted(Gate()(token))) << member;
    const Report report = Gate().explain(token);
    ASSERT_EQ(report.notes.size(), 1U);
    EXPECT_NE(report.notes[0].find("header's " + std::string(member)), std::string::npos);
  }
  EXPECT_EQ(Gate()
                .explain(token_of_header(good_header().with("jwk", "{}").with("x5c", "[]")))
                .notes.size(),
            2U);
}

TEST(Explain, SaysWhatWasExpectedAndWhatWasMet) {
  const Report report = Gate().explain(token_of_claims(
      good_claims().with("iss", R"("https://x.example")").with("exp", "1799999999.5")));
  EXPECT_EQ(result_of(report, Check::issuer).expected, kIssuer);
  EXPECT_EQ(result_of(report, Check::issuer).actual, "https://x.example");
  EXPECT_EQ(result_of(report, Check::audience).expected, kAudience);
  EXPECT_EQ(result_of(report, Check::exp).actual, "1799999999.5");
  EXPECT_EQ(result_of(report, Check::alg).actual, "RS256");
  EXPECT_EQ(result_of(report, Check::key).actual, "first");
  EXPECT_EQ(result_of(report, Check::signature).actual, std::nullopt);
}

TEST(Explain, HashesNoIdOfATokenWhoseSignatureIsNotVerified) {
  const Report report =
      Gate(full_policy()).explain(unsigned_token(good_header().json(), good_claims().json()));
  EXPECT_EQ(result_of(report, Check::token_id_hash).status, Status::skip);
  EXPECT_FALSE(report.signature_verified);
}

TEST(Pipeline, ReadsNoPayloadBeforeItsSignatureIsVerified) {
  const std::string token = unsigned_token(good_header().json(), R"({"a":1,"a":)");
  EXPECT_TRUE(invalid(Gate()(token), Reason::signature_mismatch));
  const Report report = Gate().explain(token);
  EXPECT_EQ(report.error->reason, Reason::signature_mismatch);
  EXPECT_EQ(result_of(report, Check::signature).status, Status::fail);
  EXPECT_EQ(result_of(report, Check::claims_json).status, Status::fail);
  EXPECT_EQ(result_of(report, Check::claims_json).message, "JWT claims are not valid JSON");
  EXPECT_EQ(report.claims, std::nullopt);
  const std::string not_encoded =
      encode_base64url(good_header().json()) + ".%%%." + encode_base64url(Bytes(256, 1));
  EXPECT_TRUE(invalid(Gate()(not_encoded), Reason::signature_mismatch));
}

// Holding a value proves its step: only the step before makes one.
static_assert(!std::is_default_constructible_v<SplitToken>);
static_assert(!std::is_constructible_v<SplitToken, CompactJws>);
static_assert(!std::is_default_constructible_v<CheckedHeader>);
static_assert(
    !std::is_constructible_v<CheckedHeader, std::string_view, JoseHeader, Algorithm, Selection>);
static_assert(!std::is_default_constructible_v<SignedJws>);
static_assert(!std::is_constructible_v<SignedJws, std::string_view>);
static_assert(!std::is_default_constructible_v<SignedToken>);
static_assert(!std::is_constructible_v<SignedToken, Claims>);
static_assert(!std::is_default_constructible_v<VerifiedToken>);
static_assert(!std::is_default_constructible_v<VerifiedJws>);

TEST(Pipeline, AHeaderVerifiesNoTokenThatHasAnother) {
  const Policy policy = good_policy();
  const JwkSet keys = must(JwkSet::parse(good_set()));
  const std::string token = good_token();
  const std::string other = token_of_header(good_header().with("x", "1"));
  const auto split = must(SplitToken::split(token, policy.max_token_bytes));
  const auto split_other = must(SplitToken::split(other, policy.max_token_bytes));
  const auto header = must(CheckedHeader::check(split, policy, keys));
  EXPECT_TRUE(header.is_header_of(split));
  EXPECT_TRUE(accepted(SignedJws::verify(split, header)));
  EXPECT_FALSE(header.is_header_of(split_other));
  EXPECT_TRUE(refused(SignedJws::verify(split_other, header), Code::internal, Reason::internal));
}

TEST(Pipeline, StopsAtTheFirstFailureInTheOrderOfTheContract) {
  // Everything is wrong; each step corrects one thing and meets the next fault.
  const Gate gate;
  Members header{{"typ", R"("x")"}, {"b64", "false"}, {"crit", "[]"}, {"kid", "1"}, {"alg", "1"}};
  Members claims{{"iss", "1"},          {"aud", "1"}, {"exp", "true"}, {"nbf", "1900000000"},
                 {"iat", "1900000000"}, {"sub", "1"}, {"scope", "1"},  {"jti", "1"}};
  std::string signature = ".=";
  const auto verdict = [&] {
    const std::string token = sign_token(header.json(), claims.json());
    return signature.empty() ? gate(token, {"a"})
                             : gate(token.substr(0, token.rfind('.')) + signature, {"a"});
  };
  EXPECT_TRUE(invalid(verdict(), Reason::crit_unsupported));
  header = header.without("crit");
  EXPECT_TRUE(invalid(verdict(), Reason::b64_unsupported));
  header = header.without("b64");
  EXPECT_TRUE(invalid(verdict(), Reason::typ_not_allowed));
  header = header.without("typ");
  EXPECT_TRUE(invalid(verdict(), Reason::alg_not_allowed));
  header = header.with("alg", R"("RS256")");
  EXPECT_TRUE(invalid(verdict(), Reason::kid_invalid));
  header = header.with("kid", R"("x")");
  EXPECT_TRUE(invalid(verdict(), Reason::key_not_found));
  header = header.with("kid", R"("first")");
  EXPECT_TRUE(invalid(verdict(), Reason::signature_base64));
  signature = "." + encode_base64url(Bytes(256, 0));
  EXPECT_TRUE(invalid(verdict(), Reason::signature_mismatch));
  signature.clear();
  EXPECT_TRUE(invalid(verdict(), Reason::claim_type, "iss"));
  claims = claims.with("iss", in_quotes(kIssuer));
  EXPECT_TRUE(invalid(verdict(), Reason::claim_type, "aud"));
  claims = claims.with("aud", in_quotes(kAudience));
  EXPECT_TRUE(invalid(verdict(), Reason::claim_type, "exp"));
  claims = claims.with("exp", "1800000001");
  EXPECT_TRUE(invalid(verdict(), Reason::not_yet_valid, "nbf"));
  claims = claims.without("nbf");
  EXPECT_TRUE(invalid(verdict(), Reason::issued_in_future, "iat"));
  claims = claims.without("iat");
  EXPECT_TRUE(invalid(verdict(), Reason::claim_type, "sub"));
  claims = claims.with("sub", R"("user")");
  EXPECT_TRUE(invalid(verdict(), Reason::claim_type, "scope"));
  claims = claims.with("scope", R"("b")");
  EXPECT_TRUE(refused(verdict(), Code::auth_missing_scope, Reason::scope_missing));
  claims = claims.with("scope", R"("a")");
  EXPECT_TRUE(invalid(verdict(), Reason::claim_type, "jti"));
  claims = claims.without("jti");
  EXPECT_TRUE(accepted(verdict()));
}

}  // namespace
}  // namespace assay::test
