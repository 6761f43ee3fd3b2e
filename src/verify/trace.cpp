#include "verify/trace.hpp"

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

}  // namespace assay
