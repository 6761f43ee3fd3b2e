#include "jwks/http_client.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <mutex>
#include <string_view>

namespace assay::jwks {
namespace {

constexpr long kOk = 200;
constexpr long kNotModified = 304;
/// Of all lines of the header, interim responses and trailers included. Key servers send some kB.
constexpr std::size_t kMaxHeaderBytes = 65'536;

struct CloseEasy {
  void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
};
struct CloseList {
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using Easy = std::unique_ptr<CURL, CloseEasy>;
using List = std::unique_ptr<curl_slist, CloseList>;

/// What has come in so far.
struct Exchange {
  CURL* easy = nullptr;
  std::size_t max_bytes = 0;
  std::size_t header_bytes = 0;
  bool header_ended = false;  ///< libcurl is content with a header that breaks off
  bool too_large = false;
  HttpAnswer answer;
  std::string retry_after;

  [[nodiscard]] long status() const noexcept {
    long code = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &code);
    return code;
  }
};

std::size_t take_body(char* data, std::size_t /*one*/, std::size_t size, void* context) {
  auto& exchange = *static_cast<Exchange*>(context);
  if (exchange.status() != kOk) return 0;  // nobody reads it: the status decides
  exchange.too_large = size > exchange.max_bytes - exchange.answer.body.size();
  if (exchange.too_large) return 0;
  exchange.answer.body.append(data, size);
  return size;
}

bool same_name(std::string_view name, std::string_view lower_case) noexcept {
  return std::ranges::equal(name, lower_case, [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

constexpr std::string_view kHttp = "http:";

/// Takes one line of the header. Fields of the same name become one (RFC 9110 §5.3).
std::size_t take_field(char* data, std::size_t /*one*/, std::size_t size, void* context) {
  auto& exchange = *static_cast<Exchange*>(context);
  exchange.header_bytes += size;
  exchange.too_large = exchange.too_large || exchange.header_bytes > kMaxHeaderBytes;
  if (exchange.too_large) return 0;
  if (!exchange.answer.body.empty())
    return size;  // a trailer (RFC 9110 §6.5): it counts for nothing
  const std::string_view line(data, size);
  if (line.starts_with("HTTP/")) {  // of an interim response, perhaps
    exchange.answer = {};
    exchange.retry_after.clear();
    exchange.header_ended = false;
    return size;
  }
  if (line == "\r\n" || line == "\n") exchange.header_ended = true;
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return size;
  std::string_view value = line.substr(colon + 1);
  value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
  value = value.substr(0, value.find_last_not_of(" \t\r\n") + 1);
  const std::string_view name = line.substr(0, colon);
  const auto add_to = [value](std::string& field) {
    if (!field.empty()) field += ", ";
    field += value;
  };
  if (same_name(name, "cache-control")) add_to(exchange.answer.cache_control);
  if (same_name(name, "etag")) exchange.answer.etag = value;
  if (same_name(name, "age")) exchange.answer.age = value;
  if (same_name(name, "retry-after")) exchange.retry_after = value;
  return size;
}

/// @return null: libcurl has no memory left
List request_fields(const HttpRequest& request) {
  List list(curl_slist_append(nullptr, "Accept: application/json, application/jwk-set+json"));
  if (!list || request.etag.empty()) return list;
  const std::string condition = "If-None-Match: " + request.etag;
  if (curl_slist_append(list.get(), condition.c_str()) == nullptr) list.reset();
  return list;
}

// libcurl's functions take anything: a wrong type of the last argument is a bug that no compiler
// sees. Each option below has the type that its manual page says.
// NOLINTBEGIN(cppcoreguidelines-pro-type-vararg)
void set_options(CURL* easy, const HttpRequest& request, Exchange& exchange, curl_slist* fields) {
  curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, fields);
  curl_easy_setopt(easy, CURLOPT_USERAGENT, "assay-jwt");
#if LIBCURL_VERSION_NUM >= 0x075500
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "https,http");
#else
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS, CURLPROTO_HTTPS | CURLPROTO_HTTP);
#endif
  curl_easy_setopt(easy, CURLOPT_HTTP09_ALLOWED, 0L);
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);  // a library must not touch signals
#if LIBCURL_VERSION_NUM >= 0x075700
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);  // the timeout must not wait for a slow resolver
#endif
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!request.ca_file.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, request.ca_file.c_str());
  // http: is for this machine alone, so no proxy sees it.
  if (same_name(std::string_view(request.url).substr(0, kHttp.size()), kHttp))
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &exchange);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_field);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &exchange);
}
// NOLINTEND(cppcoreguidelines-pro-type-vararg)

