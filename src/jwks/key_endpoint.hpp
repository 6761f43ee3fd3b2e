#pragma once

#include <memory>
#include <optional>
#include <string>

#include "jwks/http_client.hpp"
#include "jwks/jwks_verifier.hpp"

namespace assay::jwks {

/// An attempt that got keys.
struct FetchedKeys {
  std::optional<JwkSet> jwk_set;  ///< nothing: those at hand are still valid
  double max_age = 0;             ///< seconds
};

/// An attempt that got none.
struct KeyFault {
  Error error;
  std::string detail;      ///< may be shown
  double retry_after = 0;  ///< seconds
};

/// Where the keys of an issuer are: a JWK Set's URL, or metadata that names it. One thread calls
/// fetch(); any thread may call stop().
class KeyEndpoint {
 public:
  /// @param options sound, with both clocks
  KeyEndpoint(std::shared_ptr<const Policy> policy, JwksOptions options)
      : policy_(std::move(policy)), options_(std::move(options)) {}

  /// One attempt: the metadata where it is not known or not fresh, and the JWK Set.
  /// @param may_be_conditional whether to ask only for what has changed
  [[nodiscard]] boost::system::result<FetchedKeys, KeyFault> fetch(bool may_be_conditional);
  void stop() noexcept { client_.stop(); }

 private:
  [[nodiscard]] boost::system::result<HttpAnswer, HttpFault> get(const std::string& url,
                                                                 const std::string& etag);
  /// Sets jwks_uri_, unless it is fresh. @return nothing, or why it is not known
  [[nodiscard]] std::optional<KeyFault> locate();
  [[nodiscard]] std::optional<KeyFault> discover();
  /// @param url of the answer
  [[nodiscard]] boost::system::result<FetchedKeys, KeyFault> read(const HttpAnswer& answer,
                                                                  const std::string& url);

  std::shared_ptr<const Policy> policy_;
  JwksOptions options_;
  HttpClient client_;
  std::string jwks_uri_;         ///< by the metadata
  double metadata_at_ = 0;       ///< when the metadata was fetched
  double metadata_max_age_ = 0;  ///< 0: it is fetched again
  std::string set_url_;          ///< where the set at hand came from
  std::string etag_;             ///< its
  double max_age_ = 0;           ///< its
};

}  // namespace assay::jwks
