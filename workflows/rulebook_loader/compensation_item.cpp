#include "workflows/rulebook_loader/example.hpp"
#include "workflows/rulebook_loader/items.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace redress::rules {
namespace {

constexpr std::int64_t per_mille_max = 1000;
constexpr std::int64_t amount_minor_max = 100'000'000;  // a million yuan: more is a slip of the pen

std::string read_breach(Members const& members) {
  auto const* node = members.find("breach", Need::required);
  if (!node) return {};
  auto const values = values_of_fact("compensation.breach");
  auto breach = text_of(*node, members.check());
  check_known({breach, node->place}, {values.begin(), values.end()}, {"违约类型", "breach"}, members.check());
  return breach;
}

// "20" -> 200, "12.5" -> 125; one decimal at most, so that no rate is ever rounded.
std::optional<std::int64_t> per_mille_from(std::string_view percent) {
  auto const dot = percent.find('.');
  auto digits = std::string(percent.substr(0, dot)) +
                (dot == std::string_view::npos ? "0" : std::string(percent.substr(dot + 1)));
  bool const one_decimal = dot == std::string_view::npos || (dot > 0 && percent.size() == dot + 2);
  bool const plain = !digits.empty() && std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
  std::int64_t value = 0;
  auto const* const end = digits.data() + digits.size();
  if (!one_decimal || !plain || std::from_chars(digits.data(), end, value).ec != std::errc{}) return std::nullopt;
  return value >= 1 && value <= per_mille_max ? std::optional(value) : std::nullopt;
}

std::int64_t read_per_mille(Members const& members) {
  auto const* node = members.find("percent", Need::required);
  if (!node) return 0;
  if (auto const per_mille = node->plain ? per_mille_from(node->text) : std::nullopt) return *per_mille;
  members.check().add(node->place, "应为 0.1 到 100 之间、至多一位小数的百分比",
                      "must be a percentage between 0.1 and 100 with at most one decimal");
  return 0;
}

std::int64_t read_amount(Members const& members, std::string_view name) {
  auto const* node = members.find(name, Need::optional);
  auto const amount = node ? integer_of(*node, members.check()) : std::nullopt;
  if (!amount) return 0;
  if (*amount < 1 || *amount > amount_minor_max)
    members.check().add(node->place, fmt::format("金额（分）应在 1 到 {} 之间", amount_minor_max),
                        fmt::format("the amount in minor units must be between 1 and {}", amount_minor_max));
  return *amount;
}

void check_limits(Members const& members, Compensation const& compensation) {
  if (compensation.max_minor != 0 && compensation.min_minor > compensation.max_minor)
    members.check().add(members.find("max_minor", Need::required)->place, "max_minor 小于 min_minor",
                        "`max_minor` is less than `min_minor`");
}

void try_example(Compensation const& compensation, Example const& example) {
  auto const* node = example.members.find("amount_minor", Need::required);
  if (!node) return;
  auto& check = example.members.check();
  auto const owed = compensation.span.holds_at(example.at) ? owed_by(compensation, example.situation()) : std::nullopt;
  auto const answer = owed ? std::to_string(owed->amount.minor) : "none";
  if (node->text != "none" && !integer_of(*node, check)) return;
  if (node->text == answer) return;
  check.add(node->place, fmt::format("例子应为 {}，算得 {}", node->text, answer),
            fmt::format("the example says {}, the compensation is {}", node->text, answer));
}

}  // namespace

std::optional<Compensation> read_compensation(YamlNode const& node, ItemContext& context) {
  auto const before = context.check.count();
  Members const members(node, context.check,
                        {"id", "breach", "cites", "confidence", "when", "percent", "min_minor", "max_minor", "from",
                         "to", "says", "examples", "gap", "accepts"});
  auto head = read_head(members, context);
  Compensation compensation{.id = std::move(head.id),
                            .breach = read_breach(members),
                            .cites = std::move(head.cites),
                            .confidence = head.confidence,
                            .when = std::move(head.when),
                            .per_mille = read_per_mille(members),
                            .min_minor = read_amount(members, "min_minor"),
                            .max_minor = read_amount(members, "max_minor"),
                            .span = head.span,
                            .says = std::move(head.says)};
  compensation.calendar = calendar_for({&compensation.when}, context.check);
  check_limits(members, compensation);
  auto const examples = read_examples(members, compensation.span, {"amount_minor"});
  if (context.check.count() != before) return std::nullopt;
  for (auto const& example : examples) try_example(compensation, example);
  auto const has_amount = [](Example const& example) {
    auto const* answer = example.members.find("amount_minor", Need::optional);
    return answer && answer->text != "none";
  };
  if (context.check.count() == before && std::ranges::none_of(examples, has_amount))
    context.check.add(members.find("examples", Need::required)->place, "缺少算得出金额的例子",
                      "there is no example in which something is owed");
  if (context.check.count() != before) return std::nullopt;
  return compensation;
}

}  // namespace redress::rules
