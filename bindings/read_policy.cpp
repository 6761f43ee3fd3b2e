#include <tuple>

#include "base/json.hpp"
#include "policy_options.hpp"
#include "wire.hpp"

namespace assay::wire {
namespace {

using Strings = std::vector<std::string>;

/// RFC 9068: it narrows the other options and has no member of its own in Policy.
constexpr std::string_view kProfileOption = "profile";
/// One name, or several: the first is Policy::issuer.
constexpr std::string_view kIssuerOption = "issuer";

Error invalid(std::string_view option) { return Error(Reason::option_invalid, option); }

/// One overload for each type of member, and not inlined: an engine compiles what a policy has.
/// @return whether the value has that type
[[gnu::noinline]] bool read(json::Value value, std::string_view, std::string& text) {
  const auto string = value.as_string();
  if (string) text = *string;
  return string.has_value();
}

[[gnu::noinline]] bool read(json::Value value, std::string_view, Strings& list) {
  const auto strings = value.as_strings();
  if (strings) list.assign(strings->begin(), strings->end());
  return strings.has_value();
}

[[gnu::noinline]] bool read(json::Value value, std::string_view, double& number) {
  const auto given = value.as_number();
  if (given) number = *given;
  return given.has_value();
}

/// Bounded here, so that the cast is safe. Policy::check() bounds the other types.
[[gnu::noinline]] bool read(json::Value value, std::string_view, std::size_t& count) {
  const auto given = value.as_number();
  if (!given || !(*given >= 1 && *given <= kMaxTokenBytesLimit)) return false;
  count = static_cast<std::size_t>(*given);
  return true;
}

[[gnu::noinline]] bool read(json::Value value, std::string_view word, bool& truth) {
  if (word.empty()) {
    const auto given = value.as_boolean();
    if (given) truth = *given;
    return given.has_value();
  }
  const auto string = value.as_string();
  truth = string == word;
  return string.has_value();
}

[[gnu::noinline]] bool read(json::Value value, std::string_view, ClaimValue& expected) {
  if (const auto truth = value.as_boolean()) expected = *truth;
  if (const auto number = value.as_number()) expected = *number;
  if (const auto text = value.as_string()) expected = std::string(*text);
  return value.kind() == json::Kind::boolean || value.kind() == json::Kind::number ||
         value.kind() == json::Kind::string;
}

bool read(json::Value value, std::string_view, ClaimRule& rule);

/// An array, by the overload for its elements.
template <class T>
[[gnu::noinline]] bool read(json::Value value, std::string_view word, std::vector<T>& list) {
  if (value.kind() != json::Kind::array) return false;
  list.clear();
  for (const json::Value element : value.children()) {
    if (!read(element, word, list.emplace_back())) return false;
  }
  return true;
}

/// [path [], negated true | false, values [], prefixes []], as js/options/claim-rules.js writes it.
[[gnu::noinline]] bool read(json::Value value, std::string_view, ClaimRule& rule) {
  constexpr std::size_t kMembers = 4;
  std::vector<json::Value> members;
  if (value.kind() != json::Kind::array) return false;
  for (const json::Value member : value.children()) members.push_back(member);
  return members.size() == kMembers && read(members[0], {}, rule.path) &&
         read(members[1], {}, rule.negated) && read(members[2], {}, rule.values) &&
         read(members[3], {}, rule.prefixes);
}

[[gnu::noinline]] bool read(json::Value value, std::string_view,
                            std::vector<Algorithm>& algorithms) {
  auto names = read_algorithms(value);
  if (names) algorithms = std::move(*names);
  return names.has_value();
}

/// null: not configured.
template <class T>
[[gnu::noinline]] bool read(json::Value value, std::string_view word,
                            std::optional<T>& configured) {
  if (value.kind() == json::Kind::null) {
    configured.reset();
    return true;
  }
  return read(value, word, configured.emplace());
}

[[gnu::noinline]] bool read_issuers(json::Value value, Policy& policy) {
  if (read(value, {}, policy.issuer)) return true;
  if (!read(value, {}, policy.other_issuers) || policy.other_issuers.empty()) return false;
  policy.issuer = std::move(policy.other_issuers.front());
  policy.other_issuers.erase(policy.other_issuers.begin());
  return true;
}

/// @return nothing, or option_invalid, also for an option that the core does not know
Result<void> read_option(json::Value value, Policy& policy) {
  bool good = false;
  std::apply(
      [&](const auto&... option) {
        const auto try_one = [&](const auto& each) {
          if (value.name() != each.name) return false;
          good = read(value, each.word, policy.*each.member);
          return true;
        };
        (void)(try_one(option) || ...);
      },
      kPolicyOptions);
  if (!good) return invalid(value.name());
  return {};
}

}  // namespace

Result<Policy> read_policy(std::string_view json, std::span<const std::uint8_t> token_id_secret) {
  const auto document = json::parse(json);
  if (!document || document->root().kind() != json::Kind::object) return invalid("options");

  Policy policy;
  policy.token_id_secret.assign(token_id_secret.begin(), token_id_secret.end());
  std::optional<json::Value> profile;
  for (const json::Value option : document->root().children()) {
    if (option.name() == kProfileOption) {
      profile = option;
    } else if (option.name() == kIssuerOption) {
      if (!read_issuers(option, policy)) return invalid(kIssuerOption);
    } else if (const auto good = read_option(option, policy); !good) {
      return good.error();
    }
  }
  if (profile) {
    if (profile->as_string() != kAccessTokenProfileType) return invalid(kProfileOption);
    if (const auto narrowed = policy.require_access_token_profile(); !narrowed) {
      return narrowed.error();
    }
  }
  if (const auto valid = policy.check(); !valid) return valid.error();
  return policy;
}

std::optional<std::vector<Algorithm>> read_algorithms(json::Value value) {
  const auto names = value.as_strings();
  if (!names || names->empty()) return std::nullopt;
  std::vector<Algorithm> algorithms;
  for (const std::string_view name : *names) {
    const auto algorithm = find_algorithm(name);
    if (!algorithm) return std::nullopt;
    algorithms.push_back(*algorithm);
  }
  return algorithms;
}

Result<std::vector<Algorithm>> read_algorithms(std::string_view json) {
  const auto document = json::parse(json);
  auto algorithms = document ? read_algorithms(document->root()) : std::nullopt;
  if (!algorithms) return invalid("algorithms");
  return std::move(*algorithms);
}

}  // namespace assay::wire
