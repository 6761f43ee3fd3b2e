// Made from tables/options.js by `npm run generate`: change it there.
#pragma once

#include <array>

#include "crypto/algorithm.hpp"

namespace assay {

/// The default allow-list for proofs, in the order of the challenge.
inline constexpr std::array<Algorithm, 5> kProofAlgorithms{
    Algorithm::es256, Algorithm::eddsa, Algorithm::ed25519, Algorithm::ps256, Algorithm::rs256};

}  // namespace assay
