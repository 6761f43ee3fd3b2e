// Verifies one bearer token with the keys in a JWK Set file, and prints the outcome.
//
// The token is read from a file or from standard input: everyone on the machine can see a program's
// arguments.
#include <assay/verifier.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

constexpr std::string_view kUsage =
    "usage: verify-token --issuer URL --audience URI --jwks FILE [OPTION]... [TOKEN-FILE]\n"
    "\n"
    "  --issuer URL      the token's \"iss\", compared byte for byte\n"
    "  --audience URI    must be in the token's \"aud\"; may be repeated\n"
    "  --jwks FILE       the issuer's JWK Set\n"
    "  --scope SCOPE     must be granted; may be repeated\n"
    "  --algorithm NAME  allowed instead of RS256; may be repeated\n"
    "  --now SECONDS     instead of the clock: seconds since the epoch\n"
    "  --explain         show every check of the token\n"
    "  --help            show this\n"
    "\n"
    "Without TOKEN-FILE the token is read from standard input.\n"
    "exit code: 0 accepted, 1 refused, 2 wrong usage, 3 no keys to verify with\n";

enum ExitCode : int { kAccepted = 0, kRefused = 1, kWrongUsage = 2, kNoKeys = 3 };

struct Options {
  assay::Policy policy;
  std::string jwks_file;
  std::vector<std::string_view> scopes;
  std::string token_file;
  double now = 0;
  bool explain = false;
};

double clock_now() {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration<double>(since_epoch).count();
}

/// Sets the option of that name. @return false if there is none, or its value is wrong
bool set_option(Options& options, std::string_view name, std::string_view value) {
  if (name == "--issuer") {
    options.policy.issuer = value;
  } else if (name == "--audience") {
    options.policy.audiences->emplace_back(value);
  } else if (name == "--jwks") {
    options.jwks_file = value;
  } else if (name == "--scope") {
    options.scopes.push_back(value);
  } else if (name == "--algorithm") {
    const auto algorithm = assay::find_algorithm(value);
    if (!algorithm) return false;
    options.policy.algorithms.push_back(*algorithm);
  } else if (name == "--now") {
    const auto [end, error] =
        std::from_chars(value.data(), value.data() + value.size(), options.now);
    return error == std::errc() && end == value.data() + value.size();
  } else {
    return false;
  }
  return true;
}

/// First and last of each range: characters that control a terminal, change the direction of text,
/// or are invisible (Unicode's Cc, Cf, Zl, Zp and Default_Ignorable_Code_Point).
constexpr std::array<std::pair<char32_t, char32_t>, 21> kHidden{{
    {0x0, 0x1F},        {0x7F, 0x9F},       {0xAD, 0xAD},       {0x34F, 0x34F},
    {0x61C, 0x61C},     {0x115F, 0x1160},   {0x17B4, 0x17B5},   {0x180B, 0x180F},
    {0x200B, 0x200F},   {0x2028, 0x202E},   {0x2060, 0x206F},   {0x3164, 0x3164},
    {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFB},
    {0x110BD, 0x110BD}, {0x13430, 0x1343F}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A},
    {0xE0000, 0xE0FFF},
}};

/// Takes the first character off a text. A byte that is not UTF-8 counts as a character: an
/// argument may be anything.
char32_t take_character(std::string_view& text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  char32_t character = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const unsigned next = i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    if ((next & 0xC0U) != 0x80U) {
      text.remove_prefix(1);
      return lead;
    }
    character = (character << 6U) | (next & 0x3FU);
  }
  text.remove_prefix(length);
  return length == 1 ? lead : character;
}

/// Anyone may have written what a token says: none of its hidden characters reaches the terminal.
std::string printable(std::string_view text) {
  std::string shown;
  while (!text.empty()) {
    const std::string_view before = text;
    const char32_t character = take_character(text);
    const bool hidden = std::ranges::any_of(kHidden, [character](const auto& range) {
      return range.first <= character && character <= range.second;
    });
    shown += hidden ? "?" : before.substr(0, before.size() - text.size());
  }
  return shown;
}

