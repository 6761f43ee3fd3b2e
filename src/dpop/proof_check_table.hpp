// Made from tables/proof-checks.js by `npm run generate`: change it there.
#pragma once

#include <array>

#include "dpop/proof_report.hpp"

namespace assay {

inline constexpr std::array<ProofCheckInfo, kProofCheckCount> kProofChecks{{
    {ProofCheck::proof_form, "proof_form", "RFC 9449 §4.3, check 2",
     "The proof has three segments, and is within the size limit", ""},
    {ProofCheck::proof_header, "proof_header", "RFC 9449 §4.3, check 2",
     "The header is canonical base64url of a JSON object, each member once, without critical "
     "extensions",
     ""},
    {ProofCheck::proof_typ, "proof_typ", "RFC 9449 §4.3, check 4", "The type is dpop+jwt", ""},
    {ProofCheck::proof_alg, "proof_alg", "RFC 9449 §4.3, check 5",
     "The algorithm is asymmetric, and on the allow-list", ""},
    {ProofCheck::proof_jwk, "proof_jwk", "RFC 9449 §4.3, check 7",
     "The header has a sound public key, and no private one", ""},
    {ProofCheck::proof_signature, "proof_signature", "RFC 9449 §4.3, check 6",
     "The key in the header made the signature", ""},
    {ProofCheck::proof_claims, "proof_claims", "RFC 9449 §4.3, check 2",
     "The claims are canonical base64url of a JSON object, each member once", ""},
    {ProofCheck::proof_jti, "proof_jti", "RFC 9449 §4.3, check 3", "The proof has an id", ""},
    {ProofCheck::proof_htm, "proof_htm", "RFC 9449 §4.3, check 8",
     "The proof is for the method of this request", ""},
    {ProofCheck::proof_htu, "proof_htu", "RFC 9449 §4.3, check 9",
     "The proof is for the URL of this request", ""},
    {ProofCheck::proof_iat, "proof_iat", "RFC 9449 §4.3, check 11", "The proof is new", ""},
    {ProofCheck::proof_exp, "proof_exp", "RFC 7519 §4.1.4, §4.1.5",
     "The proof is within the times that it names itself",
     "Not checked: the proof has neither exp nor nbf"},
    {ProofCheck::proof_nonce, "proof_nonce", "RFC 9449 §4.3, check 10",
     "The nonce is one of this server, and not too old", "Not checked: the server gives no nonces"},
    {ProofCheck::proof_ath, "proof_ath", "RFC 9449 §4.3, check 12",
     "The proof is for this access token", "Not checked: there is no access token"},
    {ProofCheck::proof_key, "proof_key", "RFC 9449 §4.3, check 12",
     "The access token is bound to the key of the proof",
     "Not checked: it is not known to which key the token is bound"},
}};

}  // namespace assay
