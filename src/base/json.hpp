#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::json {

/// The deepest nesting of arrays and objects that is read; one level more is refused.
inline constexpr std::size_t kMaxDepth = 32;

enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

enum class FaultKind : std::uint8_t {
  syntax,            ///< not a JSON text (RFC 8259), invalid UTF-8, a lone surrogate, a BOM
  too_deep,          ///< more than kMaxDepth levels
  number_range,      ///< a number beyond every finite double, e.g. 1e400
  duplicate_member,  ///< one object names a member twice (RFC 7515 §4, RFC 7519 §4)
};

/// Why a text was refused, and at which byte of it.
struct Fault {
  FaultKind kind;
  std::size_t offset;
};

/// One value of the text, in document order; children follow their parent.
struct Node {
  Kind kind = Kind::null;
  bool truth = false;            ///< of a boolean
  std::uint32_t name_begin = 0;  ///< the member's name, as a part of the characters
  std::uint32_t name_size = 0;
  std::uint32_t text_begin = 0;  ///< a string's characters, unescaped
  std::uint32_t text_size = 0;
  double number = 0;      ///< the nearest double or the next outer one: beyond ±2^53 stays beyond
  std::uint32_t end = 0;  ///< index of the first node that is not inside this one
};

class Children;
class Document;

/// A value inside a Document, which must outlive it. Each as_…() returns nothing for another kind.
class Value {
 public:
  Value(const Document& document, std::uint32_t index) noexcept
      : document_(&document), index_(index) {}

  [[nodiscard]] Kind kind() const noexcept;
  [[nodiscard]] std::string_view name() const noexcept;  ///< "" outside of an object
  [[nodiscard]] std::optional<bool> as_boolean() const noexcept;
  [[nodiscard]] std::optional<double> as_number() const noexcept;
  [[nodiscard]] std::optional<std::string_view> as_string() const noexcept;
  /// The strings of an array that holds nothing else.
  [[nodiscard]] std::optional<std::vector<std::string_view>> as_strings() const;
  /// Whether as_strings() returns a list.
  [[nodiscard]] bool is_strings() const noexcept;
  /// The member of exactly that name; nothing where there is none or the value is not an object.
  [[nodiscard]] std::optional<Value> member(std::string_view name) const noexcept;
  /// As member(), with null counted as absent.
  [[nodiscard]] std::optional<Value> present(std::string_view name) const noexcept;
  /// The elements of an array or the values of an object, in their order.
  [[nodiscard]] Children children() const noexcept;

 private:
  friend class Children;
  [[nodiscard]] const Node& node() const noexcept;

  const Document* document_;
  std::uint32_t index_;
};

/// The values directly inside a value.
class Children {
 public:
  class Iterator {
   public:
    Iterator(const Document& document, std::uint32_t index) noexcept
        : document_(&document), index_(index) {}
    [[nodiscard]] Value operator*() const noexcept { return {*document_, index_}; }
    Iterator& operator++() noexcept;
    [[nodiscard]] bool operator==(const Iterator& other) const noexcept {
      return index_ == other.index_;
    }

   private:
    const Document* document_;
    std::uint32_t index_;
  };

  explicit Children(Value parent) noexcept : parent_(parent) {}
  [[nodiscard]] Iterator begin() const noexcept;
  [[nodiscard]] Iterator end() const noexcept;

 private:
  Value parent_;
};

/// A JSON text that kept every rule of parse(), as a flat record of its values.
class Document {
 public:
  [[nodiscard]] Value root() const noexcept { return {*this, 0}; }
  /// Reserves room for the most characters and the usual number of values of a text of that size.
  void reserve(std::size_t text_size) {
    constexpr std::size_t kTextPerValue = 24;
    characters_.reserve(text_size);
    nodes_.reserve(text_size / kTextPerValue);
  }
  /// About how many bytes it holds on the heap.
  [[nodiscard]] std::size_t heap_size() const noexcept {
    return nodes_.capacity() * sizeof(Node) + characters_.capacity();
  }

 private:
  friend class Recorder;
  friend class Value;
  friend class Children;

  std::vector<Node> nodes_;
  std::string characters_;  ///< names and strings, unescaped, one after the other
};

/// Reads one JSON text (RFC 8259) in UTF-8. While it reads, it refuses invalid or overlong UTF-8,
/// lone surrogates, a BOM, anything after the value but white space, more than kMaxDepth levels,
/// numbers beyond every finite double, and a member name that occurs twice in one object, at every
/// level and compared after unescaping.
[[nodiscard]] boost::system::result<Document, Fault> parse(std::string_view text);

}  // namespace assay::json
