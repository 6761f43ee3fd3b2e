// Prints what --gtest_brief hides: that tests go on, and which were skipped. `npm test` ends a
// program that is silent for long, and collects what was skipped.
#include <gtest/gtest.h>

#include <chrono>
#include <iostream>

#include "support/vectors.hpp"

namespace assay::test {
namespace {

class Progress : public testing::EmptyTestEventListener {
 public:
  void OnTestEnd(const testing::TestInfo& test) override {
    ++done_;
    if (test.result()->Skipped()) say_skipped(reason_of(test));
    const auto now = std::chrono::steady_clock::now();
    if (now - said_ < std::chrono::seconds(10)) return;
    said_ = now;
    std::cout << done_ << " of " << testing::UnitTest::GetInstance()->test_to_run_count()
              << " tests\n"
              << std::flush;
  }

 private:
  static std::string reason_of(const testing::TestInfo& test) {
    const testing::TestResult& result = *test.result();
    for (int i = 0; i < result.total_part_count(); ++i) {
      const testing::TestPartResult& part = result.GetTestPartResult(i);
      const std::string message = part.skipped() ? part.message() : "";
      if (!message.empty()) return message;
    }
    return std::string(test.test_suite_name()) + "." + test.name() + ": no reason given";
  }

  int done_ = 0;
  std::chrono::steady_clock::time_point said_ = std::chrono::steady_clock::now();
};

/// Active in every test program that links this file; main() is GoogleTest's.
const bool listening = [] {
  testing::UnitTest::GetInstance()->listeners().Append(new Progress);  // which owns it
  return true;
}();

}  // namespace
}  // namespace assay::test
