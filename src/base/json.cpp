#include "base/json.hpp"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <cmath>
#include <limits>

namespace assay::json {
namespace {

using boost::system::error_code;

/// Objects up to this size are searched for duplicates pair by pair, larger ones by sorting.
constexpr std::size_t kPairwiseMembers = 16;

bool has_duplicate(std::vector<std::string_view>& names) {
  if (names.size() > kPairwiseMembers) {
    std::ranges::sort(names);
    return std::ranges::adjacent_find(names) != names.end();
  }
  for (auto name = names.begin(); name != names.end(); ++name) {
    if (std::find(names.begin(), name, *name) != name) return true;
  }
  return false;
}

/// An integer as a double, rounded away from zero where no double equals it. So it can't slip under
/// a limit: to nearest, 2^53 + 1 would become 2^53, the last NumericDate.
double round_outwards(std::int64_t value) {
  constexpr double kTwoTo63 = 9223372036854775808.0;
  const auto number = static_cast<double>(value);
  if (std::abs(number) == kTwoTo63) return number;  // never inwards, and 2^63 is no int64
  const auto rounded = static_cast<std::int64_t>(number);
  const bool inwards = value < 0 ? rounded > value : rounded < value;
  return inwards ? std::nextafter(number, std::copysign(kTwoTo63, number)) : number;
}

/// For names: they are short, so this saves a call of memcmp.
bool same(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i]) return false;
  }
  return true;
}

/// Rounds a number in another form outwards, e.g. 9007199254740992.5. It matters only at ±2^53.
double round_outwards(double value, std::string_view literal) {
  constexpr double kTwoTo53 = 9007199254740992;
  constexpr std::string_view kDigits = "9007199254740992";
  if (std::abs(value) != kTwoTo53) return value;
  std::string digits;
  for (const char c : literal.substr(0, literal.find_first_of("eE"))) {
    if (c >= '0' && c <= '9' && !(c == '0' && digits.empty())) digits += c;
  }
  digits.erase(digits.find_last_not_of('0') + 1);
  return digits > kDigits ? std::nextafter(value, 2 * value) : value;
}

}  // namespace

/// Boost.JSON's handler: records the values and enforces what the grammar leaves open.
class Recorder {
 public:
  static constexpr std::size_t max_array_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_object_size = max_array_size;
  static constexpr std::size_t max_string_size = max_array_size;
  static constexpr std::size_t max_key_size = max_array_size;

  explicit Recorder(Document& document) noexcept : document_(document) {}

  [[nodiscard]] std::optional<FaultKind> fault() const noexcept { return fault_; }

  bool on_document_begin(error_code& /*ec*/) { return true; }
  bool on_document_end(error_code& /*ec*/) { return true; }

  bool on_object_begin(error_code& /*ec*/) { return open(Kind::object); }
  bool on_object_end(std::size_t size, error_code& ec) {
    const std::uint32_t object = close();
    if (size < 2) return true;
    names_.clear();
    for (const Value member : Value(document_, object).children()) names_.push_back(member.name());
    return !has_duplicate(names_) || refuse(FaultKind::duplicate_member, ec);
  }
  bool on_array_begin(error_code& /*ec*/) { return open(Kind::array); }
  bool on_array_end(std::size_t /*size*/, error_code& /*ec*/) {
    close();
    return true;
  }

  bool on_key_part(std::string_view part, std::size_t /*size*/, error_code& /*ec*/) {
    document_.characters_.append(part);
    return true;
  }
  bool on_key(std::string_view rest, std::size_t size, error_code& /*ec*/) {
    document_.characters_.append(rest);
    name_begin_ = end_of_characters() - static_cast<std::uint32_t>(size);
    name_size_ = static_cast<std::uint32_t>(size);
    return true;
  }
  bool on_string_part(std::string_view part, std::size_t /*size*/, error_code& /*ec*/) {
    document_.characters_.append(part);
    return true;
  }
  bool on_string(std::string_view rest, std::size_t size, error_code& /*ec*/) {
    document_.characters_.append(rest);
    Node& node = add(Kind::string);
    node.text_begin = end_of_characters() - static_cast<std::uint32_t>(size);
    node.text_size = static_cast<std::uint32_t>(size);
    return true;
  }

  bool on_number_part(std::string_view /*part*/, error_code& /*ec*/) { return true; }
  bool on_int64(std::int64_t value, std::string_view /*literal*/, error_code& /*ec*/) {
    add(Kind::number).number = round_outwards(value);
    return true;
  }
  bool on_uint64(std::uint64_t value, std::string_view /*literal*/, error_code& /*ec*/) {
    add(Kind::number).number = static_cast<double>(value);  // 2^63 or more
    return true;
  }
  bool on_double(double value, std::string_view literal, error_code& ec) {
    if (!std::isfinite(value)) return refuse(FaultKind::number_range, ec);
    add(Kind::number).number = round_outwards(value, literal);
    return true;
  }

