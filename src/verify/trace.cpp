#include "verify/trace.hpp"

#include <utility>

#include "verify/check_table.hpp"

namespace assay {
namespace {

constexpr std::string_view kNotReached = "Not checked: an earlier step left nothing to check";

constexpr std::array<std::string_view, 3> kStatusNames{"pass", "fail", "skip"};

}  // namespace

const CheckInfo& info(Check check) noexcept { return kChecks[static_cast<std::size_t>(check)]; }

std::string_view name_of(Status status) noexcept {
  return kStatusNames[static_cast<std::size_t>(status)];
}

Trace::Trace() {
  for (CheckResult& result : results_) result.message = kNotReached;
}

void Trace::pass(Check check) { pass(check, info(check).passed); }

void Trace::pass(Check check, std::string_view message) {
  at(check).status = Status::pass;
  at(check).message = message;
}

void Trace::skip(Check check) {
  at(check).status = Status::skip;
  at(check).message = info(check).not_applicable;
}

void Trace::fail(Check check, const Error& error) {
  at(check).status = Status::fail;
  at(check).message = error.message();
}

void Trace::describe(Check check, std::optional<std::string> expected,
                     std::optional<std::string> actual) {
  at(check).expected = std::move(expected);
  at(check).actual = std::move(actual);
}

}  // namespace assay
