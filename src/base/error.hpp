#pragma once

#include <array>
#include <boost/system/result.hpp>
#include <boost/version.hpp>
#include <string>
#include <string_view>

#include "base/reason.hpp"

// Result<T> passes from the library to its user: both must be compiled with the same Boost.
#if defined(ASSAY_BOOST_VERSION) && ASSAY_BOOST_VERSION != BOOST_VERSION
#error \
    "assay was built with another version of Boost: build it with -DBOOST_INCLUDE_DIR=... of yours"
#endif

namespace assay {

/// A row of the table of codes.
struct CodeInfo {
  Code code;
  std::string_view name;
  int status;      ///< HTTP status (RFC 6750 §3.1)
  bool retryable;  ///< whether the same request may succeed later
  std::string_view hint;
};

/// A row of the table of reasons.
struct ReasonInfo {
  Reason reason;
  std::string_view name;
  Code code;
  std::string_view message;
  int status = 0;              ///< HTTP status where it differs from the code's; 0: it doesn't
  std::string_view hint = {};  ///< where the code's does not say what to do; "": it does
};

[[nodiscard]] const std::array<CodeInfo, kCodeCount>& code_table() noexcept;
[[nodiscard]] const std::array<ReasonInfo, kReasonCount>& reason_table() noexcept;
[[nodiscard]] const CodeInfo& info(Code code) noexcept;
[[nodiscard]] const ReasonInfo& info(Reason reason) noexcept;

/// Why something was refused. Holds neither token, key nor secret.
struct Error {
  Code code;
  Reason reason;
  std::string claim;  ///< the claim or option concerned, "" where there is none
  /// scope_missing only: the missing scopes, separated by a space. Of alternatives, joined by '"',
  /// none is granted.
  std::string scopes;
  std::string_view said;  ///< a literal in place of the table's message; "": the table's
  std::string hint;       ///< in place of the table's hint; "": see what_to_do()
  /// Whether the issuer's current JWK Set, if it differs, could change the verdict.
  bool look_up = false;

  /// An Error without a reason is a bug, so it is `internal`.
  [[gnu::noinline]] Error(Reason why = Reason::internal, std::string_view which_claim = {},
                          std::string missing_scopes = {});

  // Not inlined: each function that returns a Result would have this code several times.
  [[gnu::noinline]] Error(const Error& other);
  [[gnu::noinline]] Error(Error&& other) noexcept;
  [[gnu::noinline]] Error& operator=(const Error& other);
  [[gnu::noinline]] Error& operator=(Error&& other) noexcept;
  [[gnu::noinline]] ~Error();

  /// An Error with a sentence of its own. @param said a literal
  [[nodiscard]] static Error saying(Reason why, std::string_view said);

  /// The same with a hint, unless it has one.
  [[nodiscard, gnu::noinline]] Error with_hint(std::string_view what_to_do) const;

  /// One sentence, the table's or its own, with the claim or the scopes concerned.
  [[nodiscard, gnu::noinline]] std::string message() const;

  /// Its hint: its own, or its reason's, or its code's.
  [[nodiscard, gnu::noinline]] std::string_view what_to_do() const noexcept;

  /// The scopes to ask for: of alternatives the first. Separated by a space.
  [[nodiscard]] std::string scopes_to_request() const;
};

/// Either the value or the Error that says why there is none (expected faults are values).
template <class T>
using Result = boost::system::result<T, Error>;

}  // namespace assay