  bool on_bool(bool value, error_code& /*ec*/) {
    add(Kind::boolean).truth = value;
    return true;
  }
  bool on_null(error_code& /*ec*/) {
    add(Kind::null);
    return true;
  }
  bool on_comment_part(std::string_view /*part*/, error_code& /*ec*/) { return true; }
  bool on_comment(std::string_view /*rest*/, error_code& /*ec*/) { return true; }

 private:
  [[nodiscard]] std::uint32_t end_of_characters() const noexcept {
    return static_cast<std::uint32_t>(document_.characters_.size());
  }

  /// Adds a value under the name read last; an element of an array has none.
  Node& add(Kind kind) {
    Node& node = document_.nodes_.emplace_back();
    node.kind = kind;
    node.name_begin = name_begin_;
    node.name_size = name_size_;
    node.end = static_cast<std::uint32_t>(document_.nodes_.size());
    name_size_ = 0;
    return node;
  }
  bool open(Kind kind) {
    open_.push_back(static_cast<std::uint32_t>(document_.nodes_.size()));
    add(kind);
    return true;
  }
  std::uint32_t close() {
    const std::uint32_t index = open_.back();
    open_.pop_back();
    document_.nodes_[index].end = static_cast<std::uint32_t>(document_.nodes_.size());
    return index;
  }
  bool refuse(FaultKind kind, error_code& ec) {
    fault_ = kind;
    ec = boost::json::error::syntax;
    return false;
  }

  Document& document_;
  std::vector<std::uint32_t> open_;  ///< the containers around the next value
  std::vector<std::string_view> names_;
  std::uint32_t name_begin_ = 0;
  std::uint32_t name_size_ = 0;
  std::optional<FaultKind> fault_;
};

boost::system::result<Document, Fault> parse(std::string_view text) {
  Document document;
  document.reserve(text.size());
  boost::json::parse_options options;
  options.max_depth = kMaxDepth;
  // Rounds as JSON.parse and other parsers do, so that all agree on which numbers are infinite.
  options.numbers = boost::json::number_precision::precise;
  boost::json::basic_parser<Recorder> parser(options, document);

  error_code ec;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), ec);
  if (ec) {
    const FaultKind grammar =
        ec == boost::json::error::too_deep ? FaultKind::too_deep : FaultKind::syntax;
    return Fault{parser.handler().fault().value_or(grammar), read};
  }
  if (read != text.size()) return Fault{FaultKind::syntax, read};
  return document;
}

const Node& Value::node() const noexcept { return document_->nodes_[index_]; }

Kind Value::kind() const noexcept { return node().kind; }

std::string_view Value::name() const noexcept {
  return {document_->characters_.data() + node().name_begin, node().name_size};
}

std::optional<bool> Value::as_boolean() const noexcept {
  if (kind() != Kind::boolean) return std::nullopt;
  return node().truth;
}

std::optional<double> Value::as_number() const noexcept {
  if (kind() != Kind::number) return std::nullopt;
  return node().number;
}

std::optional<std::string_view> Value::as_string() const noexcept {
  if (kind() != Kind::string) return std::nullopt;
  return std::string_view{document_->characters_.data() + node().text_begin, node().text_size};
}

std::optional<std::vector<std::string_view>> Value::as_strings() const {
  if (!is_strings()) return std::nullopt;
  std::vector<std::string_view> strings;
  for (const Value element : children()) strings.push_back(*element.as_string());
  return strings;
}

bool Value::is_strings() const noexcept {
  if (kind() != Kind::array) return false;
  bool all = true;
  for (const Value element : children()) all = all && element.kind() == Kind::string;
  return all;
}

std::optional<Value> Value::member(std::string_view name) const noexcept {
  if (kind() != Kind::object) return std::nullopt;
  for (const Value value : children()) {
    if (same(value.name(), name)) return value;
  }
  return std::nullopt;
}

std::optional<Value> Value::present(std::string_view name) const noexcept {
  const auto value = member(name);
  if (!value || value->kind() == Kind::null) return std::nullopt;
  return value;
}

Children Value::children() const noexcept { return Children(*this); }

Children::Iterator& Children::Iterator::operator++() noexcept {
  index_ = document_->nodes_[index_].end;
  return *this;
}

Children::Iterator Children::begin() const noexcept {
  return {*parent_.document_, parent_.index_ + 1};
}

Children::Iterator Children::end() const noexcept {
  return {*parent_.document_, parent_.node().end};
}

}  // namespace assay::json
