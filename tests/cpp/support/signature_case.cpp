#include "support/signature_case.hpp"

#include <botan/hex.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <sstream>

#include "jose/jwk.hpp"
#include "support/test_key.hpp"

namespace assay::test {
namespace {

std::optional<Algorithm> algorithm_of(const SignatureCase& each) {
  if (each.hash != "SHA-256" && each.hash != "SHA-384" && each.hash != "SHA-512") return {};
  return find_algorithm((each.padding == Padding::pss ? "PS" : "RS") + each.hash.substr(4));
}

std::string trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1));
}

}  // namespace

void judge(const SignatureCase& each, SignatureCounts& counts) {
  SCOPED_TRACE(each.name);
  const auto algorithm = algorithm_of(each);
  if (each.padding == Padding::none || !algorithm) {
    ++counts.left_out[each.padding == Padding::none ? kOtherPadding : kOtherHash];
    return;
  }
  const auto key = make_rsa_key(each.modulus, each.exponent);
  if (each.modulus.size() < kMinModulusBits / 8) {
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error().reason, Reason::key_too_small);
    ++counts.left_out[kSmallKey];
    return;
  }
  ASSERT_TRUE(key) << key.error().message();
  const bool salt_fits =
      each.padding != Padding::pss || each.salt_length * 8 == std::stoul(each.hash.substr(4));
  const bool verified = (*key)->verify(*algorithm, as_text(each.message), each.signature);
  EXPECT_EQ(verified, each.valid && salt_fits);
  ++(!each.valid ? counts.refused : salt_fits ? counts.accepted : counts.other_salt);
}

Bytes number_of(std::string_view hex) {
  const auto digits = hex.substr(std::min(hex.find_first_not_of('0'), hex.size()));
  return Botan::hex_decode((digits.size() % 2 == 0 ? "" : "0") + std::string(digits));
}

void read_records(const std::string& text, const std::function<bool(std::string_view)>& ends,
                  const std::function<void(const Fields&)>& record) {
  Fields fields;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    line = trimmed(line);
    if (line.empty() || line.starts_with('#')) continue;
    if (line.starts_with('[')) {
      fields = {{"[", line.substr(1, line.size() - 2)}};
      continue;
    }
    const auto equals = line.find('=');
    if (equals == std::string::npos) continue;
    const std::string name = trimmed(line.substr(0, equals));
    fields.insert_or_assign(name, trimmed(line.substr(equals + 1)));
    if (ends(name)) record(fields);
  }
}

}  // namespace assay::test
