#pragma once

#include <string>
#include <vector>

namespace assay {

/// The name of a claim, and the names of members inside it.
using ClaimPath = std::vector<std::string>;

}  // namespace assay
