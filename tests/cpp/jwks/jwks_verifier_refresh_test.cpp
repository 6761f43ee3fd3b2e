// assay::jwks over time: refreshing, rotation, outages, floods, threads, the end.
#include <gtest/gtest.h>

#include "jwks/jwks_fixture.hpp"

namespace assay::test {
namespace {

constexpr auto kCacheable = "Cache-Control: max-age=600\r\nETag: \"one\"\r\n";

TEST(JwksRefresh, AStaleSetServesWhileItIsRefreshedAndTheRefreshIsConditional) {
  Service service(always(reply(200, good_set(), kCacheable)));
  const JwksVerifier verifier = service.verifier();
  ASSERT_TRUE(accepted(verifier.verify(good_token())));
  Reply not_modified = reply(304, "", "ETag: \"one\"\r\n");
  not_modified.wait_for_release = true;
  service.server.answer(always(not_modified));
  service.clock->advance(601);
  EXPECT_TRUE(accepted(verifier.verify(good_token()))) << "nobody waits for the refresh";
  service.server.wait_for_requests(2);
  EXPECT_TRUE(accepted(verifier.verify(good_token())));
  EXPECT_EQ(service.server.requests(), 2) << "one refresh at a time";
  EXPECT_NE(service.server.last_request().find("If-None-Match: \"one\"\r\n"), std::string::npos);
  service.server.release();
  wait_until([&] { return verifier.status().fetches == 2; });
  EXPECT_TRUE(accepted(verifier.verify(good_token())));
  EXPECT_LT(*verifier.status().age, 1);
  service.clock->advance(599);
  EXPECT_TRUE(accepted(verifier.verify(good_token())));
  EXPECT_EQ(service.server.requests(), 2) << "a 304 without Cache-Control keeps the lifetime";
}

TEST(JwksRefresh, AWithdrawnKeyIsGoneWithTheAnswerThatLacksIt) {
  Service service(always(reply(200, good_set(), kCacheable)));
  const JwksVerifier verifier = service.verifier();
  ASSERT_TRUE(accepted(verifier.verify(good_token())));
  service.server.answer(always(reply(200, rotated_set(), kCacheable)));
  service.clock->advance(601);
  ASSERT_TRUE(accepted(verifier.verify(good_token())));
  wait_until([&] { return verifier.status().fetches == 2; });
  EXPECT_TRUE(invalid(verifier.verify(good_token()), Reason::key_not_found));
  EXPECT_TRUE(accepted(verifier.verify(rotated_token())));
}

TEST(JwksRefresh, AnOutageIsBridgedUntilTheHardCap) {
  Service service(always(reply(200, good_set(), kCacheable)));
  service.options.max_stale = std::chrono::hours(1);
  const JwksVerifier verifier = service.verifier();
  ASSERT_TRUE(accepted(verifier.verify(good_token())));
  service.server.answer(always(reply(503, "")));
  service.clock->advance(3599);
  EXPECT_TRUE(accepted(verifier.verify(good_token())));
  wait_until([&] { return verifier.status().failures > 0; });
  EXPECT_TRUE(accepted(verifier.verify(good_token())));
  EXPECT_TRUE(verifier.status().last_error);
  service.clock->advance(1);
  EXPECT_TRUE(unavailable(verifier.verify(good_token()), Reason::jwks_status));
  EXPECT_FALSE(verifier.status().has_keys);
}

TEST(JwksRefresh, AFailureIsNotRepeatedBeforeItsTimeAndNobodyWaitsThen) {
  Service service(always(reply(503, "", "Retry-After: 120\r\n")));
  const JwksVerifier verifier = service.verifier();
  EXPECT_TRUE(unavailable(verifier.verify(good_token()), Reason::jwks_status));
  for (int i = 0; i < 10; ++i) {
    EXPECT_TRUE(unavailable(verifier.verify(good_token()), Reason::jwks_status));
  }
  EXPECT_EQ(service.server.requests(), 1);
  EXPECT_EQ(verifier.retry_after(), std::chrono::seconds(120));
  service.server.answer(always(reply(200, good_set())));
  service.clock->advance(120);
  EXPECT_TRUE(accepted(verifier.verify(good_token())));
}

TEST(JwksLookUp, ATokenOfANewKeyIsVerifiedAtOnce) {
  Service service(always(reply(200, good_set(), kCacheable)));
  const JwksVerifier verifier = service.verifier();
  ASSERT_TRUE(accepted(verifier.verify(good_token())));
  service.server.answer(always(reply(200, rotated_set(), kCacheable)));
  EXPECT_TRUE(accepted(verifier.verify(rotated_token())));
  EXPECT_EQ(service.server.requests(), 2);
}

TEST(JwksLookUp, AFloodOfUnknownKeyIdsCostsOneRequestPerCooldown) {
  Service service(always(reply(200, good_set(), kCacheable)));
  const JwksVerifier verifier = service.verifier();
  ASSERT_TRUE(accepted(verifier.verify(good_token())));
  for (int i = 0; i < 20; ++i) {
    EXPECT_TRUE(invalid(verifier.verify(rotated_token("unknown-" + std::to_string(i))),
                        Reason::key_not_found));
  }
  EXPECT_EQ(service.server.requests(), 2);
  service.clock->advance(30);
  EXPECT_TRUE(invalid(verifier.verify(rotated_token()), Reason::key_not_found));
  EXPECT_EQ(service.server.requests(), 3);
  EXPECT_TRUE(accepted(verifier.verify(good_token()))) << "good tokens are not concerned";
}

TEST(JwksLookUp, AForgedSignatureUnderAKnownKeyIdCausesNone) {
  Service service(always(reply(200, good_set(), kCacheable)));
  const JwksVerifier verifier = service.verifier();
  const std::string forged = sign_token(good_header().json(), good_claims().json(), second_key());
  EXPECT_TRUE(invalid(verifier.verify(forged), Reason::signature_mismatch));
  EXPECT_EQ(service.server.requests(), 1);
}

TEST(JwksLookUp, AFailedOneIsNeverKeyNotFound) {
  Service service(always(reply(200, good_set(), kCacheable)));
  const JwksVerifier verifier = service.verifier();
  ASSERT_TRUE(accepted(verifier.verify(good_token())));
  service.server.answer(always(reply(500, "")));
  EXPECT_TRUE(unavailable(verifier.verify(rotated_token()), Reason::jwks_status));
  EXPECT_TRUE(unavailable(verifier.verify(rotated_token()), Reason::jwks_status))
      << "held back after the failure";
  EXPECT_EQ(service.server.requests(), 2);
  EXPECT_TRUE(accepted(verifier.verify(good_token())));
}

TEST(JwksTry, NeverWaits) {
  Reply held = reply(200, good_set(), kCacheable);
  held.wait_for_release = true;
  Service service(always(held));
  const JwksVerifier verifier = service.verifier();
  EXPECT_TRUE(unavailable(verifier.try_verify(good_token()), Reason::keys_not_loaded));
  EXPECT_EQ(verifier.try_verify(good_token()).error().message(), "The JWK Set is not loaded yet");
  EXPECT_EQ(verifier.retry_after(), std::chrono::seconds(1));
  service.server.release();
  ASSERT_TRUE(verifier.ready());
  EXPECT_TRUE(accepted(verifier.try_verify(good_token())));

  service.server.answer(always(reply(200, rotated_set(), kCacheable)));
  EXPECT_TRUE(unavailable(verifier.try_verify(rotated_token()), Reason::keys_outdated));
  wait_until([&] { return verifier.status().fetches == 2; });
  EXPECT_TRUE(accepted(verifier.try_verify(rotated_token())));
}

TEST(JwksThreads, ManyThatWaitCauseOneFetch) {
  Reply held = reply(200, good_set(), kCacheable);
  held.wait_for_release = true;
  Service service(always(held));
  const JwksVerifier verifier = service.verifier();
  std::atomic<int> accepted_tokens = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      if (verifier.verify(good_token())) ++accepted_tokens;
    });
  }
  service.server.wait_for_requests(1);
  service.server.release();
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(accepted_tokens, 8);
  EXPECT_EQ(service.server.requests(), 1);
}

