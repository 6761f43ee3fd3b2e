#pragma once

#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "crypto/algorithm.hpp"
#include "jose/jwk.hpp"

namespace assay {

/// The header of an accepted proof. All proofs of a client have the same: its key is read and
/// prepared once.
struct ProofHeader {
  Algorithm algorithm;
  Jwk jwk;
  std::string thumbprint;
};

/// The headers of clients whose proofs were accepted, by their exact bytes. Bounded: the least
/// recently used goes first. For one thread.
class ProofHeaders {
 public:
  explicit ProofHeaders(std::size_t limit = kDefaultLimit) noexcept : limit_(limit) {}
  ProofHeaders(const ProofHeaders&) = delete;  // the index points into the entries
  ProofHeaders& operator=(const ProofHeaders&) = delete;
  ~ProofHeaders() = default;

  [[nodiscard]] std::shared_ptr<const ProofHeader> find(std::string_view encoded);
  void insert(std::string_view encoded, std::shared_ptr<const ProofHeader> header);
  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }

 private:
  static constexpr std::size_t kDefaultLimit = 256;
  struct Entry {
    std::string encoded;
    std::shared_ptr<const ProofHeader> header;
  };

  std::size_t limit_;
  std::list<Entry> entries_;  ///< from the most to the least recently used; they never move
  std::unordered_map<std::string_view, std::list<Entry>::iterator> index_;
};

}  // namespace assay
