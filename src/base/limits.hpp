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
inline constexpr std::size_t kMinSecretBytes = 16;
inline constexpr std::size_t kMaxSecretBytes = 4096;
inline constexpr double kDefaultNoncePeriod = 60;
inline constexpr double kMinNoncePeriod = 1;
inline constexpr double kMaxNoncePeriod = 3600;
inline constexpr double kDefaultMaxProofAge = 60;
inline constexpr double kMinProofAgeLimit = 1;
inline constexpr double kMaxProofAgeLimit = 600;
inline constexpr double kDefaultProofClockTolerance = 60;
inline constexpr double kMaxProofClockTolerance = 300;
inline constexpr std::size_t kDefaultMaxJwksBytes = 65536;

}  // namespace assay
