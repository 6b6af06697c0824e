#include "engine/base/strict_json.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <deque>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace redress {
namespace {

namespace json = boost::json;

constexpr auto no_limit = static_cast<std::size_t>(-1);
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

struct Name {
  std::string_view text;
  std::size_t order;  // of appearance
  char const* quote;  // where it opens in the text; null for a name with escapes
};

// Builds the value and objects to what the grammar allows but we do not. Called by the parser, in document order.
class StrictBuilder {
 public:
  // The parser wants these at compile time; ours are known only when it runs, so the functions below hold them.
  static constexpr std::size_t max_array_size = no_limit;
  static constexpr std::size_t max_object_size = no_limit;
  static constexpr std::size_t max_string_size = no_limit;
  static constexpr std::size_t max_key_size = no_limit;

  StrictBuilder(std::string_view text, JsonLimits const& limits, json::storage_ptr storage)
      : text_(text), limits_(limits) {
    stack_.reset(std::move(storage));
  }

  json::value release() { return stack_.release(); }
  std::optional<Says> const& objection() const { return objection_; }
  char const* objection_at() const { return objection_at_; }  // null where the parser's own place is the best there is

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }

  bool on_array_begin(json::error_code&) { return true; }
  bool on_array_end(std::size_t n, json::error_code& ec) {
    if (n > limits_.array_elements) return too_many("数组元素", "array elements", n, limits_.array_elements, ec);
    stack_.push_array(n);
    return true;
  }

  bool on_object_begin(json::error_code&) {
    object_starts_.push_back(names_.size());
    return true;
  }
  bool on_object_end(std::size_t n, json::error_code& ec) {
    if (n > limits_.object_members) return too_many("对象成员", "object members", n, limits_.object_members, ec);
    if (!names_differ(ec)) return false;
    names_.resize(object_starts_.back());
    object_starts_.pop_back();
    stack_.push_object(n);
    return true;
  }

  bool on_string_part(json::string_view part, std::size_t total, json::error_code& ec) {
    if (total > limits_.string_bytes) return string_too_long(ec);
    stack_.push_chars(part);
    return true;
  }
  bool on_string(json::string_view part, std::size_t total, json::error_code& ec) {
    if (total > limits_.string_bytes) return string_too_long(ec);
    stack_.push_string(part);
    return true;
  }
  bool on_key_part(json::string_view part, std::size_t total, json::error_code& ec) {
    if (total > limits_.string_bytes) return string_too_long(ec);
    name_parts_.append(part.data(), part.size());
    stack_.push_chars(part);
    return true;
  }
  bool on_key(json::string_view part, std::size_t total, json::error_code& ec) {
    if (total > limits_.string_bytes) return string_too_long(ec);
    names_.push_back(whole_name({part.data(), part.size()}));
    stack_.push_key(part);
    return true;
  }

