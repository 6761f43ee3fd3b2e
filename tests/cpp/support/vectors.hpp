#pragma once

#include <filesystem>
#include <string>

namespace assay::test {

/// Test data that others publish. It is not part of this repository and may be absent.
struct TestData {
  std::filesystem::path path;
  std::string missing;  ///< what the summary of `npm test` says where there is no such path
};

[[nodiscard]] TestData wycheproof();
/// NIST's vectors, as python3-cryptography-vectors has them: asymmetric/RSA and asymmetric/ECDSA.
[[nodiscard]] TestData nist_rsa();
[[nodiscard]] TestData nist_ecdsa();
/// The vectors of Ed25519's authors, in the same package: asymmetric/Ed25519.
[[nodiscard]] TestData authors_ed25519();
/// The vectors of public keys among Botan's own test data.
[[nodiscard]] TestData botan_rsa();
[[nodiscard]] TestData botan_curves();

/// The bytes of a file. Throws where it can't be read, so that none is skipped in silence.
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

/// Says what is left out and why: `npm test` collects these lines for its summary.
void say_skipped(const std::string& what_and_why);

}  // namespace assay::test

/// Skips a test, by name, where its data is missing (a checkout on its own).
#define ASSAY_NEEDS(data) \
  if (!std::filesystem::exists((data).path)) GTEST_SKIP() << (data).missing
