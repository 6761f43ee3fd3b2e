#pragma once

#include <string_view>

#include "base/error.hpp"
#include "base/json.hpp"

namespace assay {

/// The errors for the faults of one kind of JSON text.
struct JsonErrors {
  Reason no_json;
  Reason duplicate_member;
  std::string_view number;  ///< the sentence about a number out of range
};

[[nodiscard]] inline Error error_of(const json::Fault& fault, const JsonErrors& errors) {
  switch (fault.kind) {
    case json::FaultKind::duplicate_member:
      return Error(errors.duplicate_member);
    case json::FaultKind::number_range:
      return Error::saying(errors.no_json, errors.number);
    case json::FaultKind::syntax:
    case json::FaultKind::too_deep:
      break;
  }
  return Error(errors.no_json);
}

}  // namespace assay
