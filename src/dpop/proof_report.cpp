#include "dpop/proof_report.hpp"

#include "dpop/proof_check_table.hpp"

namespace assay {

const ProofCheckInfo& info(ProofCheck check) noexcept {
  return kProofChecks[static_cast<std::size_t>(check)];
}

}  // namespace assay
