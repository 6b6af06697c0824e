#include "api/importers/cell_value.hpp"

#include "engine/base/instant.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace redress::importers {
namespace {

Fault unreadable(std::string zh, std::string en) { return invalid_params({}, std::move(zh), std::move(en)); }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::optional<CellType> cell_type_from(std::string_view name) {
  constexpr std::array names{
      std::pair{std::string_view{"text"}, CellType::text}, std::pair{std::string_view{"integer"}, CellType::integer},
      std::pair{std::string_view{"money"}, CellType::money}, std::pair{std::string_view{"time"}, CellType::time},
      std::pair{std::string_view{"flag"}, CellType::flag}};
  auto const* found = std::ranges::find(names, name, [](auto const& each) { return each.first; });
  return found == names.end() ? std::nullopt : std::optional(found->second);
}

Result<std::string> read_time(std::string_view text, TimeForm const& form) {
  auto const wrong = [&] {
    return unreadable(fmt::format("时间须写作 {}", form.pattern), fmt::format("a time is written {}", form.pattern));
  };
  if (text.size() != form.pattern.size()) return wrong();
  std::array<std::string, 6> parts;
  constexpr std::string_view letters = "YMDhms";
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto const part = letters.find(form.pattern[i]);
    if (part == std::string_view::npos ? text[i] != form.pattern[i] : !is_digit(text[i])) return wrong();
    if (part != std::string_view::npos) parts[part].push_back(text[i]);
  }
  for (std::size_t i = 3; i < parts.size(); ++i)
    if (parts[i].empty()) parts[i] = "00";
  auto const at = parse_rfc3339(
      fmt::format("{}-{}-{}T{}:{}:{}{}", parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], form.zone));
  if (!at) return unreadable(at.error().says.zh, at.error().says.en);
  return format_rfc3339(*at);
}

Result<boost::json::value> read_cell(std::string_view text, CellType type, TimeForm const& form, Currency currency) {
  switch (type) {
    case CellType::text:
      return boost::json::value(boost::json::string(text));
    case CellType::integer: {
      std::int64_t number = 0;
      auto const [end, no] = std::from_chars(text.data(), text.data() + text.size(), number);
      if (no != std::errc{} || end != text.data() + text.size())
        return unreadable("须为整数", "must be a whole number");
      return boost::json::value(number);
    }
    case CellType::money: {
      auto money = parse_yuan(text);
      if (!money) return unreadable(money.error().says.zh, money.error().says.en);
      return boost::json::value(to_json(Money{money->minor, currency}));
    }
    case CellType::time: {
      auto time = read_time(text, form);
      if (!time) return time.error();
      return boost::json::value(boost::json::string(*time));
    }
    case CellType::flag:
      if (text == "true" || text == "1") return boost::json::value(true);
      if (text == "false" || text == "0") return boost::json::value(false);
      return unreadable("须为 true、false、1 或 0", "must be true, false, 1 or 0");
  }
  return unreadable("类型未知", "of no known type");
}

}  // namespace redress::importers
