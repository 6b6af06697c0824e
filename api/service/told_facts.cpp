#include "api/service/told_facts.hpp"

#include "engine/facts/schema.hpp"
#include "workflows/rulebook_loader/condition.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace redress::api {
namespace {

constexpr std::array stated{std::string_view{"claim.quantity"}, std::string_view{"order.line_count"},
                            std::string_view{"order.paid_minor"}, std::string_view{"order.postage_minor"},
                            std::string_view{"order.quantity"}};

constexpr std::int64_t score_max = 5;

Fault none_of_those(std::string position, std::span<std::string_view const> choices) {
  auto const list = fmt::format("{}", fmt::join(choices, ", "));
  return invalid_params(std::move(position), fmt::format("须为以下之一：{}", list),
                        fmt::format("must be one of: {}", list));
}

Result<void> check_number(std::string_view path, std::int64_t number, std::string position) {
  if (path == "claim.amount_minor" && number <= 0)
    return invalid_params(std::move(position), "金额须大于零", "the amount must be above zero");
  if (number < 0) return invalid_params(std::move(position), "不能为负", "cannot be negative");
  if (path == "review.score" && (number == 0 || number > score_max))
    return invalid_params(std::move(position), "评分为 1 至 5", "a score is 1 to 5");
  return {};
}

}  // namespace

Result<void> check_told(boost::json::object const& facts, std::string_view where) {
  for (auto const& member : facts) {
    std::string_view const path = member.key();
    auto const& json = member.value();
    auto position = fmt::format("{}.{}", where, path);
    if (std::ranges::find(stated, path) != stated.end())
      return invalid_params(std::move(position), "由订单本身写明，不能另行登记",
                            "the order itself states it: it cannot be reported");
    if (path == "claim.wants" && json.is_string()) {
      auto const wants = rules::values_of_fact(path);
      if (std::ranges::find(wants, std::string_view{json.get_string()}) == wants.end())
        return none_of_those(std::move(position), wants);
    }
    auto const index = fact_index(path);
    if (index && fact_schema()[*index].type == FactType::integer && json.is_int64())
      if (auto checked = check_number(path, json.get_int64(), std::move(position)); !checked) return checked;
  }
  return {};
}

}  // namespace redress::api
