#pragma once

#include <botan/bigint.h>
#include <botan/reducer.h>

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace assay::ec::test {

/// edwards25519 as RFC 8032 §5.1 writes it, in Botan's BigInt: slow and plain, to compare with.
class Edwards25519 {
 public:
  struct Point {
    Botan::BigInt x, y, z;  ///< x / z, y / z
  };

  static const Edwards25519& get();

  [[nodiscard]] const Botan::BigInt& prime() const { return p_; }
  [[nodiscard]] const Botan::BigInt& order() const { return order_; }
  [[nodiscard]] const Point& base() const { return base_; }
  /// One of the eight points whose order divides 8; 0: the neutral one.
  [[nodiscard]] const Point& small(int index) const {
    return small_[static_cast<std::size_t>(index)];
  }

  [[nodiscard]] Point add(const Point& a, const Point& b) const;
  [[nodiscard]] Point times(Botan::BigInt scalar, Point point) const;
  [[nodiscard]] std::vector<std::uint8_t> encode(const Point& point) const;
  [[nodiscard]] std::optional<Point> decode(std::span<const std::uint8_t> bytes) const;
  /// [S]B = R + [k]A, with the points compared, and S below the order.
  [[nodiscard]] bool verifies(const Point& key, std::span<const std::uint8_t> digest,
                              std::span<const std::uint8_t> signature) const;

  /// Little-endian.
  static Botan::BigInt read(std::span<const std::uint8_t> bytes);
  static void write(Botan::BigInt number, std::span<std::uint8_t> bytes);

 private:
  Edwards25519();
  [[nodiscard]] Botan::BigInt mod(const Botan::BigInt& number) const;

  Botan::BigInt p_;
  Botan::Modular_Reducer mod_p_;
  Botan::BigInt order_;
  Botan::BigInt d_;
  Point base_;
  std::array<Point, 8> small_;
};

}  // namespace assay::ec::test
