#include "engine/cel/literals.hpp"

#include "engine/cel/text.hpp"

#include <charconv>

namespace redress::cel {
namespace {

template <class Number>
std::optional<Number> parse_whole(std::string_view text, bool negative = false) {
  int base = 10;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    base = 16;
    text.remove_prefix(2);
  }
  std::string digits(text);  // from_chars wants the sign right before the digits
  if (negative) digits.insert(0, "-");
  Number number{};
  auto const [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
  if (fault != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// One escape at `at`, just behind the backslash; moves `at` past it.
class Unescaper {
 public:
  Unescaper(std::string_view body, bool bytes) : body_(body), bytes_(bytes) {}

  std::optional<QuoteFault> run(std::string& out) {
    while (at_ < body_.size()) {
      if (body_[at_] != '\\') {
        out += body_[at_++];
        continue;
      }
      std::size_t const start = at_++;
      if (!escape(out)) {
        return QuoteFault{static_cast<std::uint32_t>(start), "这里的转义不合法", "this escape is not valid here"};
      }
    }
    return std::nullopt;
  }

 private:
  bool escape(std::string& out) {
    if (at_ == body_.size()) return false;
    char const c = body_[at_++];
    switch (c) {
      case 'a':
        out += '\a';
        return true;
      case 'b':
        out += '\b';
        return true;
      case 'f':
        out += '\f';
        return true;
      case 'n':
        out += '\n';
        return true;
      case 'r':
        out += '\r';
        return true;
      case 't':
        out += '\t';
        return true;
      case 'v':
        out += '\v';
        return true;
      case '\\':
      case '\'':
      case '"':
      case '`':
      case '?':
        out += c;
        return true;
      case 'x':
      case 'X':
        return number(16, 2, out);
      case 'u':
        return !bytes_ && number(16, 4, out);
      case 'U':
        return !bytes_ && number(16, 8, out);
      default:
        --at_;
        return c >= '0' && c <= '3' && number(8, 3, out);
    }
  }

  bool number(char32_t base, int digits, std::string& out) {
    char32_t code = 0;
    for (int i = 0; i < digits; ++i, ++at_) {
      int const digit = at_ < body_.size() ? hex_digit(body_[at_]) : -1;
      if (digit < 0 || digit >= static_cast<int>(base)) return false;
      code = code * base + static_cast<char32_t>(digit);
    }
    if (bytes_) {
      out += static_cast<char>(static_cast<unsigned char>(code));
      return true;
    }
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return false;
    append_code_point(out, code);
    return true;
  }

  std::string_view body_;
  bool bytes_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<Value> parse_number(std::string_view text) {
  bool const hex = text.starts_with("0x") || text.starts_with("0X");
  if (text.ends_with('u') || text.ends_with('U')) {
    text.remove_suffix(1);
    if (auto number = parse_whole<std::uint64_t>(text)) return Value(*number);
    return std::nullopt;
  }
  if (hex || text.find_first_of(".eE") == std::string_view::npos) {
    if (auto number = parse_whole<std::int64_t>(text)) return Value(*number);
    return std::nullopt;
  }
  double number = 0;
  auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault == std::errc::result_out_of_range) {
    // from_chars leaves the number alone here; too small rounds to zero, too large is no number.
    return text.find("e-") != std::string_view::npos || text.find("E-") != std::string_view::npos
               ? std::optional<Value>(0.0)
               : std::nullopt;
  }
  if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return Value(number);
}

std::optional<Value> parse_negative_int(std::string_view text) {
  if (auto number = parse_whole<std::int64_t>(text, true)) return Value(*number);
  return std::nullopt;
}

std::variant<Value, QuoteFault> parse_quoted(std::string_view text) {
  bool raw = false;
  bool bytes = false;
  std::uint32_t prefix = 0;
  while (text[prefix] != '"' && text[prefix] != '\'') {
    raw = raw || text[prefix] == 'r' || text[prefix] == 'R';
    bytes = bytes || text[prefix] == 'b' || text[prefix] == 'B';
    ++prefix;
  }
  std::string_view quoted = text.substr(prefix);
  std::uint32_t const quotes = quoted.size() >= 6 && quoted[1] == quoted[0] && quoted[2] == quoted[0] ? 3 : 1;
  std::string_view const body = quoted.substr(quotes, quoted.size() - 2 * quotes);
  std::string out;
  if (raw) {
    out = body;
  } else if (auto fault = Unescaper(body, bytes).run(out)) {
    fault->offset += prefix + quotes;
    return *fault;
  }
  if (bytes) return Value::bytes(std::move(out));
  return Value(std::move(out));
}

}  // namespace redress::cel
