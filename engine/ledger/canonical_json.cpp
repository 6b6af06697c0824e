#include "engine/ledger/canonical_json.hpp"

#include "engine/ledger/canonical_text.hpp"

#include <boost/container/small_vector.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <charconv>
#include <cmath>
#include <cstring>

namespace redress::ledger {
namespace {

namespace json = boost::json;

constexpr auto largest_safe = largest_safe_integer;

// UTF-16 puts surrogate pairs (UTF-8 leads F0 to F4) before U+E000..U+FFFF (leads EE and EF); all else keeps its order.
constexpr unsigned utf16_weight(char c) {
  unsigned const byte = static_cast<unsigned char>(c);
  if (byte == 0xEE || byte == 0xEF) return byte + 0x10;
  return byte >= 0xF0 ? byte - 2 : byte;
}

bool utf16_less(std::string_view a, std::string_view b) {
  auto const [in_a, in_b] = std::ranges::mismatch(a, b);
  if (in_b == b.end()) return false;
  return in_a == a.end() || utf16_weight(*in_a) < utf16_weight(*in_b);
}

// The first eight bytes as utf16_less ranks them, so that most pairs of names are told apart by one comparison.
std::uint64_t leading_weight(std::string_view name) {
  std::uint64_t weight = 0;
  if (std::endian::native == std::endian::little && name.size() >= sizeof weight) {
    std::memcpy(&weight, name.data(), sizeof weight);
    if ((weight & 0x8080808080808080) == 0) return __builtin_bswap64(weight);  // ASCII ranks as it is
    weight = 0;
  }
  for (std::size_t i = 0; i < sizeof weight; ++i) weight = weight << 8 | (i < name.size() ? utf16_weight(name[i]) : 0);
  return weight;
}

std::string_view view_of(json::string_view text) { return {text.data(), text.size()}; }

// Writes one value; `position` is filled from the inside out, and only when something is wrong.
class Writer {
 public:
  explicit Writer(std::string& out) : text_(out) {}

  bool write(json::value const& value) {
    switch (value.kind()) {
      case json::kind::null:
        text_.raw("null");
        return true;
      case json::kind::bool_:
        text_.truth(value.get_bool());
        return true;
      case json::kind::int64:
        return write_integer(value.get_int64());
      case json::kind::uint64:
        return write_integer(value.get_uint64());
      case json::kind::double_:
        return write_double(value.get_double());
      case json::kind::string:
        return write_string(view_of(value.get_string()));
      case json::kind::array:
        return write_array(value.get_array());
      case json::kind::object:
        return write_object(value.get_object());
    }
    assert(false);
    return false;
  }

  bool write(json::object const& object, WrittenMember const& written) { return write_object(object, written); }

  void finish() { text_.finish(); }

  Fault fault() && {
    if (position_.starts_with('.')) position_.erase(0, 1);
    return invalid_params(std::move(position_), std::move(says_.zh), std::move(says_.en));
  }

 private:
  bool refuse(std::string zh, std::string en) {
    says_ = {std::move(zh), std::move(en)};
    return false;
  }
  bool within(std::string step) {
    position_.insert(0, step);
    return false;
  }

  bool write_integer(auto number) {
    if (!std::in_range<std::int64_t>(number) || static_cast<std::int64_t>(number) > largest_safe ||
        static_cast<std::int64_t>(number) < -largest_safe)
      return refuse(fmt::format("整数 {} 超出 ±(2^53-1)，请用字符串", number),
                    fmt::format("the integer {} is outside ±(2^53-1); use a string", number));
    text_.integer(static_cast<std::int64_t>(number));
    return true;
  }

  bool write_double(double number) {
    if (!std::isfinite(number)) return refuse("数字不是有限值", "the number is not finite");
    auto const magnitude = std::abs(number);
    if (magnitude > static_cast<double>(largest_safe) && magnitude < 1e21)
      return refuse(fmt::format("数字 {} 会写成 ±(2^53-1) 之外的整数", number),
                    fmt::format("the number {} would print as an integer outside ±(2^53-1)", number));
    std::string digits;
    append_ecmascript_number(number, digits);
    text_.raw(digits);
    return true;
  }

