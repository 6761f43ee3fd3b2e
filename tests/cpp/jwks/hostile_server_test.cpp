// assay::jwks against a key server, or metadata, that attacks: no request goes where it must not,
// no memory is filled, nobody waits for ever, and no token passes.
#include <gtest/gtest.h>

#include <cstdlib>
#include <sstream>

#include "jwks/jwks_fixture.hpp"

namespace assay::test {
namespace {

/// 64 kB of a line, over and over: a test with it ends because the client hangs up.
Reply endless(std::string_view start, std::string_view line) {
  Reply reply;
  reply.bytes = start;
  while (reply.then.size() < 65'536) reply.then += line;
  reply.repeat = 1'000'000;
  return reply;
}

TEST(HostileServer, AHeaderWithoutEndIsCutOff) {
  for (const std::string_view line :
       {"Cache-Control: max-age=60\r\n", "X: y\r\n", "ETag: \"a\"\r\n", "x"}) {
    Service service(always(endless("HTTP/1.1 200 OK\r\nX-First: ", line)));
    service.options.timeout = std::chrono::seconds(60);
    const Verdict verdict = first_token(service);
    EXPECT_TRUE(unavailable(verdict.result, Reason::jwks_too_large) ||
                unavailable(verdict.result, Reason::jwks_fetch_failed))
        << line << verdict.status.last_detail;
  }
}

TEST(HostileServer, InterimResponsesWithoutEndAreCutOff) {
  for (const std::string_view interim :
       {"HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nETag: \"a\"\r\n\r\n"}) {
    Service service(always(endless("", interim)));
    service.options.timeout = std::chrono::seconds(60);
    EXPECT_TRUE(unavailable(first_token(service).result, Reason::jwks_too_large)) << interim;
  }
}

TEST(HostileServer, AHeaderOfOrdinarySizeIsRead) {
  std::string fields = "Cache-Control: max-age=60\r\n";
  while (fields.size() < 30'000) fields += "Set-Cookie: " + std::string(900, 'a') + "\r\n";
  const Service service(always(reply(200, good_set(), fields)));
  EXPECT_TRUE(accepted(first_token(service).result));
}

TEST(HostileServer, ATrailerChangesNothing) {
  Reply chunked;
  const std::string set = good_set();
  std::ostringstream size;
  size << std::hex << set.size();
  chunked.bytes = "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n" +
                  size.str() + "\r\n" + set + "\r\n0\r\n";
  for (const std::string_view trailer : {"", "HTTP/1.1: 200\r\n", "ETag: \"a\"\r\n"}) {
    Reply one = chunked;
    one.bytes.append(trailer).append("\r\n");
    const Service service(always(one));
    EXPECT_TRUE(accepted(first_token(service).result)) << trailer;
  }
}

TEST(HostileServer, ACompressedBodyIsNotUnpacked) {
  for (const std::string_view field :
       {"Content-Encoding: gzip\r\n", "Transfer-Encoding: gzip\r\n",
        "Content-Encoding: gzip, gzip, gzip\r\n", "Content-Encoding: br\r\n"}) {
    // The begin of a gzip member (RFC 1952 §2.3).
    const Service service(always(reply(200, "\x1F\x8B\x08 and so on", field)));
    const Verdict verdict = first_token(service);
    EXPECT_TRUE(unavailable(verdict.result, Reason::jwks_not_json) ||
                unavailable(verdict.result, Reason::jwks_fetch_failed))
        << field;
  }
}

TEST(HostileServer, HttpOfAnotherVersionIsAFailure) {
  for (const std::string& bytes :
       {good_set(), "HTTP/0.9 200 OK\r\n\r\n" + good_set(), "HTTP/9.9 200 OK\r\n\r\n" + good_set(),
        "ICY 200 OK\r\n\r\n" + good_set()}) {
    const Service service(always(Reply{bytes}));
    EXPECT_TRUE(unavailable(first_token(service).result, Reason::jwks_fetch_failed)) << bytes;
  }
}

TEST(HostileServer, LengthsThatContradictAreAFailure) {
  const std::string set = good_set();
  for (const std::string& fields : {std::string("Content-Length: -1\r\n"),
                                    "Content-Length: " + std::to_string(set.size() + 1) + "\r\n",
                                    std::string("Transfer-Encoding: chunked\r\n")}) {
    Reply wrong;
    wrong.bytes = "HTTP/1.1 200 OK\r\nConnection: close\r\n" + fields + "\r\n" + set;
    const Service service(always(wrong));
    EXPECT_FALSE(first_token(service).result.has_value()) << fields;
  }
}

TEST(HostileServer, ANotModifiedThatBreaksOffConfirmsNothing) {
  Service service(always(reply(200, good_set(), "ETag: \"a\"\r\nCache-Control: max-age=60\r\n")));
  service.options.max_stale = std::chrono::seconds(0);
  const JwksVerifier verifier = service.verifier();
  ASSERT_TRUE(accepted(verifier.verify(good_token())));
  // It stops after a line of the header.
  service.server.answer(always(Reply{"HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n"}));
  service.clock->advance(61);
  EXPECT_TRUE(unavailable(verifier.verify(good_token()), Reason::jwks_fetch_failed));
  EXPECT_NE(service.server.last_request().find("If-None-Match: \"a\"\r\n"), std::string::npos);
}

TEST(HostileServer, AnEntityTagCannotWriteARequest) {
  Reply split = reply(200, good_set(), "ETag: \"a\rX-Evil: b\"\r\nCache-Control: max-age=60\r\n");
  Service service(always(split));
  const JwksVerifier verifier = service.verifier();
  ASSERT_TRUE(accepted(verifier.verify(good_token())));
  service.clock->advance(61);
  ASSERT_TRUE(accepted(verifier.verify(good_token())));  // has the set refreshed
  service.server.wait_for_requests(2);
  EXPECT_EQ(service.server.last_request().find("Evil"), std::string::npos);
}

TEST(HostileServer, RetryAfterHoldsForAnHourAtMostAndTheKeysServeMeanwhile) {
  Service service(always(reply(200, good_set(), "Cache-Control: max-age=60\r\n")));
  const JwksVerifier verifier = service.verifier();
  ASSERT_TRUE(accepted(verifier.verify(good_token())));
  for (const auto* const field : {"Retry-After: 99999999999999999999999\r\n",
                                  "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT\r\n",
                                  "Retry-After: 1\r\nRetry-After: 999999999\r\n"}) {
    service.server.answer(always(reply(503, "", field)));
    const std::uint64_t failures = verifier.status().failures;
    service.clock->advance(3'601);
    EXPECT_TRUE(accepted(verifier.verify(good_token())));
    wait_until([&] { return verifier.status().failures > failures; });
    EXPECT_LE(verifier.retry_after(), std::chrono::seconds(3'600));
    EXPECT_TRUE(accepted(verifier.verify(good_token()))) << field;
  }
  service.server.answer(always(reply(200, good_set())));
  const std::uint64_t fetches = verifier.status().fetches;
  service.clock->advance(3'601);
  EXPECT_TRUE(accepted(verifier.verify(good_token())));
  wait_until([&] { return verifier.status().fetches > fetches; });
}

/// What create() says of a jwks_uri.
std::string fault_of(const std::string& url) {
  const auto verifier = JwksVerifier::create(
      good_policy(), {.jwks_uri = url, .allow_insecure_loopback = true, .timeout = {}});
  return verifier ? "none" : verifier.error().claim;
}

TEST(HostileUrl, OfAnotherProtocolOrWithCredentialsIsRefused) {
  for (const auto* const url :
       {"file:///etc/passwd", "FILE:///etc/passwd", "file://localhost/etc/passwd",
        "ftp://127.0.0.1/jwks", "gopher://127.0.0.1/", "dict://127.0.0.1/", "ldap://127.0.0.1/",
        "scp://127.0.0.1/", "smb://127.0.0.1/", "telnet://127.0.0.1/", "ws://127.0.0.1/",
        "data:application/json,{}", "javascript:1", "http://192.168.0.1/", "http://0.0.0.0/",
        "http://[::ffff:127.0.0.1]/", "http://127.0.0.1.evil.example/",
        "http://2130706433.example/"}) {
    EXPECT_EQ(fault_of(url), "jwks_uri must be an absolute https URL") << url;
  }
  for (const auto* const url :
       {"https://a:b@127.0.0.1/", "http://a@127.0.0.1/", "https://:b@127.0.0.1/"}) {
    EXPECT_EQ(fault_of(url), "jwks_uri must not contain credentials") << url;
  }
}

TEST(HostileUrl, OfMetadataIsNotFetched) {
  const KeyServer keys(always(reply(200, good_set())));
  const std::string after_scheme = keys.url().substr(std::string_view("http").size());
  for (const std::string& url :
       {std::string("file:///etc/passwd"), std::string("/jwks"), "ftp" + after_scheme,
        "gopher" + after_scheme, "http://a:b@" + keys.url().substr(7), keys.url() + "#a",
        "http://example.com" + after_scheme, std::string("https://"), ' ' + keys.url()}) {
    Service service(always(Reply{}));
    service.options.jwks_uri = "";
    service.options.metadata_url = service.server.url("/metadata");
    service.server.answer(always(
        reply(200, "{\"issuer\":" + in_quotes(kIssuer) + ",\"jwks_uri\":" + in_quotes(url) + "}")));
    const Verdict verdict = first_token(service);
    EXPECT_TRUE(unavailable(verdict.result, Reason::discovery_failed)) << url;
    EXPECT_EQ(verdict.status.last_detail,
              service.server.url("/metadata") + ": its jwks_uri is no absolute https URL");
  }
  EXPECT_EQ(keys.requests(), 0);
}

TEST(HostileUrl, OfThisMachineGoesThroughNoProxyHoweverItIsWritten) {
  const KeyServer proxy(always(reply(200, set_of({second_key().jwk()}))));
  for (const auto* const name : {"http_proxy", "all_proxy"}) {
    ASSERT_EQ(setenv(name, proxy.url("").c_str(), 1), 0);
  }
  Service service(always(reply(200, good_set())));
  EXPECT_TRUE(accepted(first_token(service).result));
  service.options.jwks_uri.replace(0, 4, "HTTP");
  EXPECT_TRUE(accepted(first_token(service).result));
  for (const auto* const name : {"http_proxy", "all_proxy"}) unsetenv(name);
  EXPECT_EQ(proxy.requests(), 0);
}

TEST(HostileThreads, VerifiersComeAndGoWhileTheServerStalls) {
  Reply silent;
  silent.hold = true;
  const Service service(always(silent));
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&service] {
      for (int times = 0; times < 8; ++times) {
        const JwksVerifier verifier = service.verifier();
        EXPECT_FALSE(verifier.try_verify(good_token()).has_value());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(HostileClock, ThatGoesBackOrBeginsBelowZeroStillFindsTheKeys) {
  const KeyServer keys(always(reply(200, good_set())));
  Service service(always(Reply{}));
  service.options.jwks_uri = "";
  service.options.metadata_url = service.server.url("/metadata");
  service.server.answer(always(reply(
      200, "{\"issuer\":" + in_quotes(kIssuer) + ",\"jwks_uri\":" + in_quotes(keys.url()) + "}")));
  service.clock->advance(-2'000'000);
  const JwksVerifier verifier = service.verifier();
  EXPECT_TRUE(accepted(verifier.verify(good_token()))) << verifier.status().last_detail;
  service.clock->advance(-500);
  EXPECT_TRUE(accepted(verifier.verify(good_token())));
  EXPECT_TRUE(verifier.retry_after() >= std::chrono::seconds(1));
}

}  // namespace
}  // namespace assay::test
