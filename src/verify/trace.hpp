#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.hpp"
#include "verify/check.hpp"

namespace assay {

enum class Status : std::uint8_t { pass, fail, skip };

/// A row of a table of checks.
template <class EachCheck>
struct CheckRow {
  EachCheck check;
  std::string_view name;
  std::string_view clause;          ///< the section of the specification that requires it
  std::string_view passed;          ///< message when it passed
  std::string_view not_applicable;  ///< message when there was nothing to check; "" for most
};

using CheckInfo = CheckRow<Check>;

[[nodiscard]] const CheckInfo& info(Check check) noexcept;
[[nodiscard]] std::string_view name_of(Status status) noexcept;

/// What one check found.
struct CheckResult {
  /// Nothing yet: the check was not reached.
  CheckResult();

  // Not inlined: each check of each kind would have this code.
  [[gnu::noinline]] void end(Status how, std::string_view why);
  [[gnu::noinline]] void describe(std::optional<std::string> wanted,
                                  std::optional<std::string> found);

  Status status = Status::skip;
  std::string message;
  std::optional<std::string> expected;
  std::optional<std::string> actual;
};

/// The record of one run of checks, a result for each in order. info() has a row for each.
template <class EachCheck, std::size_t kCount>
class TraceOf {
 public:
  void pass(EachCheck check) { pass(check, info(check).passed); }
  /// @param message in place of the table's
  void pass(EachCheck check, std::string_view message) { at(check).end(Status::pass, message); }
  /// The check was reached and does not apply.
  void skip(EachCheck check) { at(check).end(Status::skip, info(check).not_applicable); }
  void fail(EachCheck check, const Error& error) { at(check).end(Status::fail, error.message()); }
  /// What the check expected and what it found. Never a key, a secret or a whole token.
  void describe(EachCheck check, std::optional<std::string> expected,
                std::optional<std::string> actual) {
    CheckResult& result = at(check);
    result.describe(std::move(expected), std::move(actual));
  }

  [[nodiscard]] const std::array<CheckResult, kCount>& results() const noexcept { return results_; }

 private:
  [[nodiscard]] CheckResult& at(EachCheck check) noexcept {
    return results_[static_cast<std::size_t>(check)];
  }

  std::array<CheckResult, kCount> results_;
};

/// Of a run of the pipeline.
using Trace = TraceOf<Check, kCheckCount>;

}  // namespace assay
