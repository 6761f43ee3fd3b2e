// assay::jwks against a key server that misbehaves: each fault has its own reason, and none of them
// lets a token through.
#include <gtest/gtest.h>

#include "jwks/jwks_fixture.hpp"

namespace assay::test {
namespace {

TEST(JwksFetch, TheFirstTokenWaitsForTheKeys) {
  const Service service(always(reply(200, good_set())));
  const Verdict verdict = first_token(service);
  EXPECT_TRUE(accepted(verdict.result));
  EXPECT_TRUE(verdict.status.has_keys);
  EXPECT_EQ(verdict.status.fetches, 1U);
  EXPECT_FALSE(verdict.status.last_error);
  const std::string request = service.server.last_request();
  EXPECT_TRUE(request.starts_with("GET /jwks HTTP/1.1\r\n")) << request;
  EXPECT_NE(request.find("Accept: application/json, application/jwk-set+json\r\n"),
            std::string::npos);
  EXPECT_EQ(request.find("If-None-Match"), std::string::npos);
}

TEST(JwksFetch, ABomBeforeTheSetIsSkipped) {
  const Service service(always(reply(200, "\xEF\xBB\xBF" + good_set())));
  EXPECT_TRUE(accepted(first_token(service).result));
}

TEST(JwksFetch, ARedirectIsNeverFollowed) {
  const KeyServer other(always(reply(200, good_set())));
  for (const int status : {301, 302, 303, 307, 308}) {
    const Service service(always(reply(status, good_set(), "Location: " + other.url() + "\r\n")));
    const Verdict verdict = first_token(service);
    EXPECT_TRUE(unavailable(verdict.result, Reason::jwks_redirect)) << status;
    EXPECT_EQ(verdict.status.last_detail, service.server.url() + ": " + std::to_string(status));
  }
  EXPECT_EQ(other.requests(), 0);
}

TEST(JwksFetch, OnlyStatus200Counts) {
  for (const int status : {201, 203, 204, 206, 304, 401, 404, 429, 500, 503}) {
    const Service service(always(reply(status, status == 204 || status == 304 ? "" : good_set())));
    const Verdict verdict = first_token(service);
    EXPECT_TRUE(unavailable(verdict.result, Reason::jwks_status)) << status;
    EXPECT_EQ(verdict.status.last_detail, service.server.url() + ": " + std::to_string(status));
    EXPECT_EQ(verdict.status.failures, 1U);
  }
}

TEST(JwksFetch, TheTimeoutCoversTheWholeExchange) {
  Reply silent;
  silent.hold = true;
  Reply half = reply(200, good_set());
  half.bytes.resize(half.bytes.size() - 10);
  half.hold = true;
  for (const Reply& slow : {silent, half}) {
    Service service(always(slow));
    service.options.timeout = std::chrono::milliseconds(200);
    EXPECT_TRUE(unavailable(first_token(service).result, Reason::jwks_timeout));
  }
}

TEST(JwksFetch, ABodyBeyondTheLimitIsCutOffWhileItComesIn) {
  Reply endless;
  endless.bytes = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + good_set();
  endless.then = std::string(65'536, ' ');
  endless.repeat = 1'000'000;  // 65 GB: the test ends because the client hangs up
  const Service service(always(endless));
  EXPECT_TRUE(unavailable(first_token(service).result, Reason::jwks_too_large));
}

TEST(JwksFetch, TheLimitIsTheOptions) {
  Service service(always(reply(200, good_set())));
  service.options.max_bytes = good_set().size();
  EXPECT_TRUE(accepted(first_token(service).result));
  service.options.max_bytes = good_set().size() - 1;
  EXPECT_TRUE(unavailable(first_token(service).result, Reason::jwks_too_large));
}

TEST(JwksFetch, ABodyThatIsNoJwkSetIsAFailure) {
  for (const auto& [body, reason] : std::initializer_list<std::pair<std::string_view, Reason>>{
           {"<html>Log in</html>", Reason::jwks_not_json},
           {"", Reason::jwks_not_json},
           {R"({"keys":)", Reason::jwks_not_json},
           {R"({"keys":{}})", Reason::jwks_malformed},
           {"{}", Reason::jwks_malformed},
           {R"({"keys":[],"keys":[]})", Reason::jwks_duplicate_member}}) {
    const Service service(always(reply(200, body)));
    EXPECT_TRUE(unavailable(first_token(service).result, reason)) << body;
  }
}

TEST(JwksFetch, ASetWithoutAUsableKeyIsAnAnswer) {
  const Service service(always(reply(200, R"({"keys":[]})")));
  const Verdict verdict = first_token(service);
  EXPECT_TRUE(unavailable(verdict.result, Reason::jwks_no_usable_key));
  EXPECT_EQ(verdict.status.failures, 0U);
}

TEST(JwksFetch, AConnectionThatIsDroppedIsAFailure) {
  Reply half = reply(200, good_set());
  half.bytes.resize(half.bytes.size() - 10);
  for (const Reply& dropped : {Reply{}, half, Reply{"garbage\r\n\r\n"}}) {
    const Service service(always(dropped));
    EXPECT_TRUE(unavailable(first_token(service).result, Reason::jwks_fetch_failed));
  }
}

TEST(JwksFetch, NobodyListeningIsAFailureAndNoQueryIsShown) {
  std::string url;
  {
    const KeyServer gone(always(Reply{}));
    url = gone.url("/jwks");
  }
  Service service(always(Reply{}));
  service.options.jwks_uri = url + "?key=secret";
  const Verdict verdict = first_token(service);
  EXPECT_TRUE(unavailable(verdict.result, Reason::jwks_fetch_failed));
  EXPECT_TRUE(verdict.status.last_detail.starts_with(url + ": ")) << verdict.status.last_detail;
  EXPECT_EQ(verdict.status.last_detail.find("secret"), std::string::npos);
}

/// Metadata of kIssuer, and its JWK Set at /jwks.
KeyServer::Handler discovery(const std::string& named_issuer, const KeyServer& keys,
                             std::string_view where) {
  return [=, url = keys.url()](const std::string& request) {
    if (!request.starts_with("GET " + std::string(where) + " ")) return reply(404, "");
    return reply(
        200, "{\"issuer\":" + in_quotes(named_issuer) + ",\"jwks_uri\":" + in_quotes(url) + "}");
  };
}

TEST(JwksDiscovery, FindsTheSetAtEitherWellKnownPlace) {
  const KeyServer keys(always(reply(200, good_set())));
  for (const auto* const where : {"/.well-known/oauth-authorization-server/realms/a",
                                  "/realms/a/.well-known/openid-configuration"}) {
    Service service(always(Reply{}));
    service.policy.issuer = service.server.url("/realms/a");
    service.options.jwks_uri = "";
    service.server.answer(discovery(service.policy.issuer, keys, where));
    const JwksVerifier verifier = service.verifier();
    const std::string token =
        token_of_claims(good_claims().with("iss", in_quotes(service.policy.issuer)));
    EXPECT_TRUE(accepted(verifier.verify(token))) << where << verifier.status().last_detail;
  }
}

TEST(JwksDiscovery, Rfc8414MetadataOfAnotherIssuerIsRefusedAndItsKeysAreNotFetched) {
  const KeyServer keys(always(reply(200, good_set())));
  Service service(always(Reply{}));
  service.options.jwks_uri = "";
  service.options.metadata_url = service.server.url("/metadata");
  service.server.answer(discovery("https://auth.example.com", keys, "/metadata"));
  const Verdict verdict = first_token(service);
  EXPECT_TRUE(unavailable(verdict.result, Reason::discovery_issuer_mismatch));
  EXPECT_EQ(keys.requests(), 0);
  service.server.answer(discovery(std::string(kIssuer), keys, "/metadata"));
  EXPECT_TRUE(accepted(first_token(service).result));
}

TEST(JwksDiscovery, WithoutMetadataThereAreNoKeys) {
  Service service(always(reply(404, "")));
  service.options.jwks_uri = "";
  service.options.metadata_url = service.server.url("/metadata");
  const Verdict verdict = first_token(service);
  EXPECT_TRUE(unavailable(verdict.result, Reason::discovery_failed));
  EXPECT_EQ(verdict.status.last_detail, service.server.url("/metadata") + ": 404");
}

/// The option that create() refuses, as the message says it.
std::string refused_option(const Policy& policy, const JwksOptions& options) {
  const auto verifier = JwksVerifier::create(policy, options);
  if (verifier) return "none";
  EXPECT_EQ(verifier.error().code, Code::config_invalid);
  return verifier.error().claim;
}

TEST(JwksOptions, AreCheckedOnceWithTheirNames) {
  const JwksOptions sound{.jwks_uri = "https://127.0.0.1:1/jwks"};
  Policy policy = good_policy();
  auto refuse = [&](auto change) {
    JwksOptions options = sound;
    change(options);
    return refused_option(policy, options);
  };
  EXPECT_EQ(refuse([](JwksOptions&) {}), "none");
  EXPECT_EQ(refuse([](JwksOptions& o) { o.jwks_uri = "http://auth.example.com/jwks"; }),
            "jwks_uri must be an absolute https URL");
  EXPECT_EQ(refuse([](JwksOptions& o) { o.jwks_uri = "http://127.0.0.1/jwks"; }),
            "jwks_uri must be https, or allow_insecure_loopback must be true");
  EXPECT_EQ(refuse([](JwksOptions& o) { o.timeout = std::chrono::milliseconds(0); }),
            "timeout must be 1 ms to 60 s");
  EXPECT_EQ(refuse([](JwksOptions& o) { o.max_stale = std::chrono::seconds(-1); }),
            "max_stale must be 0 to 30 days");
  EXPECT_EQ(refuse([](JwksOptions& o) { o.cooldown = std::chrono::seconds(0); }),
            "cooldown must be 1 s to 1 h");
  EXPECT_EQ(refuse([](JwksOptions& o) { o.max_bytes = 0; }), "max_bytes must be 1 to 1,048,576");
  policy.issuer = "https://login.example/{tid}/v2.0";
  EXPECT_EQ(refuse([](JwksOptions& o) { o.jwks_uri = ""; }),
            "jwks_uri or metadata_url (the issuer is a template)");
  policy.issuer = "";
  EXPECT_EQ(refuse([](JwksOptions&) {}), "issuer");
}

}  // namespace
}  // namespace assay::test