boost::system::result<HttpAnswer, HttpFault> outcome(Exchange& exchange, bool has_condition,
                                                     CURLcode code) {
  const long status = exchange.status();
  if (code == CURLE_OK && !exchange.header_ended) code = CURLE_RECV_ERROR;
  if (exchange.too_large) return HttpFault{Reason::jwks_too_large, "", ""};
  if (status == kNotModified && has_condition && code == CURLE_OK) {
    exchange.answer.not_modified = true;
    return std::move(exchange.answer);
  }
  if (status >= 300 && status < 400 && status != kNotModified) {
    return HttpFault{Reason::jwks_redirect, std::to_string(status), ""};
  }
  if (status != 0 && status != kOk && !(status == kNotModified && has_condition)) {
    return HttpFault{Reason::jwks_status, std::to_string(status), exchange.retry_after};
  }
  if (code == CURLE_OPERATION_TIMEDOUT) return HttpFault{Reason::jwks_timeout, "", ""};
  if (code != CURLE_OK) return HttpFault{Reason::jwks_fetch_failed, curl_easy_strerror(code), ""};
  return std::move(exchange.answer);
}

void initialize_curl() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

}  // namespace

struct HttpClient::Multi {
  CURLM* handle = curl_multi_init();

  Multi() = default;
  Multi(const Multi&) = delete;
  Multi& operator=(const Multi&) = delete;
  ~Multi() { curl_multi_cleanup(handle); }

  /// @return how the transfer ended; CURLE_ABORTED_BY_CALLBACK where it was stopped
  [[nodiscard]] CURLcode run(CURL* easy, const std::atomic<bool>& stopped) const {
    if (curl_multi_add_handle(handle, easy) != CURLM_OK) return CURLE_FAILED_INIT;
    const CURLcode code = transfer(stopped);
    curl_multi_remove_handle(handle, easy);
    return code;
  }

 private:
  [[nodiscard]] CURLcode transfer(const std::atomic<bool>& stopped) const {
    constexpr int kPollMilliseconds = 1000;  // curl_multi_wakeup() and the sockets end it sooner
    while (!stopped) {
      int running = 0;
      int waiting = 0;
      if (curl_multi_perform(handle, &running) != CURLM_OK) return CURLE_FAILED_INIT;
      if (const CURLMsg* message = curl_multi_info_read(handle, &waiting)) {
        return message->data.result;  // NOLINT(cppcoreguidelines-pro-type-union-access)
      }
      if (curl_multi_poll(handle, nullptr, 0, kPollMilliseconds, nullptr) != CURLM_OK) break;
    }
    return CURLE_ABORTED_BY_CALLBACK;
  }
};

HttpClient::HttpClient() {
  initialize_curl();
  multi_ = std::make_unique<Multi>();
}

HttpClient::~HttpClient() = default;

boost::system::result<HttpAnswer, HttpFault> HttpClient::get(const HttpRequest& request) {
  const List fields = request_fields(request);
  Exchange exchange;
  const Easy easy(curl_easy_init());
  if (!easy || !fields || multi_->handle == nullptr) {
    return HttpFault{Reason::jwks_fetch_failed, curl_easy_strerror(CURLE_OUT_OF_MEMORY), ""};
  }
  exchange.easy = easy.get();
  exchange.max_bytes = request.max_bytes;
  set_options(easy.get(), request, exchange, fields.get());
  const CURLcode code = multi_->run(easy.get(), stopped_);
  return outcome(exchange, !request.etag.empty(), code);
}

void HttpClient::stop() noexcept {
  stopped_ = true;
  if (multi_->handle != nullptr) curl_multi_wakeup(multi_->handle);
}

}  // namespace assay::jwks
