// The headers of clients that are known.
#include "dpop/proof_headers.hpp"

#include <gtest/gtest.h>

namespace assay::test {
namespace {

TEST(ProofHeaders, AreBoundedAndForgetTheLeastRecentlyUsed) {
  ProofHeaders known(2);
  const auto header = std::make_shared<const ProofHeader>();
  known.insert("a", header);
  known.insert("b", header);
  EXPECT_NE(known.find("a"), nullptr);
  known.insert("c", header);
  EXPECT_EQ(known.size(), 2U);
  EXPECT_NE(known.find("a"), nullptr);
  EXPECT_EQ(known.find("b"), nullptr);
  EXPECT_NE(known.find("c"), nullptr);
  known.insert("c", header);
  EXPECT_EQ(known.size(), 2U);
}

}  // namespace
}  // namespace assay::test