  bool write_string(std::string_view text) {
    return text_.text(text) || refuse("字符串不是合法的 UTF-8", "the string is not well-formed UTF-8");
  }

  bool write_array(json::array const& array) {
    text_.raw('[');
    for (std::size_t i = 0; i < array.size(); ++i) {
      if (i > 0) text_.raw(',');
      if (!write(array[i])) return within(fmt::format("[{}]", i));
    }
    text_.raw(']');
    return true;
  }

  bool write_object(json::object const& object, WrittenMember const& written = {}) {
    struct Ranked {
      std::uint64_t weight;
      std::string_view name;
      json::value const* value;  // none: what is written already
    };
    boost::container::small_vector<Ranked, 40> members;
    for (auto const& member : object) {
      auto const name = view_of(member.key());
      members.push_back({leading_weight(name), name, &member.value()});
    }
    if (!written.name.empty()) members.push_back({leading_weight(written.name), written.name, nullptr});
    std::ranges::sort(members, [](Ranked const& a, Ranked const& b) {
      return a.weight != b.weight ? a.weight < b.weight : utf16_less(a.name, b.name);
    });
    text_.raw('{');
    bool first = true;
    for (auto const& [weight, name, value] : members) {
      if (!first) text_.raw(',');
      first = false;
      if (!write_string(name)) return false;
      text_.raw(':');
      if (!value)
        text_.raw(written.text);
      else if (!write(*value))
        return within("." + std::string(name));
    }
    text_.raw('}');
    return true;
  }

  CanonicalText text_;
  Says says_;
  std::string position_;
};

}  // namespace

void append_ecmascript_number(double number, std::string& out) {
  assert(std::isfinite(number));
  if (number == 0) {
    out += '0';
    return;
  }
  if (number < 0) out += '-';
  std::array<char, 32> buffer;
  auto const [end, ec] =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::abs(number), std::chars_format::scientific);
  assert(ec == std::errc{});
  std::string_view const shortest{buffer.data(), static_cast<std::size_t>(end - buffer.data())};  // d[.ddd]e±xx
  auto const mark = shortest.find('e');
  std::string digits{shortest.substr(0, 1)};
  if (mark > 2) digits += shortest.substr(2, mark - 2);
  auto exponent_text = shortest.substr(mark + 1);
  if (exponent_text.starts_with('+')) exponent_text.remove_prefix(1);
  int exponent = 0;
  std::from_chars(exponent_text.data(), exponent_text.data() + exponent_text.size(), exponent);

  // The layout of ECMA-262, Number::toString: `point` digits stand before the decimal point.
  int const count = static_cast<int>(digits.size());
  int const point = exponent + 1;
  if (count <= point && point <= 21) {
    out.append(digits).append(static_cast<std::size_t>(point - count), '0');
  } else if (0 < point && point <= 21) {
    out.append(digits, 0, static_cast<std::size_t>(point))
        .append(1, '.')
        .append(digits, static_cast<std::size_t>(point));
  } else if (-6 < point && point <= 0) {
    out.append("0.").append(static_cast<std::size_t>(-point), '0').append(digits);
  } else {
    out += digits[0];
    if (count > 1) out.append(1, '.').append(digits, 1);
    fmt::format_to(std::back_inserter(out), "e{}{}", exponent < 0 ? '-' : '+', std::abs(exponent));
  }
}

Result<void> append_canonical_json(json::value const& value, std::string& out) {
  auto const length_before = out.size();
  Writer writer{out};
  if (writer.write(value)) {
    writer.finish();
    return {};
  }
  out.resize(length_before);
  return std::move(writer).fault();
}

Result<std::string> canonical_json(json::value const& value) {
  std::string out;
  if (auto const written = append_canonical_json(value, out); !written) return written.error();
  return out;
}

Result<std::string> canonical_object(json::object const& object, WrittenMember const& written) {
  assert(!object.contains(written.name) && "a member that is written twice");
  std::string out;
  Writer writer{out};
  if (!writer.write(object, written)) return std::move(writer).fault();
  writer.finish();
  return out;
}

}  // namespace redress::ledger
