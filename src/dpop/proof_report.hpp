#pragma once

#include <optional>
#include <string>

#include "base/error.hpp"
#include "dpop/proof_check.hpp"
#include "verify/trace.hpp"

namespace assay {

using ProofCheckInfo = CheckRow<ProofCheck>;

[[nodiscard]] const ProofCheckInfo& info(ProofCheck check) noexcept;

using ProofTrace = TraceOf<ProofCheck, kProofCheckCount>;

/// Every check of one proof, for the person who asks why it was refused.
struct ProofReport {
  std::optional<Error> error;  ///< what verify_proof() returns; nothing: accepted
  ProofTrace trace;
  std::optional<std::string> header;  ///< the header's JSON text, where it could be read
  std::optional<std::string> claims;  ///< the claims' JSON text, where it could be read
};

}  // namespace assay
