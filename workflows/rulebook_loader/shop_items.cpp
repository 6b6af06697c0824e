#include "workflows/rulebook_loader/shop_items.hpp"

#include "engine/rules/situation.hpp"
#include "workflows/rulebook_loader/override_terms.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <cassert>

namespace redress::rules {
namespace {

constexpr std::int64_t limit_minor_max = 100'000'000;  // a million yuan: more is a slip of the pen

std::optional<Role> limited_role_from(std::string_view name) {
  auto const role = role_from(name);
  bool const moves = role == Role::agent || role == Role::manager || role == Role::service || role == Role::runner;
  return moves ? role : std::nullopt;
}

// Agents and managers say themselves whose move they report, so their limit counts whichever party that is. A service
// and the runner report what platform, payments and time did.
std::string moves_of(Role role) {
  auto const theirs = fmt::format("actor.role == '{}'", name_of(role));
  bool const person = role == Role::agent || role == Role::manager;
  return person ? theirs : theirs + " && actor.party == 'seller'";
}

struct Limit {
  std::string_view member;
  std::string_view holds;  // with {} for the limit
};

constexpr std::array limits{
    Limit{"refund_step_minor", "event.refund_minor <= {}"},
    Limit{"refund_case_minor", "(event.refund_minor == 0 || case.refund_minor + event.refund_minor <= {})"},
    Limit{"compensation_step_minor", "event.compensation_minor <= {}"},
    Limit{"compensation_case_minor",
          "(event.compensation_minor == 0 || case.compensation_minor + event.compensation_minor <= {})"}};

std::string demand_of(Members const& members) {
  std::vector<std::string> parts;
  for (auto const& limit : limits) {
    auto const* node = members.find(limit.member, Need::optional);
    auto const minor = node ? integer_of(*node, members.check()) : std::nullopt;
    if (!minor) continue;
    if (*minor < 0 || *minor > limit_minor_max)
      members.check().add(node->place, fmt::format("金额（分）应在 0 到 {} 之间", limit_minor_max),
                          fmt::format("the amount in minor units must be between 0 and {}", limit_minor_max));
    parts.push_back(fmt::format(fmt::runtime(limit.holds), *minor));
  }
  if (parts.empty()) members.check().add(members.place(), "缺少限额", "it names no limit, such as `refund_step_minor`");
  return fmt::format("{}", fmt::join(parts, " && "));
}

cel::Program compiled(std::string const& source) {
  auto program = cel::compile(source, declarations(), {.expected = cel::Type::boolean()});
  assert(program && "a limit's condition is ours and compiles");
  return *program;
}

// `above` says who may beyond the limit: a manager instead, or somebody else beside whoever is limited.
void read_above(Members const& members, Role limited, Rule& rule) {
  auto const* node = members.find("above", Need::optional);
  if (!node) return;
  Members const above(*node, members.check(), {"by", "second_person", "expires_hours"});
  auto const by = above.one_of("by", &limited_role_from, {"agent", "manager", "service", "runner"}, Role::manager);
  if (!above.find("second_person", Need::optional)) {
    if (by == Role::manager && limited != Role::manager) {
      rule.effect = RuleEffect::route;
      return;
    }
    members.check().add(node->place, "超出限额须由主管处理（by: manager），或注明复核人 second_person",
                        "beyond a limit it is a manager (`by: manager`), or there is a `second_person`");
    return;
  }
  OverrideTerms terms{.by = by};
  terms.second_person = above.one_of("second_person", &person_from, {"agent", "manager"}, Role::manager);
  if (auto const hours = above.integer("expires_hours", Need::optional)) terms.expires_hours = static_cast<int>(*hours);
  if (by != limited || terms.expires_hours < 1 || terms.expires_hours > 24 * 31)
    members.check().add(node->place, "有复核人时 by 须与 role 相同，expires_hours 须在 1 到 744 之间",
                        "with a second person `by` is the limited role itself, and `expires_hours` is 1 to 744");
  rule.override_terms = terms;
}

}  // namespace

std::optional<Tightening> read_tightening(YamlNode const& node, ItemContext& context) {
  auto const before = context.check.count();
  Members const members(node, context.check, {"id", "effect", "require", "override", "says"});
  Tightening made{.id = members.text("id", Need::required)};
  if (members.find("effect", Need::optional))
    made.effect =
        members.one_of("effect", &rule_effect_from, {"block", "require_evidence", "route", "warn"}, RuleEffect::block);
  made.require = read_condition(members, "require", cel::Type::boolean(), Need::optional, context);
  made.override_terms = read_override(members);
  if (members.find("says", Need::optional)) made.says = members.says("says");
  if (!made.effect && !made.require && context.check.count() == before)
    context.check.add(members.place(), "没有写 effect 或 require，什么也没有改变",
                      "neither `effect` nor `require`: nothing is tightened");
  if (context.check.count() != before) return std::nullopt;
  return made;
}

std::optional<Rule> read_authority(YamlNode const& node, ItemContext& context) {
  auto const before = context.check.count();
  Members const members(node, context.check,
                        {"id", "role", "refund_step_minor", "refund_case_minor", "compensation_step_minor",
                         "compensation_case_minor", "above", "says"});
  auto const id = members.text("id", Need::required);
  if (!id.empty() && !is_item_id(id))
    context.check.add(members.find("id", Need::required)->place, fmt::format("“{}”不是形如 TEA-A-01 的编号", id),
                      fmt::format("\"{}\" is no id of the form TEA-A-01", id));
  auto const role = members.one_of("role", &limited_role_from, {"agent", "manager", "service", "runner"}, Role::agent);
  auto const demand = demand_of(members);
  auto says = members.says("says");
  if (context.check.count() != before) return std::nullopt;
  Rule rule{.id = id,
            .version = context.version,
            .cites = {"店铺权限", "design"},
            .confidence = Confidence::design,
            .effect = RuleEffect::block,
            .on = {"*.*"},
            .when = compiled(fmt::format("has(event.refund_minor) && {} && "
                                         "(event.refund_minor > 0 || event.compensation_minor > 0)",
                                         moves_of(role))),
            .require = compiled(demand),
            .span = {},
            .says = std::move(says)};
  read_above(members, role, rule);
  if (context.check.count() != before) return std::nullopt;
  return rule;
}

}  // namespace redress::rules
