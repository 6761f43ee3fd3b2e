#pragma once

#include <atomic>
#include <boost/system/result.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "base/reason.hpp"

namespace assay::jwks {

struct HttpRequest {
  std::string url;
  std::string etag;                     ///< of the caller's copy; "": the request has no condition
  std::string ca_file;                  ///< certificates to trust, in PEM; "": the system's
  std::chrono::milliseconds timeout{};  ///< for the whole exchange
  std::size_t max_bytes = 0;            ///< of the body
};

struct HttpAnswer {
  bool not_modified = false;  ///< the caller's copy is still valid (304): there is no body
  std::string body;
  std::string etag, cache_control, age;
};

/// Why there is no answer.
struct HttpFault {
  Reason reason =
      Reason::internal;     ///< jwks_fetch_failed, _status, _redirect, _timeout, _too_large
  std::string detail;       ///< may be shown
  std::string retry_after;  ///< the field of that name
};

/// GET by the rules for documents that decide about keys: no redirect is followed, only status 200
/// is accepted (and 304 for a request with an etag), and a body beyond the limit is cut off while
/// it comes in. One thread calls get(); any thread may call stop().
class HttpClient {
 public:
  HttpClient();
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  [[nodiscard]] boost::system::result<HttpAnswer, HttpFault> get(const HttpRequest& request);
  /// Ends the exchange that is under way, and each later one.
  void stop() noexcept;

 private:
  struct Multi;
  std::unique_ptr<Multi> multi_;
  std::atomic<bool> stopped_ = false;
};

}  // namespace assay::jwks
