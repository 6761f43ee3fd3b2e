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
                                     "https://api.example/%",
                                     "https://api.example/%4",
                                     "https://api.example/%zz",
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

}  // namespace
}  // namespace assay::test
