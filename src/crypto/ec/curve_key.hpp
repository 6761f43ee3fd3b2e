#pragma once

#include <cstdint>
#include <span>

namespace assay::ec {

/// A public key on one of the curves.
class CurveKey {
 public:
  CurveKey() = default;
  CurveKey(const CurveKey&) = delete;
  CurveKey& operator=(const CurveKey&) = delete;
  virtual ~CurveKey() = default;

  /// In bytes.
  [[nodiscard]] virtual std::size_t signature_size() const noexcept = 0;
  /// As ec::verify().
  [[nodiscard]] virtual bool verify(std::span<const std::uint8_t> digest,
                                    std::span<const std::uint8_t> signature) const = 0;
};

}  // namespace assay::ec
