// check_signature(): keys that are sound, that have a fault, or whose module is not loaded.
#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "support/verdict.hpp"
#include "verify/header_checks.hpp"

namespace assay::test {
namespace {

/// A key of which a test says what prepare() and verify() answer.
class FakeKey final : public VerificationKey {
 public:
  FakeKey(std::optional<Reason> fault, bool verifies) : fault_(fault), verifies_(verifies) {}
  [[nodiscard]] KeyType type() const noexcept override { return KeyType::p256; }
  [[nodiscard]] std::span<const std::uint8_t> identity() const noexcept override { return {}; }
  [[nodiscard]] std::optional<Reason> prepare() const override { return fault_; }
  [[nodiscard]] bool verify(Algorithm /*algorithm*/, std::string_view /*signing_input*/,
                            std::span<const std::uint8_t> /*signature*/) const override {
    return verifies_;
  }

 private:
  std::optional<Reason> fault_;
  bool verifies_;
};

struct Answers {
  std::optional<Reason> fault;
  bool verifies = false;
};

constexpr Answers kGood{.fault = std::nullopt, .verifies = true};
constexpr Answers kOther{.fault = std::nullopt, .verifies = false};

/// The index of the key that matched, or the Error.
Result<std::size_t> check(std::initializer_list<Answers> answers) {
  std::vector<Jwk> jwks;
  for (const auto& [fault, verifies] : answers) {
    jwks.emplace_back().key = std::make_unique<const FakeKey>(fault, verifies);
  }
  Selection selection;
  for (const Jwk& jwk : jwks) selection.keys.push_back(&jwk);
  const auto matched = check_signature(selection, Algorithm::es256, "header.payload", Bytes(64));
  if (!matched) return matched.error();
  return static_cast<std::size_t>(*matched - jwks.data());
}

testing::AssertionResult looks_up(const Result<std::size_t>& result, Reason reason) {
  if (auto right = invalid(result, reason); !right) return right;
  return result.error().look_up ? testing::AssertionSuccess()
                                : testing::AssertionFailure() << "asks for no look-up";
}

TEST(SignatureCheck, TakesTheFirstKeyThatVerifies) {
  EXPECT_EQ(*check({kGood}), 0U);
  EXPECT_EQ(*check({kOther, kGood, kGood}), 1U);
  EXPECT_TRUE(invalid(check({kOther}), Reason::signature_mismatch));
  EXPECT_TRUE(invalid(check({kOther, kOther}), Reason::signature_mismatch));
}

TEST(SignatureCheck, PassesOverAKeyWithAFault) {
  for (const Reason fault : {Reason::key_material, Reason::key_weak}) {
    const Answers faulty{.fault = fault, .verifies = true};
    EXPECT_EQ(*check({faulty, kGood}), 1U);
    EXPECT_TRUE(invalid(check({faulty, kOther}), Reason::signature_mismatch));
    EXPECT_TRUE(invalid(check({kOther, faulty}), Reason::signature_mismatch));
  }
}

TEST(SignatureCheck, SaysTheFaultWhereEachKeyHasOneAndAsksForOtherKeys) {
  for (const Reason fault : {Reason::key_material, Reason::key_weak}) {
    const Answers faulty{.fault = fault, .verifies = true};
    EXPECT_TRUE(looks_up(check({faulty}), fault));
    EXPECT_TRUE(looks_up(check({faulty, faulty}), fault));
  }
}

TEST(SignatureCheck, EndsAtAKeyWhoseModuleIsNotLoaded) {
  const Answers missing{.fault = Reason::core_not_loaded, .verifies = true};
  const Answers faulty{.fault = Reason::key_material, .verifies = false};
  for (const auto& result :
       {check({missing}), check({missing, kGood}), check({kOther, missing}),
        check({faulty, missing}), check({missing, faulty}), check({missing, missing})}) {
    EXPECT_TRUE(refused(result, Code::auth_keys_unavailable, Reason::core_not_loaded));
    EXPECT_FALSE(result.error().look_up) << "other keys would change nothing";
  }
  EXPECT_EQ(*check({kGood, missing}), 0U) << "a key before it has verified the signature";
}

TEST(SignatureCheck, WithoutAKeyIsABug) {
  EXPECT_TRUE(refused(check({}), Code::internal, Reason::internal));
}

}  // namespace
}  // namespace assay::test