/// @return the options, or nothing if they are wrong, after an error message
std::optional<Options> read_options(const std::vector<std::string_view>& arguments) {
  Options options;
  options.now = clock_now();
  options.policy.algorithms.clear();
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view argument = arguments[i];
    if (argument == "--explain") {
      options.explain = true;
    } else if (!argument.starts_with("--") && options.token_file.empty()) {
      options.token_file = argument;
    } else if (i + 1 == arguments.size() || !set_option(options, argument, arguments[i + 1])) {
      std::cerr << "verify-token: wrong option, or value of it: " << printable(argument) << "\n\n"
                << kUsage;
      return std::nullopt;
    } else {
      ++i;
    }
  }
  if (options.policy.algorithms.empty()) options.policy.algorithms = {assay::Algorithm::rs256};
  if (!options.jwks_file.empty()) return options;
  std::cerr << "verify-token: --jwks is missing\n\n" << kUsage;
  return std::nullopt;
}

std::optional<std::string> read_all(std::istream& stream) {
  std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  if (stream.bad()) return std::nullopt;
  return text;
}

/// @return the file's text, or nothing if it can't be read, after an error message
std::optional<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  auto text = file ? read_all(file) : std::nullopt;
  if (!text) std::cerr << "verify-token: cannot read " << printable(path) << '\n';
  return text;
}

int report_error(const assay::Error& error) {
  const assay::CodeInfo& code = assay::info(error.code);
  std::cout << "refused: " << code.name << ' ' << assay::info(error.reason).name << '\n'
            << "  " << printable(error.message()) << '\n'
            << "  What to do: " << code.hint << '\n';
  switch (error.code) {
    case assay::Code::config_invalid:
      return kWrongUsage;
    case assay::Code::auth_keys_unavailable:
      return kNoKeys;
    default:
      return kRefused;
  }
}

void print_checks(const assay::Report& report) {
  const auto& results = report.trace.results();
  for (std::size_t i = 0; i < results.size(); ++i) {
    const assay::CheckResult& result = results[i];
    std::cout << assay::name_of(result.status) << "  " << std::left << std::setw(18)
              << assay::info(static_cast<assay::Check>(i)).name << printable(result.message);
    if (result.expected) std::cout << "; expected " << printable(*result.expected);
    if (result.actual) std::cout << "; actual " << printable(*result.actual);
    std::cout << '\n';
  }
}

int verify(const Options& options, std::string_view token) {
  const auto keys = read_file(options.jwks_file);
  if (!keys) return kNoKeys;
  auto jwk_set = assay::JwkSet::parse(*keys);
  if (!jwk_set) return report_error(jwk_set.error());
  const auto verifier = assay::PreparedVerifier::create(options.policy, std::move(*jwk_set));
  if (!verifier) return report_error(verifier.error());

  if (options.explain) print_checks(verifier->explain(token, options.scopes, options.now));
  const auto verified = verifier->verify(token, options.scopes, options.now);
  if (!verified) return report_error(verified.error());
  std::cout << "accepted: subject " << printable(verified->subject()) << ", scopes";
  for (const std::string& scope : verified->scopes()) std::cout << ' ' << printable(scope);
  std::cout << '\n';
  return kAccepted;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> arguments(argv + 1, argv + argc);
  if (arguments == std::vector<std::string_view>{"--help"}) {
    std::cout << kUsage;
    return kAccepted;
  }
  const auto options = read_options(arguments);
  if (!options) return kWrongUsage;
  const auto token =
      options->token_file.empty() ? read_all(std::cin) : read_file(options->token_file);
  if (!token) return kWrongUsage;
  // A line break at the end is the file's, not the token's.
  return verify(*options, std::string_view(*token).substr(0, token->find_last_not_of("\r\n") + 1));
}
