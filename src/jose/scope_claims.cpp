#include <algorithm>

#include "jose/claims.hpp"

namespace assay {
namespace {

/// Whether a member of an object of scopes grants the scope that it names.
bool grants(json::Value member) noexcept {
  return member.kind() != json::Kind::null && member.as_boolean() != false;
}

/// Visits the scopes of one claim until the visitor returns true. RFC 6749 §3.3: only the space
/// delimits. A tab or a no-break space is part of a name, which then equals no configured scope.
/// @return whether a visit returned true
template <class Visit>
bool any_scope_of(json::Value claim, Visit visit) {
  if (auto text = claim.as_string()) {
    while (!text->empty()) {
      const std::size_t end = std::min(text->find(' '), text->size());
      if (end != 0 && visit(text->substr(0, end))) return true;
      text->remove_prefix(std::min(end + 1, text->size()));
    }
    return false;
  }
  const bool is_object = claim.kind() == json::Kind::object;
  bool found = false;
  for (const json::Value child : claim.children()) {
    if (is_object) {
      found = found || (grants(child) && visit(child.name()));
    } else {
      found = found || visit(child.as_string().value_or(""));
    }
  }
  return found;
}

/// Whether a string of scopes has this one.
bool has_word(std::string_view text, std::string_view word) noexcept {
  while (text.size() > word.size()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end == word.size() && text.starts_with(word)) return end != 0;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return !word.empty() && text == word && text.find(' ') == std::string_view::npos;
}

bool has_scope_shape(json::Value claim, bool is_configured) noexcept {
  return claim.kind() == json::Kind::string || claim.is_strings() ||
         (is_configured && claim.kind() == json::Kind::object);
}

}  // namespace

ScopeClaims::ScopeClaims(json::Value root, std::span<const ClaimPath> paths) noexcept
    : root_(root), paths_(paths) {
  if (!paths.empty()) return;
  standard_ = root.present("scope");
  if (!standard_) standard_ = root.present("scp");
}

template <class Visit>
bool ScopeClaims::any(Visit visit) const {
  if (standard_) return visit(*standard_);
  return std::ranges::any_of(paths_, [&](const ClaimPath& path) {
    const auto claim = value_at(root_, path);
    return claim && visit(*claim);
  });
}

Result<void> ScopeClaims::check() const {
  if (standard_ && standard_->kind() == json::Kind::string) return {};  // as nearly always
  std::optional<json::Value> odd;
  const auto is_odd = [&](json::Value claim) {
    const bool has_shape = has_scope_shape(claim, !paths_.empty());
    if (!has_shape) odd = claim;
    return !has_shape;
  };
  if (any(is_odd)) return Error(Reason::claim_type, odd->name());
  return {};
}

bool ScopeClaims::contain(std::string_view scope) const noexcept {
  if (standard_ && standard_->kind() == json::Kind::string) {
    return has_word(*standard_->as_string(), scope);
  }
  return any([&](json::Value claim) {
    return any_scope_of(claim, [&](std::string_view each) { return each == scope; });
  });
}

std::vector<std::string_view> ScopeClaims::list() const {
  std::vector<std::string_view> scopes;
  (void)any([&](json::Value claim) {
    return any_scope_of(claim, [&](std::string_view scope) {
      scopes.push_back(scope);
      return false;
    });
  });
  return scopes;
}

}  // namespace assay
