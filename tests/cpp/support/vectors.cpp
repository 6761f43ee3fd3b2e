#include "support/vectors.hpp"

#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>

namespace assay::test {

TestData wycheproof() {
  return {std::filesystem::path(ASSAY_VECTORS_DIR) / "wycheproof",
          "Wycheproof RSA: no vectors in " ASSAY_VECTORS_SHOWN "; set ASSAY_VECTORS_DIR"};
}

namespace {

TestData of_debian(const std::string& whose, const std::string& directory) {
  return {std::filesystem::path(ASSAY_NIST_VECTORS_DIR) / directory,
          whose + ": no vectors in " ASSAY_NIST_VECTORS_DIR "/" + directory +
              "; install python3-cryptography-vectors, or set ASSAY_NIST_VECTORS_DIR"};
}

TestData of_botan(const std::string& what) {
  return {ASSAY_BOTAN_VECTORS_DIR,
          what + ": no vectors in " ASSAY_BOTAN_VECTORS_DIR "; set ASSAY_BOTAN_VECTORS_DIR"};
}

}  // namespace

TestData nist_rsa() { return of_debian("NIST RSA", "RSA"); }
TestData nist_ecdsa() { return of_debian("NIST ECDSA", "ECDSA"); }
TestData authors_ed25519() { return of_debian("Ed25519's authors", "Ed25519"); }
TestData botan_rsa() { return of_botan("Botan RSA"); }
TestData botan_curves() { return of_botan("Botan ECDSA and Ed25519"); }

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("can't read " + path.string());
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void say_skipped(const std::string& what_and_why) {
  std::cout << "skipped: " << what_and_why << std::endl;
}

}  // namespace assay::test
