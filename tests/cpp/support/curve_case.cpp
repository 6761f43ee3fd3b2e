#include "support/curve_case.hpp"

#include <algorithm>
#include <array>

#include "support/token.hpp"

namespace assay::test {
namespace {

// TEST KEYS, made for this file and published with it. They protect nothing. The signatures are by
// node:crypto's sign() with dsaEncoding: 'ieee-p1363'; with other claims they are to be made anew.
constexpr auto kCases = std::to_array<CurveCase>({
    {Algorithm::es256, "EC", "P-256", "zL_CUqtMgrm5q4qvJS08cTYMDYLhKFabIEPNF4eZv9w",
     "Z_YJ0IFB6tB8nbuNpuyb3c0XFXIyJCKO0-IEzdBI9aY", "09vFkFjo_OwiIHQzFvyHbUisOuCTrGpoQKRp8Ps2XYY",
     "_odnWjQtdfLn1gRx_7aDBzVqtCJHt7UYuSFnI8Kn4xagnW6-mZY_mKl5VQNy6VGLveiKy-EoV6qO05"
     "ddyYbBjw",
     "j0Ati61H-rpTI3iTIusEia4DhF2gKpO8Nf_oOfl_nP56VBqGcAc1Qda3fhC-6vTe2E_VBp1wSF-v6M"
     "0LmQQMvA"},
    {Algorithm::es384, "EC", "P-384",
     "cJjg5aOdwontNXn1prBkVL3qJK7Nt9FfyGpODbJ7W-GIJwEAK-zw97EUvG9F-vy9",
     "T0AD2gALfn9KxHbVZcNqE4O4lxcq-JAnEMbHo58tNUQlzatDf__Nsx7fhj180aaJ",
     "jCP_NQyJsitrAWbdfwyqUG7BUPGxM3Qju_GWJYy3-5HFM9C7XLjofUuwh_t6sWC8",
     "FXu-eU3SbM_gQ80LP3nA7-H0dJYpgLUp9sEP5hIsl-bFFvxAjnYjAWJf8ydT9U2Ku0eqQvHJs0lruw"
     "iVW-SBBF4TW8LrzfJpKU0mcIjQkdN_M17CGIj6438_dPjGb8Qn",
     "cUr1qJjd_r3IoQlpmb6w6VGIr1MY7mhAq_FQTem4HLG9zXKEj5F9RWabxRnGWD8iWANKDQR4yUFIK9"
     "W8fc7oCGd9hvIsfx0xRJtfu4dSejCTwzciIoEyyR5sibS0C-vY"},
    {Algorithm::es512, "EC", "P-521",
     "AJ4SwYxsFjFkImem5dhrkS0HCwgzWtzNnJYgMRWmjIGgotaWLkmctsIt9E2QcPcYNKRKThJk8CegWx"
     "8BSpxegas7",
     "AGGNaGVi4qk_hsUYlnTRr8k9mjBlzT7kI35H0I5oyi1JwdRY7eC9O-Cz4reyTYH6OZWZ-MTBV-ZOo-"
     "xgUfiUNKQl",
     "AaTBPn08XubCMAkGxhqAMNfjYXEDUf-Q6VzViaMuj3151Fp4M_By28cr39_cK8FqyvXn9tuFbdvXx0"
     "BiUsIqIQUw",
     "AUsxKmmYK_6ciaL9XSArAVk6efZnYTXHyfe8uG1MKXTCmmWe9Zn5s-U5N_OKG8x89joHGbc165Wxtq"
     "KthbaLDfmDAL51VrcAug-g37opi9szUGjkOs06QyRlx4T_7x5DD0SyZNxTBBcpqohyLrmYg159Rm9-"
     "B7yir3zcaD_CM4ttUlQg",
     "AXtCpnwtnhd5XD9huIDCmogKnlTCDcalJ3uK3CqWHmtiiv0x7CleMGTVtX-UJ4gwgfdeHuWKkrUwNG"
     "J80-qXCMLRAJjKTGZOZCQp03O3wOGvl7Q3IHYHq-sNmj7ZQw-ZbYITZ6LiHsFfVlaDQaTLvC9M4BKj"
     "yfwV9XcKAUysnxGA5Urs"},
    {Algorithm::eddsa, "OKP", "Ed25519", "cSGDsCcv1X0ymCjJ_ynRREM8lYVoduJgn4bqutSYK-Q", "",
     "eWaDfA0OAeoGUHt0ax1o5kZGeWpT2NRKmUdws_4FQW0",
     "zqy_VwUHpW8yz6NHhLoZIWrGwlfSJGwW39jVRLk6T6KOZtEWubRC4rkPRhGj7jiVoj75c-izPJgCzI"
     "-zUwPOAw",
     "3e7CUn7Lc_ZLfCB1_nBY1QV4e3MHQcKrcWkSH5BFona-OTn8MMmEJt7-SIZELsE7ky_bQlbYNE56Ln"
     "Cr01duBQ"},
    {Algorithm::ed25519, "OKP", "Ed25519", "cSGDsCcv1X0ymCjJ_ynRREM8lYVoduJgn4bqutSYK-Q", "",
     "eWaDfA0OAeoGUHt0ax1o5kZGeWpT2NRKmUdws_4FQW0",
     "Ako4RWrFM8zVLD421OxJkXx_u_GqyICaqqqeDH3sGWt-WCva6S2xvKLdxpKXcLDX5uJsXsV9upRdPW"
     "-J3yWmDg",
     "Ba9ggbq8XtWTiLaAjkuB6bZNu9IDlRz2tBFWvICsBe4ZsjJeIIYxaOvhff3gWhMGliNkxfxsiMYjV4"
     "yz5VSlCw"},
});

std::string token_of(const CurveCase& each, const Members& header, std::string_view signature) {
  return encode_base64url(header.with("alg", in_quotes(info(each.algorithm).name)).json()) + '.' +
         encode_base64url(good_claims().json()) + '.' + std::string(signature);
}

}  // namespace

std::string CurveCase::jwk(std::string_view more) const {
  Members members{{"kty", in_quotes(kty)}, {"crv", in_quotes(crv)}, {"x", in_quotes(x)}};
  if (!y.empty()) members = members.with("y", in_quotes(y));
  std::string text = members.json();
  if (!more.empty()) text.insert(text.size() - 1, "," + std::string(more));
  return text;
}

std::string CurveCase::token() const { return token_of(*this, good_header(), signature); }
std::string CurveCase::token_without_id() const {
  return token_of(*this, good_header().without("kid"), signature_without_id);
}

std::span<const CurveCase> curve_cases() noexcept { return kCases; }
const CurveCase& curve_case(Algorithm algorithm) {
  return *std::ranges::find(kCases, algorithm, &CurveCase::algorithm);
}

}  // namespace assay::test
