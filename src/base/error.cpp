#include "base/error.hpp"

#include <utility>

#include "base/error_table.hpp"

namespace assay {
namespace {

/// The reasons whose message needs the name of the claim or option.
constexpr bool names_claim(Reason reason) {
  return reason == Reason::claim_missing || reason == Reason::claim_type ||
         reason == Reason::claim_mismatch || reason == Reason::option_missing ||
         reason == Reason::option_invalid || reason == Reason::proof_claim_missing ||
         reason == Reason::proof_claim_type;
}

constexpr char kOr = '"';  // no scope-token has it (RFC 6749 §3.3)

/// Missing scopes for a reader: `a b`, or `a, b or c` where some are alternatives.
std::string names_of(std::string_view scopes) {
  const bool has_alternatives = scopes.find(kOr) != std::string_view::npos;
  std::string text;
  for (const char c : scopes) {
    if (c == kOr) {
      text += " or ";
    } else if (c == ' ' && has_alternatives) {
      text += ", ";
    } else {
      text += c;
    }
  }
  return text;
}

/// Rows are in the order of their enum, so that a look-up is an index.
template <class Table, class Key>
constexpr bool in_order(const Table& table, Key key) {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (static_cast<std::size_t>(table[i].*key) != i) return false;
  }
  return true;
}
static_assert(in_order(kCodes, &CodeInfo::code));
static_assert(in_order(kReasons, &ReasonInfo::reason));

}  // namespace

const std::array<CodeInfo, kCodeCount>& code_table() noexcept { return kCodes; }
const std::array<ReasonInfo, kReasonCount>& reason_table() noexcept { return kReasons; }

const CodeInfo& info(Code code) noexcept { return kCodes[static_cast<std::size_t>(code)]; }
const ReasonInfo& info(Reason reason) noexcept {
  return kReasons[static_cast<std::size_t>(reason)];
}

Error::Error(Reason why, std::string_view which_claim, std::string missing_scopes)
    : code(info(why).code), reason(why), claim(which_claim), scopes(std::move(missing_scopes)) {}

Error::Error(const Error& other) = default;
Error::Error(Error&& other) noexcept = default;
Error& Error::operator=(const Error& other) = default;
Error& Error::operator=(Error&& other) noexcept = default;
Error::~Error() = default;

Error Error::saying(Reason why, std::string_view said) {
  Error error(why);
  error.said = said;
  return error;
}

Error Error::with_hint(std::string_view what_to_do) const {
  Error error = *this;
  if (error.hint.empty()) error.hint = what_to_do;
  return error;
}

std::string Error::message() const {
  std::string text(said.empty() ? info(reason).message : said);
  if (!scopes.empty()) return text + ": " + names_of(scopes);
  if (names_claim(reason) && !claim.empty()) return text + ": " + claim;
  return text;
}

std::string_view Error::what_to_do() const noexcept {
  if (!hint.empty()) return hint;
  const std::string_view of_reason = info(reason).hint;
  return of_reason.empty() ? info(code).hint : of_reason;
}

std::string Error::scopes_to_request() const {
  std::string text;
  bool is_first = true;
  for (const char c : scopes) {
    if (c == ' ') is_first = true;
    if (c == kOr) is_first = false;
    if (is_first) text += c;
  }
  return text;
}

}  // namespace assay
