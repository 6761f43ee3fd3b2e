#include "jwks/key_endpoint.hpp"

#include <algorithm>

#include "jwks/freshness.hpp"
#include "jwks/key_url.hpp"
#include "jwks/metadata.hpp"

namespace assay::jwks {
namespace {

/// RFC 8259 §8.1 lets a reader skip a BOM, and editors on Windows write one.
std::string_view without_bom(std::string_view text) noexcept {
  constexpr std::string_view kBom = "\xEF\xBB\xBF";
  if (text.starts_with(kBom)) text.remove_prefix(kBom.size());
  return text;
}

/// An entity tag that can be sent back as it is (RFC 9110 §8.8.3).
bool is_etag(std::string_view text) noexcept {
  constexpr std::size_t kMostBytes = 256;
  return !text.empty() && text.size() <= kMostBytes && text.back() == '"' &&
         std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7F; });
}

std::string detail_of(const std::string& url, const std::string& detail) {
  return shown_url(url) + (detail.empty() ? "" : ": " + detail);
}

}  // namespace

boost::system::result<FetchedKeys, KeyFault> KeyEndpoint::fetch(bool may_be_conditional) {
  if (auto fault = locate()) return std::move(*fault);
  const std::string url = options_.jwks_uri.empty() ? jwks_uri_ : options_.jwks_uri;
  const bool is_conditional = may_be_conditional && url == set_url_;
  auto answer = get(url, is_conditional ? etag_ : std::string());
  auto keys = answer ? read(*answer, url)
                     : KeyFault{answer.error().reason, detail_of(url, answer.error().detail),
                                retry_after_of(answer.error().retry_after, options_.now())};
  if (!keys) metadata_max_age_ = 0;  // the set may have moved
  return keys;
}

boost::system::result<HttpAnswer, HttpFault> KeyEndpoint::get(const std::string& url,
                                                              const std::string& etag) {
  return client_.get({url, etag, options_.ca_file, options_.timeout, options_.max_bytes});
}

std::optional<KeyFault> KeyEndpoint::locate() {
  if (!options_.jwks_uri.empty()) return std::nullopt;
  const bool is_known = !jwks_uri_.empty();
  if (is_known && options_.steady_now() < metadata_at_ + metadata_max_age_) return std::nullopt;
  auto fault = discover();
  // What the metadata said before counts as long as keys may.
  const auto max_stale = static_cast<double>(options_.max_stale.count());
  if (is_known && options_.steady_now() < metadata_at_ + max_stale) return std::nullopt;
  return fault;
}

std::optional<KeyFault> KeyEndpoint::discover() {
  KeyFault fault{Reason::discovery_failed, "", 0};
  const auto urls = options_.metadata_url.empty() ? metadata_urls(policy_->issuer)
                                                  : std::vector{options_.metadata_url};
  const auto add = [&fault](const std::string& detail) {
    fault.detail += (fault.detail.empty() ? "" : "; ") + detail;
  };
  for (const std::string& url : urls) {
    const double requested_at = options_.steady_now();
    const auto answer = get(url, "");
    if (!answer) {
      const HttpFault& why = answer.error();
      const std::string name(info(why.reason).name.substr(std::string_view("jwks_").size()));
      add(detail_of(url, why.detail.empty() ? name : why.detail));
      fault.retry_after =
          std::max(fault.retry_after, retry_after_of(why.retry_after, options_.now()));
      continue;
    }
    auto found =
        read_metadata(without_bom(answer->body), *policy_, options_.allow_insecure_loopback);
    if (found) {
      jwks_uri_ = std::move(*found);
      metadata_at_ = requested_at;
      metadata_max_age_ =
          lifetime_of(answer->cache_control, answer->age).value_or(kDefaultLifetime);
      return std::nullopt;
    }
    add(detail_of(url, std::string(found.error().detail)));
    if (found.error().reason == Reason::discovery_issuer_mismatch) {
      fault.error = Error(Reason::discovery_issuer_mismatch);
    }
  }
  return fault;
}

boost::system::result<FetchedKeys, KeyFault> KeyEndpoint::read(const HttpAnswer& answer,
                                                               const std::string& url) {
  FetchedKeys keys;
  // RFC 9111 §3.2: a field that a 304 does not send keeps its value.
  const double before = answer.not_modified ? max_age_ : kDefaultLifetime;
  keys.max_age = lifetime_of(answer.cache_control, answer.age).value_or(before);
  if (!answer.not_modified) {
    auto jwk_set = JwkSet::parse(without_bom(answer.body), options_.max_bytes);
    if (!jwk_set) return KeyFault{jwk_set.error(), detail_of(url, ""), 0};
    keys.jwk_set = std::move(*jwk_set);
    set_url_ = url;
    etag_ = is_etag(answer.etag) ? answer.etag : "";
  }
  max_age_ = keys.max_age;
  return keys;
}

}  // namespace assay::jwks
