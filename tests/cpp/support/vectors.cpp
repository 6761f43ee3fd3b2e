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

TestData nist_rsa() {
  return {ASSAY_NIST_VECTORS_DIR,
          "NIST RSA: no vectors in " ASSAY_NIST_VECTORS_DIR
          "; install python3-cryptography-vectors, or set ASSAY_NIST_VECTORS_DIR"};
}

TestData botan_rsa() {
  return {ASSAY_BOTAN_VECTORS_DIR,
          "Botan RSA: no vectors in " ASSAY_BOTAN_VECTORS_DIR "; set ASSAY_BOTAN_VECTORS_DIR"};
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("can't read " + path.string());
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void say_skipped(const std::string& what_and_why) {
  std::cout << "skipped: " << what_and_why << std::endl;
}

}  // namespace assay::test
