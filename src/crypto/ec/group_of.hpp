#pragma once

#include "crypto/ec/element.hpp"
#include "crypto/ec/group.hpp"

namespace assay::ec {

/// A group that is given by its types and static functions (weierstrass.hpp, edwards.hpp).
template <class Typed>
// NOLINTNEXTLINE(cppcoreguidelines-virtual-class-destructor): the class is final
class GroupOf final : public Group {
 public:
  using Point = typename Typed::Point;
  using Entry = typename Typed::Entry;
  static_assert(sizeof(Point) <= sizeof(AnyPoint) && sizeof(Entry) <= sizeof(AnyEntry));

  constexpr GroupOf() noexcept : Group(Typed::kScalarBits, sizeof(Entry)) {}

  void lift(AnyPoint& point, const std::byte* entry, bool is_negative) const noexcept override {
    as_point(point) = Typed::lift(as_entry(entry), is_negative);
  }
  void twice(AnyPoint& point) const noexcept override { Typed::twice(as_point(point)); }
  void add(AnyPoint& point, const std::byte* entry, bool is_negative) const noexcept override {
    Typed::add(as_point(point), as_entry(entry), is_negative);
  }
  void to_entries(std::span<const AnyPoint> points, std::byte* entries) const override {
    std::vector<Product<typename Typed::F>> z;
    z.reserve(points.size());
    for (const AnyPoint& point : points) z.push_back(as_point(point).z);
    invert_all<typename Typed::F>(z);
    for (std::size_t i = 0; i < points.size(); ++i) {
      auto* const entry = reinterpret_cast<Entry*>(entries + i * sizeof(Entry));
      *entry = Typed::affine(as_point(points[i]), z[i]);
    }
  }

  [[nodiscard]] static Point& as_point(AnyPoint& point) noexcept {
    return *reinterpret_cast<Point*>(point.bytes.data());
  }
  [[nodiscard]] static const Point& as_point(const AnyPoint& point) noexcept {
    return *reinterpret_cast<const Point*>(point.bytes.data());
  }
  [[nodiscard]] static const Entry& as_entry(const std::byte* entry) noexcept {
    return *reinterpret_cast<const Entry*>(entry);
  }
};

}  // namespace assay::ec