TEST(JwksThreads, TokensAreVerifiedWhileKeysRotate) {
  Service service(always(reply(200, good_set(), kCacheable)));
  service.options.cooldown = std::chrono::seconds(1);
  const JwksVerifier verifier = service.verifier();
  ASSERT_TRUE(verifier.ready());
  const std::string both =
      set_of({first_key().jwk(R"("kid":"first")"), second_key().jwk(R"("kid":"second")")});
  std::atomic<bool> done = false;
  std::atomic<int> refusals = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      const std::string token = good_token();
      while (!done) {
        if (!verifier.verify(token)) ++refusals;
        (void)verifier.status();
        (void)verifier.retry_after();
      }
    });
  }
  for (int i = 0; i < 10; ++i) {
    service.server.answer(always(reply(200, i % 2 == 0 ? both : good_set(), kCacheable)));
    const auto fetches = verifier.status().fetches;
    service.clock->advance(601);
    wait_until([&] { return verifier.status().fetches > fetches; });
  }
  done = true;
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(refusals, 0);
}

TEST(JwksEnd, TheDestructorEndsAnExchangeThatIsUnderWay) {
  Reply silent;
  silent.hold = true;
  Service service(always(silent));
  service.options.timeout = std::chrono::minutes(1);
  const auto begin = std::chrono::steady_clock::now();
  {
    const JwksVerifier verifier = service.verifier();
    service.server.wait_for_requests(1);
  }
  // Not how long it takes, but that it was not the timeout that ended it.
  EXPECT_LT(std::chrono::steady_clock::now() - begin, service.options.timeout);
}

TEST(JwksEnd, AVerifierCanBeMoved) {
  const Service service(always(reply(200, good_set(), kCacheable)));
  JwksVerifier first = service.verifier();
  JwksVerifier second = std::move(first);
  EXPECT_TRUE(accepted(second.verify(good_token())));
  second = service.verifier();
  EXPECT_TRUE(accepted(second.verify(good_token())));
}

TEST(JwksExplain, ShowsEveryCheckAlsoWithoutKeys) {
  const Service service(always(reply(503, "")));
  const JwksVerifier verifier = service.verifier();
  ASSERT_FALSE(verifier.ready());
  const Report report = verifier.explain(good_token());
  ASSERT_TRUE(report.error);
  EXPECT_EQ(report.error->reason, Reason::keys_not_loaded);
  EXPECT_FALSE(report.signature_verified);
  EXPECT_TRUE(report.claims);
}

}  // namespace
}  // namespace assay::test
