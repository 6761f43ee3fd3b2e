// An HTTP server that lets nobody in without an access token of its issuer. The issuer's keys are
// fetched and refreshed by assay::jwks. Tokens that are bound to a key (DPoP) need more than this:
// docs/guides/cpp.md, "Tokens bound to a key".
//
//     ISSUER=https://auth.example.com/ AUDIENCE=https://api.example.com PORT=8080 native-server
#include <httplib.h>

#include <assay/bearer.hpp>
#include <assay/jwks_verifier.hpp>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

namespace {

std::string setting(const char* name, const char* otherwise = "") {
  const char* value = std::getenv(name);
  return value != nullptr ? value : otherwise;
}

/// The values of every Authorization field: two of them are one too many.
std::string authorization_of(const httplib::Request& request) {
  std::string joined;
  const auto [begin, end] = request.headers.equal_range("Authorization");
  for (auto field = begin; field != end; ++field) {
    joined += (joined.empty() ? "" : ", ") + field->second;
  }
  return joined;
}

int listen(httplib::Server& server, int port) {
  const int bound = port != 0 ? (server.bind_to_port("127.0.0.1", port) ? port : -1)
                              : server.bind_to_any_port("127.0.0.1");
  if (bound < 0) return std::cerr << "the port is in use\n", 1;
  std::cout << "http://127.0.0.1:" << bound << std::endl;
  return server.listen_after_bind() ? 0 : 1;
}

}  // namespace

int main() {
  assay::JwksOptions options;  // the defaults, except for a test on one machine
  options.jwks_uri = setting("JWKS_URI");
  options.allow_insecure_loopback = setting("ALLOW_INSECURE_LOOPBACK") == "1";
  options.ca_file = setting("CA_FILE");

  assay::Policy policy;
  policy.issuer = setting("ISSUER");
  policy.audiences = {setting("AUDIENCE")};
  const auto verifier = assay::JwksVerifier::create(policy, options);
  if (!verifier) return std::cerr << verifier.error().message() << '\n', 2;

  httplib::Server server;
  server.Get("/tools", [&](const httplib::Request& request, httplib::Response& response) {
    constexpr std::string_view kScopes[] = {"tools:read"};
    const std::string authorization = authorization_of(request);
    const auto jwt = assay::bearer_token(authorization);
    const auto token = jwt ? verifier->verify(*jwt, kScopes) : jwt.error();
    if (token) return response.set_content("Hello, " + token->subject() + "\n", "text/plain");
    response.status = assay::http_status(token.error());
    const std::string challenge = assay::challenge(token.error());
    if (!challenge.empty()) response.set_header("WWW-Authenticate", challenge);
    if (response.status == 503) {
      response.set_header("Retry-After", std::to_string(verifier->retry_after().count()));
    }
  });
  return listen(server, std::stoi(setting("PORT", "0")));
}
