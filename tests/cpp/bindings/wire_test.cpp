// What crosses between C++ and JavaScript: the texts that are written, read back.
#include "wire.hpp"

#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <string>

#include "json_writer.hpp"
#include "support/verdict.hpp"

namespace assay::test {
namespace {

json::Document read(const std::string& text) {
  auto document = json::parse(text);
  if (!document) throw std::logic_error("no JSON: " + text);
  return std::move(*document);
}

std::string_view text_of(json::Value object, std::string_view name) {
  const auto member = object.member(name);
  return member ? member->as_string().value_or("(no string)") : "(absent)";
}

std::string escaped(std::string_view text) {
  std::string out;
  wire::append_string(out, text);
  return out;
}

TEST(JsonWriter, Rfc8259_7_EscapesWhatMustBeEscaped) {
  std::string all;
  for (char c = 0; c < 0x7F; ++c) all += c;
  all += "\x7F\u00e9\u2028\u2029\U0001F600";
  const std::string written = escaped(all);
  for (const char c : written) EXPECT_GE(static_cast<unsigned char>(c), 0x20);
  EXPECT_EQ(read(written).root().as_string(), all);
  EXPECT_EQ(escaped("a\"b\\c\n"), R"("a\"b\\c\u000a")");
  EXPECT_EQ(escaped(std::string_view("\0\x1f", 2)), R"("\u0000\u001f")");
}

TEST(JsonWriter, SeparatesMembersAndElements) {
  static const std::optional<std::string> kAbsent;
  std::string out;
  wire::ObjectWriter object(out);
  object.text("a", "{")
      .texts("b", std::vector<std::string>{})
      .texts("c", std::vector<std::string>{"x", "y"});
  object.text_or_null("d", kAbsent).boolean("e", false).integer("f", 7).raw("g", "{}").close();
  EXPECT_EQ(out, R"({"a":"{","b":[],"c":["x","y"],"d":null,"e":false,"f":7,"g":{}})");
}

TEST(WireError, HasCodeReasonMessageAndHint) {
  const auto document = read(wire::write(Error(Reason::signature_mismatch)));
  EXPECT_EQ(text_of(document.root(), "code"), "AUTH_TOKEN_INVALID");
  EXPECT_EQ(text_of(document.root(), "reason"), "signature_mismatch");
  EXPECT_EQ(text_of(document.root(), "message"), "JWT signature is invalid");
  EXPECT_EQ(text_of(document.root(), "hint"), "Provide a valid bearer token");
  EXPECT_FALSE(document.root().member("claim"));
  EXPECT_FALSE(document.root().member("scope"));
}

TEST(WireError, NamesClaimAndScopesEscaped) {
  const auto document = read(wire::write(Error(Reason::scope_missing, "scope", "a\\b \n{}")));
  EXPECT_EQ(text_of(document.root(), "code"), "AUTH_MISSING_SCOPE");
  EXPECT_EQ(text_of(document.root(), "claim"), "scope");
  EXPECT_EQ(text_of(document.root(), "scope"), "a\\b \n{}");
  EXPECT_EQ(text_of(document.root(), "message"), "Missing required scope: a\\b \n{}");
}

TEST(WireError, NamesTheFirstOfAlternativeScopesAndItsOwnHint) {
  const auto document = read(
      wire::write(Error(Reason::scope_missing, "scope", "x a\"b\"c y").with_hint("Say please")));
  EXPECT_EQ(text_of(document.root(), "scope"), "x a y");
  EXPECT_EQ(text_of(document.root(), "message"), "Missing required scope: x, a or b or c, y");
  EXPECT_EQ(text_of(document.root(), "hint"), "Say please");
}

std::vector<json::Value> values_of(const json::Document& document) {
  std::vector<json::Value> values;
  for (const json::Value value : document.root().children()) values.push_back(value);
  return values;
}

/// A token that is not kept in the cache.
CachedVerifier::Accepted not_kept(VerifiedToken token) {
  return {.id = std::nullopt, .token = std::move(token), .dropped = {}};
}

TEST(WireToken, CarriesTheTextsThatWereVerified) {
  Policy policy = good_policy();
  policy.token_id_secret.assign(16, 's');
  const Members claims = good_claims()
                             .with("x", R"("\"\\\u0000\n")")
                             .with("aud", R"(["a\"b","https://mcp.example.com"])");
  const auto token = Gate(policy)(token_of_claims(claims));
  ASSERT_TRUE(accepted(token));
  const auto document = read(wire::write(not_kept(*token)));
  const std::vector<json::Value> values = values_of(document);
  ASSERT_EQ(values.size(), 8U);
  EXPECT_EQ(text_of(values[0], "x"), std::string_view("\"\\\0\n", 4));
  EXPECT_EQ(values[1].as_string(), kAudience);
  EXPECT_EQ(values[2].as_strings(), (std::vector<std::string_view>{"tools:call", "tools:read"}));
  EXPECT_EQ(values[3].as_string()->size(), 64U);
  EXPECT_EQ(text_of(values[6], "alg"), "RS256");
}

TEST(WireToken, SaysWhatBecameOfItsEntryInTheCache) {
  const std::array<TokenCache::Id, 2> dropped{3, 9007199254740991};
  CachedVerifier::Accepted accepted = not_kept(must(Gate()(good_token())));
  accepted.same_header = true;
  const auto end = [&] {
    const std::string text = wire::write(accepted);
    return text.substr(text.rfind('"') + 1);
  };
  EXPECT_EQ(end(), "],null,null,[],null,false]");
  accepted.id = 7;
  accepted.dropped = dropped;
  accepted.repeated = true;
  EXPECT_EQ(end(), "],null,7,[3,9007199254740991],null,true]");
}

TEST(WireToken, WritesNullForWhatIsNotThere) {
  Policy policy = good_policy();
  policy.audiences = std::nullopt;
  const auto document = read(wire::write(not_kept(must(Gate(policy)(good_token())))));
  const std::vector<json::Value> values = values_of(document);
  EXPECT_EQ(values[1].kind(), json::Kind::null);
  EXPECT_EQ(values[3].kind(), json::Kind::null);
}

TEST(WireReport, OfAGoodTokenHasEveryCheckAndNoError) {
  const auto document = read(wire::write(Gate().explain(good_token())));
  const json::Value root = document.root();
  EXPECT_EQ(root.member("valid")->as_boolean(), true);
  EXPECT_EQ(root.member("error")->kind(), json::Kind::null);
  EXPECT_EQ(root.member("signatureVerified")->as_boolean(), true);
  EXPECT_EQ(text_of(*root.member("claims"), "sub"), "user-1");
  std::size_t index = 0;
  for (const json::Value check : root.member("checks")->children()) {
    EXPECT_EQ(text_of(check, "check"), info(static_cast<Check>(index)).name);
    EXPECT_NE(text_of(check, "status"), "fail");
    EXPECT_FALSE(text_of(check, "message").empty());
    EXPECT_EQ(text_of(check, "clause"), info(static_cast<Check>(index)).clause);
    ++index;
  }
  EXPECT_EQ(index, kCheckCount);
}

TEST(WireReport, OfAHostileTokenIsJsonAllTheSame) {
  const std::string token = token_of_header(good_header()
                                                .with("kid", R"("\"}],\u0000\n\\")")
                                                .with("typ", R"("\u0022\u001f")")
                                                .with("jwk", "{}"));
  const auto document = read(wire::write(Gate().explain(token)));
  const json::Value root = document.root();
  EXPECT_EQ(root.member("valid")->as_boolean(), false);
  EXPECT_EQ(text_of(*root.member("error"), "reason"), "typ_not_allowed");
  EXPECT_EQ(text_of(*root.member("header"), "kid"), std::string_view("\"}],\0\n\\", 7));
  EXPECT_EQ(root.member("notes")->as_strings()->size(), 1U);
  for (const std::string& text :
       {std::string(), std::string("\xFF\"\n.x.y"), std::string(20'000, 'x')}) {
    const auto broken = read(wire::write(Gate().explain(text)));
    EXPECT_EQ(broken.root().member("header")->kind(), json::Kind::null);
    EXPECT_EQ(broken.root().member("claims")->kind(), json::Kind::null);
    EXPECT_EQ(broken.root().member("signatureVerified")->as_boolean(), false);
  }
}

TEST(WireKeys, SayWhatBecameOfEachEntry) {
  const JwkSet set = must(JwkSet::parse(
      set_of({first_key().jwk(R"("kid":"a\"b","d":"AQAB")"), R"({"kty":"EC","kid":"ec"})", "1"})));
  const auto document = read(wire::write(set.report()));
  std::vector<json::Value> rows;
  for (const json::Value row : document.root().member("keys")->children()) rows.push_back(row);
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(text_of(rows[0], "kid"), "a\"b");
  EXPECT_EQ(rows[0].member("usable")->as_boolean(), true);
  EXPECT_EQ(rows[0].member("reason")->kind(), json::Kind::null);
  EXPECT_EQ(rows[0].member("notes")->as_strings(),
            std::vector<std::string_view>{"private_members"});
  EXPECT_EQ(rows[1].member("index")->as_number(), 1);
  EXPECT_EQ(rows[1].member("usable")->as_boolean(), false);
  EXPECT_EQ(text_of(rows[1], "reason"), "key_type_unsupported");
  EXPECT_EQ(rows[2].member("kid")->kind(), json::Kind::null);
}

}  // namespace
}  // namespace assay::test
