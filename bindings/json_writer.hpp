#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace assay::wire {

/// RFC 8259 §7: quotation mark, reverse solidus and control characters must be escaped.
inline void append_string(std::string& out, std::string_view value) {
  constexpr std::string_view kHex = "0123456789abcdef";
  constexpr unsigned char kFirstPrintable = 0x20;
  out += '"';
  std::size_t written = 0;  // what needs no escape is appended as a whole
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    const auto byte = static_cast<unsigned char>(c);
    if (c != '"' && c != '\\' && byte >= kFirstPrintable) continue;
    out += value.substr(written, i - written);
    written = i + 1;
    if (byte < kFirstPrintable) {
      out += "\\u00";
      out += kHex[byte >> 4U];
      out += kHex[byte & 0xFU];
    } else {
      out += '\\';
      out += c;
    }
  }
  out += value.substr(written);
  out += '"';
}

/// Appends a JSON array value by value. Strings must be UTF-8.
class ArrayWriter {
 public:
  explicit ArrayWriter(std::string& out) : out_(out) { out_ += '['; }

  ArrayWriter& text(std::string_view value) {
    next();
    append_string(out_, value);
    return *this;
  }
  ArrayWriter& text_or_null(const std::optional<std::string>& value) {
    return value ? text(*value) : raw("null");
  }
  /// @param json a JSON text, written as it is
  ArrayWriter& raw(std::string_view json) {
    next();
    out_ += json;
    return *this;
  }
  template <class Range>
  ArrayWriter& texts(const Range& values) {
    return array(values, [&](std::string_view value) { append_string(out_, value); });
  }
  /// @param write_item called with each value, appends its JSON text
  template <class Range, class WriteItem>
  ArrayWriter& items(const Range& values, WriteItem write_item) {
    for (const auto& value : values) {
      next();
      write_item(value);
    }
    return *this;
  }
  /// An array inside this one.
  template <class Range, class WriteItem>
  ArrayWriter& array(const Range& values, WriteItem write_item) {
    next();
    ArrayWriter(out_).items(values, write_item).close();
    return *this;
  }
  void close() { out_ += ']'; }

 private:
  void next() {
    if (!first_) out_ += ',';
    first_ = false;
  }

  std::string& out_;
  bool first_ = true;
};

/// Appends a JSON object member by member. Strings must be UTF-8.
class ObjectWriter {
 public:
  explicit ObjectWriter(std::string& out) : out_(out) { out_ += '{'; }

  ObjectWriter& text(std::string_view name, std::string_view value) {
    key(name);
    append_string(out_, value);
    return *this;
  }
  ObjectWriter& text_or_null(std::string_view name, const std::optional<std::string>& value) {
    return value ? text(name, *value) : raw(name, "null");
  }
  ObjectWriter& boolean(std::string_view name, bool value) {
    return raw(name, value ? "true" : "false");
  }
  ObjectWriter& integer(std::string_view name, std::size_t value) {
    return raw(name, std::to_string(value));
  }
  /// @param json a JSON text, written as it is
  ObjectWriter& raw(std::string_view name, std::string_view json) {
    key(name);
    out_ += json;
    return *this;
  }
  template <class Range>
  ObjectWriter& texts(std::string_view name, const Range& values) {
    return array(name, values, [&](std::string_view value) { append_string(out_, value); });
  }
  /// @param write_item called with each value, appends its JSON text
  template <class Range, class WriteItem>
  ObjectWriter& array(std::string_view name, const Range& values, WriteItem write_item) {
    key(name);
    ArrayWriter(out_).items(values, write_item).close();
    return *this;
  }
  void close() { out_ += '}'; }

 private:
  void key(std::string_view name) {
    if (out_.back() != '{') out_ += ',';
    out_ += '"';
    out_ += name;
    out_ += "\":";
  }

  std::string& out_;
};

}  // namespace assay::wire
