#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "verify/check.hpp"

namespace assay {

enum class Status : std::uint8_t { pass, fail, skip };

/// A row of the table of checks.
struct CheckInfo {
  Check check;
  std::string_view name;
  std::string_view clause;          ///< the section of the specification that requires it
  std::string_view passed;          ///< message when it passed
  std::string_view not_applicable;  ///< message when there was nothing to check; "" for most
};

[[nodiscard]] const CheckInfo& info(Check check) noexcept;
[[nodiscard]] std::string_view name_of(Status status) noexcept;

/// What one check found.
struct CheckResult {
  Status status = Status::skip;
  std::string message;
  std::optional<std::string> expected;
  std::optional<std::string> actual;
};

/// The record of one run of the pipeline, a result for each check in order.
class Trace {
 public:
  Trace();

  void pass(Check check);
  /// @param message in place of the table's
  void pass(Check check, std::string_view message);
  /// The check was reached and does not apply.
  void skip(Check check);
  void fail(Check check, const Error& error);
  /// What the check expected and what it found. Never a key, a secret or a whole token.
  void describe(Check check, std::optional<std::string> expected,
                std::optional<std::string> actual);

  [[nodiscard]] const std::array<CheckResult, kCheckCount>& results() const noexcept {
    return results_;
  }

 private:
  [[nodiscard]] CheckResult& at(Check check) noexcept {
    return results_[static_cast<std::size_t>(check)];
  }

  std::array<CheckResult, kCheckCount> results_;
};

}  // namespace assay
