// What URLs, header fields and metadata say: without any network.
#include <gtest/gtest.h>

#include "jwks/freshness.hpp"
#include "jwks/key_url.hpp"
#include "jwks/metadata.hpp"

namespace assay::jwks {
namespace {

TEST(KeyUrl, IsHttpsOrAllowedHttpOfThisMachine) {
  for (const auto* const url :
       {"https://auth.example.com/jwks", "https://auth.example.com", "https://[2001:db8::1]/jwks",
        "https://auth.example.com:8443/a?b=c@d"}) {
    EXPECT_EQ(fault_of_key_url(url, false), "") << url;
  }
  for (const auto* const url :
       {"http://127.0.0.1:80/jwks", "http://localhost/", "http://[::1]/", "http://127.3.2.1/"}) {
    EXPECT_EQ(fault_of_key_url(url, true), "") << url;
    EXPECT_EQ(fault_of_key_url(url, false),
              "must be https, or allow_insecure_loopback must be true")
        << url;
  }
}

TEST(KeyUrl, RefusesEverythingElse) {
  for (const auto* const url :
       {"", "auth.example.com", "//auth.example.com/", "https:/auth.example.com/",
        "https:///auth.example.com/", "https:auth.example.com", "ftp://auth.example.com/",
        "file:///etc/passwd", "http://auth.example.com/", "http://127.0.0.1.example.com/",
        "http://localhost.example.com/", "http://10.0.0.1/", "https://auth.example.com/a b",
        "https://auth.example.com\\@evil.example/", "https://auth.example.com/\n",
        "\x01https://auth.example.com/", "https://"}) {
    EXPECT_EQ(fault_of_key_url(url, true), "must be an absolute https URL") << url;
  }
  EXPECT_EQ(fault_of_key_url("https://user:secret@auth.example.com/", true),
            "must not contain credentials");
  EXPECT_EQ(fault_of_key_url("https://@auth.example.com/", true), "must not contain credentials");
  EXPECT_EQ(fault_of_key_url("https://auth.example.com/#a", true), "must not contain a fragment");
}

TEST(KeyUrl, IsShownWithoutItsQuery) {
  EXPECT_EQ(shown_url("https://auth.example.com:8443/jwks?key=secret"),
            "https://auth.example.com:8443/jwks");
}

TEST(Lifetime, Rfc9111IsWhatMaxAgeSaysLessAgeFromOneMinuteToOneDay) {
  EXPECT_EQ(lifetime_of("max-age=300", ""), 300);
  EXPECT_EQ(lifetime_of("public, MAX-AGE = \"300\" , immutable", ""), 300);
  EXPECT_EQ(lifetime_of("max-age=300", "100"), 200);
  EXPECT_EQ(lifetime_of("max-age=300", "290"), 60);
  EXPECT_EQ(lifetime_of("max-age=0", ""), 60);
  EXPECT_EQ(lifetime_of("max-age=31536000", ""), 86'400);
  EXPECT_EQ(lifetime_of("max-age=99999999999999999999999999", ""), 86'400);
  EXPECT_EQ(lifetime_of("max-age=300, no-cache", ""), 60);
  EXPECT_EQ(lifetime_of("no-store", ""), 60);
}

TEST(Lifetime, IsUnknownWhereNothingStatesIt) {
  for (const auto* const text : {"", "public", "max-age", "max-age=", "max-age=-1", "max-age=1e9",
                                 "s-maxage=300", "xmax-age=300"}) {
    EXPECT_EQ(lifetime_of(text, ""), std::nullopt) << text;
  }
}

TEST(RetryAfter, Rfc9110IsSecondsOrADateAndAtMostOneHour) {
  EXPECT_EQ(retry_after_of("120", 0), 120);
  EXPECT_EQ(retry_after_of("999999", 0), 3'600);
  EXPECT_EQ(retry_after_of("Thu, 01 Jan 1970 00:10:00 GMT", 540), 60);
  EXPECT_EQ(retry_after_of("Thu, 01 Jan 1970 00:10:00 GMT", 900), 0);
  for (const auto* const text : {"", "-5", "soon"}) EXPECT_EQ(retry_after_of(text, 0), 0) << text;
}

TEST(Metadata, Rfc8414InsertsAndOpenIdAppends) {
  using Urls = std::vector<std::string>;
  EXPECT_EQ(metadata_urls("https://auth.example.com/"),
            (Urls{"https://auth.example.com/.well-known/oauth-authorization-server",
                  "https://auth.example.com/.well-known/openid-configuration"}));
  EXPECT_EQ(metadata_urls("https://auth.example.com"), metadata_urls("https://auth.example.com/"));
  EXPECT_EQ(metadata_urls("https://auth.example.com:8443/realms/a"),
            (Urls{"https://auth.example.com:8443/.well-known/oauth-authorization-server/realms/a",
                  "https://auth.example.com:8443/realms/a/.well-known/openid-configuration"}));
}

/// @return the URL, or reason and detail
std::string read(std::string_view text, std::string_view issuer = "https://auth.example.com/") {
  Policy policy;
  policy.issuer = issuer;
  const auto found = read_metadata(text, policy, false);
  return found ? *found
               : std::string(info(found.error().reason).name) + ": " +
                     std::string(found.error().detail);
}

TEST(Metadata, NamesTheJwkSetOfExactlyThisIssuer) {
  EXPECT_EQ(read(R"({"issuer":"https://auth.example.com/","jwks_uri":"https://a.example/k"})"),
            "https://a.example/k");
  EXPECT_EQ(read(R"({"issuer":"https://auth.example.com","jwks_uri":"https://a.example/k"})"),
            "discovery_issuer_mismatch: it names another issuer");
  EXPECT_EQ(read(R"({"issuer":"https://AUTH.example.com/","jwks_uri":"https://a.example/k"})"),
            "discovery_issuer_mismatch: it names another issuer");
  EXPECT_EQ(read(R"({"jwks_uri":"https://a.example/k"})"),
            "discovery_issuer_mismatch: it names no issuer");
}

TEST(Metadata, OfATemplateIsTheSameTemplateAndNoTenants) {
  constexpr auto kTemplate = "https://login.example/{tid}/v2.0";
  EXPECT_EQ(
      read(R"({"issuer":"https://login.example/{tenantid}/v2.0","jwks_uri":"https://a.example/k"})",
           kTemplate),
      "https://a.example/k");
  EXPECT_EQ(read(R"({"issuer":"https://login.example/1234/v2.0","jwks_uri":"https://a.example/k"})",
                 kTemplate),
            "discovery_issuer_mismatch: it names another issuer");
}

TEST(Metadata, WithoutAUsableUrlIsAFailure) {
  for (const auto* const text :
       {"", "[]", "<html>", R"({"issuer":"a","issuer":"https://auth.example.com/"})"}) {
    EXPECT_EQ(read(text), "discovery_failed: no JSON object") << text;
  }
  EXPECT_EQ(read(R"({"issuer":"https://auth.example.com/"})"),
            "discovery_failed: it has no jwks_uri");
  EXPECT_EQ(read(R"({"issuer":"https://auth.example.com/","jwks_uri":"http://a.example/k"})"),
            "discovery_failed: its jwks_uri is no absolute https URL");
}

}  // namespace
}  // namespace assay::jwks
