#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace assay::wire {

/// Appends a JSON object member by member. The caller sees to it that strings are UTF-8.
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
    key(name);
    out_ += '[';
    bool first = true;
    for (const std::string_view value : values) {
      if (!first) out_ += ',';
      first = false;
      append_string(out_, value);
    }
    out_ += ']';
    return *this;
  }
  /// @param write_item called with each value, appends its JSON text
  template <class Range, class WriteItem>
  ObjectWriter& array(std::string_view name, const Range& values, WriteItem write_item) {
    key(name);
    out_ += '[';
    bool first = true;
    for (const auto& value : values) {
      if (!first) out_ += ',';
      first = false;
      write_item(value);
    }
    out_ += ']';
    return *this;
  }
  void close() { out_ += '}'; }

  /// RFC 8259 §7: quotation mark, reverse solidus and control characters must be escaped.
  static void append_string(std::string& out, std::string_view value) {
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
