// The form in which the URIs of proof and request are compared: RFC 9449 §4.3, RFC 3986 §6.2.
#include "dpop/http_uri.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <utility>

namespace assay::test {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

TEST(HttpUri, Rfc3986_6_2_2_WritesEquivalentUrisAlike) {
  constexpr std::array kCases{
      Pair{"https://api.example/", "https://api.example/"},
      Pair{"https://api.example", "https://api.example/"},
      Pair{"HTTPS://API.Example/Path", "https://api.example/Path"},
      Pair{"https://api.example:443/a", "https://api.example/a"},
      Pair{"https://api.example:/a", "https://api.example/a"},
      Pair{"https://api.example:00443/a", "https://api.example/a"},
      Pair{"http://api.example:80/a", "http://api.example/a"},
      Pair{"https://api.example:80/a", "https://api.example:80/a"},
      Pair{"http://api.example:8080", "http://api.example:8080/"},
      Pair{"https://api.example/a?b=c", "https://api.example/a"},
      Pair{"https://api.example/a#b", "https://api.example/a"},
      Pair{"https://api.example/a?b#c?d", "https://api.example/a"},
      Pair{"https://api.example?b", "https://api.example/"},
      Pair{"https://api.example/%7Euser", "https://api.example/~user"},
      Pair{"https://api.example/%61%2fb", "https://api.example/a%2Fb"},
      Pair{"https://api.example/a/./b/../c", "https://api.example/a/c"},
      Pair{"https://api.example/a/%2e%2E/c", "https://api.example/c"},
      Pair{"https://api.example/../../a", "https://api.example/a"},
      Pair{"https://api.example/a/..", "https://api.example/"},
      Pair{"https://api.example/a/.", "https://api.example/a/"},
      Pair{"https://api.example/a//b/", "https://api.example/a//b/"},
      Pair{"https://api.example//../a", "https://api.example/a"},
      Pair{"https://api.example/...", "https://api.example/..."},
      Pair{"https://api.example/a|b", "https://api.example/a%7Cb"},
      Pair{"https://api.example/100%", "https://api.example/100%25"},
      Pair{"https://api.example/%4", "https://api.example/%254"},
      Pair{"https://api.example/%zz/%4%31", "https://api.example/%25zz/%2541"},
      Pair{"https://api.example/\xC3\xBC", "https://api.example/%C3%BC"},
      Pair{"https://[2001:DB8::1]:8443/a", "https://[2001:db8::1]:8443/a"},
      Pair{"https://[::1]/a", "https://[::1]/a"},
      Pair{"https://127.0.0.1/a;b=c,d@e:f", "https://127.0.0.1/a;b=c,d@e:f"},
  };
  for (const auto& [uri, expected] : kCases) {
    EXPECT_EQ(normal_http_uri(uri).value_or("nothing"), expected) << uri;
    EXPECT_EQ(normal_http_uri(expected).value_or("nothing"), expected) << "again: " << uri;
  }
}

TEST(HttpUri, RefusesWhatIsNoUriOfAnHttpRequest) {
  for (const std::string_view uri : {"",
                                     "/path",
                                     "api.example/",
                                     "//api.example/",
                                     "ftp://api.example/",
                                     "https:/api.example/",
                                     "https:api.example",
                                     "https://",
                                     "https:///a",
                                     "https://:443/",
                                     "https://user@api.example/",
                                     "https://user:password@api.example/",
                                     "https://api.example:port/",
                                     "https://api.example:0/",
                                     "https://api.example:000/",
                                     "https://api.example:65536/",
                                     "https://api.example:4294967739/",
                                     "https://api.example:-1/",
                                     "https://api.example\\a",
                                     "https://api.example/a b",
                                     "https://api.example/a\tb",
                                     "https://api.example/a\n",
                                     " https://api.example/",
                                     "https://api%/",
                                     "https://api%4/",
                                     "https://api%zz.example/",
                                     "https://[::1/a",
                                     "https://::1]/a",
                                     "https://[]/",
                                     "https://a[b]/",
                                     "https://api.ex\xC3\xA4mple/",
                                     "https://api.example/a\x7F",
                                     "https://a:b:c/"}) {
    EXPECT_FALSE(normal_http_uri(uri).has_value()) << uri;
  }
  EXPECT_FALSE(normal_http_uri(std::string_view("https://api.example/\0", 21)).has_value());
}

// A proof for /report must not open /admin in a router that looks at paths as they came.
TEST(HttpUri, OfARequestHasNoDotSegments) {
  for (const std::string_view path :
       {"/admin/../report", "/admin/%2e%2e/report", "/admin/%2E./report", "/secret/..//../report",
        "/./report", "/report/.", "/report/%2e", "/..", "/.", "/%2E%2E/report?a", "/../report#b"}) {
    const std::string uri = "https://api.example" + std::string(path);
    EXPECT_TRUE(normal_http_uri(uri).has_value()) << uri;
    EXPECT_FALSE(asked_http_uri(uri).has_value()) << uri;
  }
  for (const std::string_view path :
       {"", "/", "/report", "/report/", "//report", "/.../report", "/..report", "/.well-known/a",
        "/report?to=/../admin", "/a%2F..%2Fb", "/%7Euser", "/100%"}) {
    const std::string uri = "HTTPS://api.example:443" + std::string(path);
    EXPECT_TRUE(asked_http_uri(uri).has_value()) << uri;
    EXPECT_EQ(asked_http_uri(uri), normal_http_uri(uri)) << uri;
  }
  EXPECT_FALSE(asked_http_uri("api.example/report").has_value());
}

}  // namespace
}  // namespace assay::test
