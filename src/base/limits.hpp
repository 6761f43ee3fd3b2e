// Made from tables/options.js by `npm run generate`: change it there.
#pragma once

#include <cstddef>

namespace assay {

inline constexpr double kDefaultClockTolerance = 60;
inline constexpr double kMaxClockTolerance = 300;
inline constexpr std::size_t kDefaultMaxTokenBytes = 16384;
inline constexpr std::size_t kMaxTokenBytesLimit = 65536;
inline constexpr std::size_t kDefaultCachedTokens = 1000;
inline constexpr std::size_t kDefaultCachedTokenBytes = 4194304;
inline constexpr std::size_t kDefaultMaxJwksBytes = 65536;

}  // namespace assay
