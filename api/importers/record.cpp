#include "api/importers/record.hpp"

#include "api/importers/csv_reader.hpp"
#include "engine/base/instant.hpp"
#include "engine/base/utf8.hpp"

#include <fmt/format.h>

#include <charconv>

namespace redress::importers {

boost::json::value const* Record::find(std::string_view name) const {
  auto const* found = record_.if_contains(name);
  if (!found || found->is_null() || (found->is_string() && found->get_string().empty())) return nullptr;
  return found;
}

Fault Record::fault(std::string_view name, std::string zh, std::string en) const {
  auto const at = text_.find(fmt::format("\"{}\"", name));
  int const column = at == std::string_view::npos ? 1 : static_cast<int>(code_points(text_.substr(0, at))) + 1;
  return invalid_params(place(line_, column), fmt::format("{}：{}", name, zh), fmt::format("{}: {}", name, en));
}

Result<std::string> Record::text(std::string_view name) const {
  auto const* found = find(name);
  if (!found) return std::string{};
  if (found->is_string()) return std::string(found->get_string());
  if (found->is_int64()) return fmt::format("{}", found->get_int64());
  if (found->is_uint64()) return fmt::format("{}", found->get_uint64());
  return fault(name, "须为文本或整数", "must be a text or a whole number");
}

Result<std::string> Record::required_text(std::string_view name) const {
  auto told = text(name);
  if (told && told->empty()) return fault(name, "缺少", "is missing");
  return told;
}

Result<std::optional<std::int64_t>> Record::integer(std::string_view name) const {
  auto const told = text(name);
  if (!told) return told.error();
  if (told->empty()) return std::optional<std::int64_t>{};
  std::int64_t number = 0;
  auto const [end, no] = std::from_chars(told->data(), told->data() + told->size(), number);
  if (no != std::errc{} || end != told->data() + told->size()) return fault(name, "须为整数", "must be a whole number");
  return std::optional(number);
}

Result<std::optional<bool>> Record::flag(std::string_view name) const {
  auto const* found = find(name);
  if (!found) return std::optional<bool>{};
  if (found->is_bool()) return std::optional(found->get_bool());
  if (found->is_string() && (found->get_string() == "true" || found->get_string() == "false"))
    return std::optional(found->get_string() == "true");
  return fault(name, "须为 true 或 false", "must be true or false");
}

Result<std::optional<Money>> Record::yuan(std::string_view name) const {
  auto const* found = find(name);
  if (!found) return std::optional<Money>{};
  if (!found->is_string()) return fault(name, "金额须为文本，如 \"199.00\"", "an amount is a text such as \"199.00\"");
  auto const money = parse_yuan(found->get_string());
  if (!money) return fault(name, money.error().says.zh, money.error().says.en);
  return std::optional(*money);
}

Result<std::string> Record::time(std::string_view name) const {
  auto const told = text(name);
  if (!told || told->empty()) return told;
  auto const at = parse_platform_time(*told);
  if (!at) return fault(name, at.error().says.zh, at.error().says.en);
  return format_rfc3339(*at);
}

std::optional<Record> Record::part(std::string_view name) const {
  auto const* found = find(name);
  if (!found || !found->is_object()) return std::nullopt;
  return Record{found->get_object(), text_, line_};
}

}  // namespace redress::importers