  bool on_number_part(json::string_view, json::error_code&) { return true; }  // only when text comes in pieces
  bool on_int64(std::int64_t number, json::string_view token, json::error_code& ec) {
    if (token.size() > limits_.number_chars) return number_too_long(token, ec);
    stack_.push_int64(number);
    return true;
  }
  bool on_uint64(std::uint64_t number, json::string_view token, json::error_code& ec) {
    if (token.size() > limits_.number_chars) return number_too_long(token, ec);
    stack_.push_uint64(number);
    return true;
  }
  bool on_double(double, json::string_view token, json::error_code& ec) {
    if (token.size() > limits_.number_chars) return number_too_long(token, ec);
    std::string_view const digits{token.data(), token.size()};
    if (digits.find_first_of(".eE") == std::string_view::npos)
      return refuse({fmt::format("整数 {} 超出 64 位，请用字符串", digits),
                     fmt::format("the integer {} does not fit in 64 bits; send it as a string", digits)},
                    token.data(), ec);
    double number = 0;
    if (std::from_chars(token.data(), token.data() + token.size(), number).ec != std::errc{} || !std::isfinite(number))
      return refuse({fmt::format("数字 {} 超出双精度浮点数的范围", digits),
                     fmt::format("the number {} is outside the range of a double", digits)},
                    token.data(), ec);
    stack_.push_double(number);
    return true;
  }
  bool on_bool(bool truth, json::error_code&) {
    stack_.push_bool(truth);
    return true;
  }
  bool on_null(json::error_code&) {
    stack_.push_null();
    return true;
  }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }  // the parser refuses comments itself
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  bool refuse(Says says, char const* at, json::error_code& ec) {
    objection_ = std::move(says);
    objection_at_ = at;
    ec = json::error::syntax;  // any code stops the parser; the sentence is ours
    return false;
  }
  bool too_many(std::string_view zh, std::string_view en, std::size_t n, std::size_t most, json::error_code& ec) {
    return refuse(
        {fmt::format("{}有 {} 个，最多 {} 个", zh, n, most), fmt::format("{} {}, at most {} are allowed", n, en, most)},
        nullptr, ec);
  }
  bool string_too_long(json::error_code& ec) {
    return refuse({fmt::format("字符串超过 {} 字节", limits_.string_bytes),
                   fmt::format("a string is longer than {} bytes", limits_.string_bytes)},
                  nullptr, ec);
  }
  bool number_too_long(json::string_view token, json::error_code& ec) {
    return refuse(
        {fmt::format("数字有 {} 个字符，最多 {} 个", token.size(), limits_.number_chars),
         fmt::format("a number has {} characters, at most {} are allowed", token.size(), limits_.number_chars)},
        token.data(), ec);
  }

  // A name without escapes can be compared where it stands; the parser unescapes the others into a passing buffer.
  Name whole_name(std::string_view last_part) {
    bool const in_text = std::less_equal<>{}(text_.data(), last_part.data()) &&
                         std::less<>{}(last_part.data(), text_.data() + text_.size());
    if (in_text && name_parts_.empty()) return {last_part, names_.size(), last_part.data() - 1};
    name_parts_.append(last_part);
    kept_names_.push_back(std::move(name_parts_));
    name_parts_.clear();
    return {kept_names_.back(), names_.size(), nullptr};
  }

  // Asked once an object ends: sorting costs n log n whatever the names are, and small objects next to nothing.
  bool names_differ(json::error_code& ec) {
    auto const own = std::span(names_).subspan(object_starts_.back());
    std::ranges::sort(own, {}, [](Name const& name) { return std::pair(name.text, name.order); });
    auto const twice = std::ranges::adjacent_find(own, {}, &Name::text);
    if (twice == own.end()) return true;
    auto const name = twice->text;
    auto shown = name.substr(0, 80);
    while (shown.size() < name.size() && (name[shown.size()] & 0xC0) == 0x80) shown.remove_suffix(1);
    return refuse({fmt::format("成员名“{}”重复", shown), fmt::format("the member name \"{}\" appears twice", shown)},
                  std::next(twice)->quote, ec);
  }

  std::string_view text_;
  JsonLimits const& limits_;
  json::value_stack stack_;
  std::vector<Name> names_;                 // of all open objects, the innermost's last
  std::vector<std::size_t> object_starts_;  // where each open object's names begin
  std::deque<std::string> kept_names_;
  std::string name_parts_;
  std::optional<Says> objection_;
  char const* objection_at_ = nullptr;
};

std::string position_of(std::string_view text, std::size_t offset) {
  auto const before = text.substr(0, offset);
  auto const line = std::ranges::count(before, '\n') + 1;
  auto const line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  auto const column = std::ranges::count_if(before.substr(line_start), [](char c) { return (c & 0xC0) != 0x80; }) + 1;
  return fmt::format("line {}, column {}", line, column);
}

Says says_of(json::error_code const& ec, JsonLimits const& limits) {
  if (ec == json::error::too_deep)
    return {fmt::format("嵌套超过 {} 层", limits.depth), fmt::format("nested more than {} levels deep", limits.depth)};
  if (ec == json::error::incomplete) return {"JSON 不完整", "the JSON ends too early"};
  if (ec == json::error::extra_data) return {"JSON 之后还有多余内容", "there is something after the JSON value"};
  if (ec == json::error::expected_utf16_escape || ec == json::error::illegal_leading_surrogate ||
      ec == json::error::illegal_trailing_surrogate)
    return {"转义中有落单的代理项", "an escape holds a lone surrogate"};
  return {"不是合法的 JSON（语法、UTF-8 或代理项有误）", "not valid JSON (syntax, UTF-8 or a lone surrogate)"};
}

Fault fault_at(std::string_view text, std::size_t offset, Says says) {
  return {FaultKind::parse_error, std::move(says), position_of(text, std::min(offset, text.size()))};
}

}  // namespace

Result<json::value> parse_strict_json(std::string_view text, JsonLimits const& limits, json::storage_ptr storage) {
  if (text.starts_with(byte_order_mark))
    return fault_at(text, 0, {"JSON 不得以字节顺序标记（BOM）开头", "JSON must not begin with a byte order mark"});
  json::parse_options options;
  options.max_depth = limits.depth;
  json::basic_parser<StrictBuilder> parser{options, text, limits, std::move(storage)};
  json::error_code ec;
  auto end = parser.write_some(false, text.data(), text.size(), ec);
  auto const& builder = parser.handler();
  if (builder.objection()) {
    if (auto const* at = builder.objection_at()) end = static_cast<std::size_t>(at - text.data());
    return fault_at(text, end, *builder.objection());
  }
  if (!ec) {
    end = std::min(text.find_first_not_of(" \t\r\n", end), text.size());
    if (end < text.size()) ec = json::error::extra_data;
  }
  if (ec) return fault_at(text, end, says_of(ec, limits));
  return parser.handler().release();
}

}  // namespace redress
