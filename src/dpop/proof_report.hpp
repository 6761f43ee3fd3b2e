#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "dpop/proof_check.hpp"
#include "verify/trace.hpp"

namespace assay {

/// A row of the table of the checks of a proof.
struct ProofCheckInfo {
  ProofCheck check;
  std::string_view name;
  std::string_view clause;          ///< the section of the specification that requires it
  std::string_view passed;          ///< message when it passed
  std::string_view not_applicable;  ///< message when there was nothing to check; "" for most
};

[[nodiscard]] const ProofCheckInfo& info(ProofCheck check) noexcept;

/// Every check of one proof, for the person who asks why it was refused.
struct ProofReport {
  ProofReport();

  std::optional<Error> error;  ///< what verify_proof() returns; nothing: accepted
  std::array<CheckResult, kProofCheckCount> results;
  std::optional<std::string> header;  ///< the header's JSON text, where it could be read
  std::optional<std::string> claims;  ///< the claims' JSON text, where it could be read

  [[nodiscard]] CheckResult& at(ProofCheck check) noexcept {
    return results[static_cast<std::size_t>(check)];
  }
};

}  // namespace assay
