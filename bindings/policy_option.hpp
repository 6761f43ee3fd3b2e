#pragma once

#include <string_view>

#include "verify/policy.hpp"

namespace assay::wire {

/// An option of createVerifier that the core reads, and the member of the policy that it becomes.
template <class Member>
struct PolicyOption {
  std::string_view name;
  Member Policy::*member;
  std::string_view word = {};  ///< the value that makes a bool true; any other string: false
};

}  // namespace assay::wire
