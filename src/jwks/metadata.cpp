#include "jwks/metadata.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "jwks/key_url.hpp"

namespace assay::jwks {
namespace {

constexpr std::string_view kSchemeEnd = "://";

/// The same for templates that differ only in the names of their claims: Entra ID writes
/// {tenantid} for tid.
std::string shape_of(std::string_view issuer) {
  std::string shape;
  bool inside = false;
  for (const char c : issuer) {
    if (c == '}') inside = false;
    if (!inside) shape += c;
    if (c == '{') inside = true;
  }
  return shape;
}

bool is_same_issuer(std::string_view named, std::string_view issuer) {
  const bool is_template = issuer.find('{') != std::string_view::npos;
  return named == issuer || (is_template && named.find('{') != std::string_view::npos &&
                             shape_of(named) == shape_of(issuer));
}

bool is_issuer_of(const Policy& policy, std::string_view named) {
  return is_same_issuer(named, policy.issuer) ||
         std::ranges::any_of(policy.other_issuers, [named](const std::string& issuer) {
           return is_same_issuer(named, issuer);
         });
}

}  // namespace

std::vector<std::string> metadata_urls(std::string_view issuer) {
  const std::size_t host = issuer.find(kSchemeEnd) + kSchemeEnd.size();
  const std::size_t end = std::min(issuer.find('?'), issuer.size());
  const std::size_t path = std::min(issuer.find('/', host), end);
  const std::string origin(issuer.substr(0, path));
  std::string_view rest = issuer.substr(path, end - path);
  if (rest.ends_with('/')) rest.remove_suffix(1);
  return {(origin + "/.well-known/oauth-authorization-server").append(rest),
          (origin + std::string(rest)).append("/.well-known/openid-configuration")};
}

boost::system::result<std::string, MetadataFault> read_metadata(std::string_view text,
                                                                const Policy& policy,
                                                                bool allow_insecure_loopback) {
  const auto document = json::parse(text);
  if (!document || document->root().kind() != json::Kind::object) {
    return MetadataFault{Reason::discovery_failed, "no JSON object"};
  }
  const auto text_of = [&document](std::string_view name) -> std::optional<std::string_view> {
    const auto member = document->root().member(name);
    return member ? member->as_string() : std::nullopt;
  };
  const auto named = text_of("issuer");
  if (!named) return MetadataFault{Reason::discovery_issuer_mismatch, "it names no issuer"};
  if (!is_issuer_of(policy, *named)) {
    return MetadataFault{Reason::discovery_issuer_mismatch, "it names another issuer"};
  }
  const auto url = text_of("jwks_uri");
  if (!url) return MetadataFault{Reason::discovery_failed, "it has no jwks_uri"};
  if (!fault_of_key_url(*url, allow_insecure_loopback).empty()) {
    return MetadataFault{Reason::discovery_failed, "its jwks_uri is no absolute https URL"};
  }
  return std::string(*url);
}

}  // namespace assay::jwks
