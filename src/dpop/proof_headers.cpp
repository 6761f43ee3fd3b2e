#include "dpop/proof_headers.hpp"

#include <utility>

namespace assay {

std::shared_ptr<const ProofHeader> ProofHeaders::find(std::string_view encoded) {
  const auto found = index_.find(encoded);
  if (found == index_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->header;
}

void ProofHeaders::insert(std::string_view encoded, std::shared_ptr<const ProofHeader> header) {
  if (limit_ == 0 || index_.contains(encoded)) return;
  if (entries_.size() >= limit_) {
    index_.erase(entries_.back().encoded);
    entries_.pop_back();
  }
  entries_.push_front({.encoded = std::string(encoded), .header = std::move(header)});
  index_.emplace(entries_.front().encoded, entries_.begin());
}

}  // namespace assay
