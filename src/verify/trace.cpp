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

CheckResult::CheckResult() : message(kNotReached) {}

void CheckResult::end(Status how, std::string_view why) {
  status = how;
  message = why;
}

void CheckResult::describe(std::optional<std::string> wanted, std::optional<std::string> found) {
  expected = std::move(wanted);
  actual = std::move(found);
}

}  // namespace assay
