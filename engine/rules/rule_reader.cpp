#include "engine/rules/calendar.hpp"
#include "engine/rules/rulebook_json.hpp"

#include <fmt/format.h>

namespace redress::rules {
namespace {

namespace json = boost::json;

constexpr std::int64_t evidence_pieces_max = 1000;

Fault bad(std::string_view member, std::string_view zh, std::string_view en) {
  return invalid_params(std::string(member), fmt::format("“{}”{}", member, zh), fmt::format("\"{}\" {}", member, en));
}

// Reads the members of one object; the first thing that is wrong is kept and the rest reads as empty.
class Members {
 public:
  explicit Members(json::value const& json) : object_(json.if_object()) {
    if (!object_) fail("", "应为对象", "must be an object");
  }

  std::string text(std::string_view name, bool required = true) {
    auto const* value = find(name, required);
    if (!value) return {};
    if (!value->is_string()) return fail(name, "应为文本", "must be a text"), std::string{};
    return std::string(value->get_string());
  }

  std::vector<std::string> texts(std::string_view name) {
    std::vector<std::string> made;
    auto const* value = find(name, true);
    auto const* array = value ? value->if_array() : nullptr;
    if (value && !array) fail(name, "应为列表", "must be a list");
    for (auto const& item : array ? *array : json::array{}) {
      if (!item.is_string()) return fail(name, "应为文本列表", "must be a list of texts"), made;
      made.emplace_back(item.get_string());
    }
    return made;
  }

  std::optional<cel::Program> condition(std::string_view name) {
    if (!object_ || !object_->contains(name)) return std::nullopt;
    auto compiled = cel::compile(text(name), declarations(), {.expected = cel::Type::boolean()});
    if (compiled) return *compiled;
    auto const& first = compiled.error().front();
    keep(invalid_params(std::string(name), first.says.zh, first.says.en));
    return std::nullopt;
  }

  std::optional<Instant> date(std::string_view name) {
    if (!object_ || !object_->contains(name)) return std::nullopt;
    auto const at = parse_beijing_date(text(name));
    if (at) return *at;
    keep(invalid_params(std::string(name), at.error().says.zh, at.error().says.en));
    return std::nullopt;
  }

  template <class Enum>
  Enum one_of(std::string_view name, std::optional<Enum> (*from)(std::string_view), Enum fallback) {
    auto const value = from(text(name));
    if (!value) fail(name, "不是已知的值", "is not a known value");
    return value.value_or(fallback);
  }

  Members object(std::string_view name) {
    static json::value const empty = json::object{};
    auto const* value = find(name, true);
    return Members(value ? *value : empty);
  }

  void fail(std::string_view member, std::string_view zh, std::string_view en) { keep(bad(member, zh, en)); }
  void keep(Fault fault) {
    if (!fault_) fault_ = std::move(fault);
  }
  std::optional<Fault> const& fault() const { return fault_; }

 private:
  json::value const* find(std::string_view name, bool required) {
    auto const* value = object_ ? object_->if_contains(name) : nullptr;
    if (!value && required) fail(name, "缺失", "is missing");
    return value;
  }

  json::object const* object_;
  std::optional<Fault> fault_;
};

Result<OverrideTerms> terms_from(json::value const& value) {
  Members members(value);
  OverrideTerms terms{.by = members.one_of("by", &role_from, Role::manager)};
  auto const* object = value.if_object();
  if (object && object->contains("second_person"))
    terms.second_person = members.one_of("second_person", &role_from, Role::manager);
  auto const* hours = object ? object->if_contains("expires_hours") : nullptr;
  if (!hours || !hours->is_int64() || hours->get_int64() < 1 || hours->get_int64() > 24 * 366)
    members.fail("expires_hours", "应为小时数", "must be a number of hours");
  else
    terms.expires_hours = static_cast<int>(hours->get_int64());
  if (members.fault()) return *members.fault();
  return terms;
}

Result<Facts> facts_from(json::object const& read) {
  Facts facts;
  for (auto const& [path, value] : read) {
    auto const index = fact_index(path);
    if (!index) return bad(path, "不是已知的事实", "is no known fact");
    if (value.is_null()) continue;
    auto fact = fact_from_json(fact_schema()[*index].type, value, std::string(path));
    if (!fact) return fact.error();
    facts.set(path, std::move(*fact));
  }
  return facts;
}

}  // namespace

Result<Rule> rule_from_json(json::value const& value) {
  Members rule(value);
  auto cites = rule.object("cites");
  auto says = rule.object("says");
  Rule made{.id = rule.text("id"),
            .version = rule.text("version"),
            .cites = {cites.text("text"), cites.text("source", false)},
            .confidence = rule.one_of("confidence", &confidence_from, Confidence::unverified),
            .effect = rule.one_of("effect", &rule_effect_from, RuleEffect::block),
            .on = rule.texts("on"),
            .when = rule.condition("when"),
            .require = rule.condition("require"),
            .span = {rule.date("from"), rule.date("to")},
            .says = {says.text("zh"), says.text("en")},
            .advances = rule.text("advances", false),
            .compensation = rule.text("compensation", false),
            .automation = rule.text("automation", false)};
  if (made.span.until) made.span.until = *made.span.until + day_ms;
  if (auto const* terms = value.is_object() ? value.get_object().if_contains("override") : nullptr) {
    auto read = terms_from(*terms);
    if (!read) return read.error();
    made.override_terms = *read;
  }
  if (auto const* params = value.is_object() ? value.get_object().if_contains("params") : nullptr) {
    auto const* given = params->if_object();
    if (!given) rule.fail("params", "应为对象", "must be an object");
    for (auto const& param : given ? *given : json::object{}) {
      auto const* text = param.value().if_string();
      if (!text) rule.fail("params", "应为文本", "must hold texts");
      if (text) made.params.emplace_back(param.key(), *text);
    }
  }
  if (auto const* told = value.is_object() ? value.get_object().if_contains("calendar") : nullptr) {
    auto calendar = calendar_from_json(*told);
    if (!calendar) rule.fail("calendar", "不是日历", "is no calendar");
    if (calendar) made.calendar = std::make_shared<Calendar const>(std::move(*calendar));
  }
  for (auto const* part : {&rule, &cites, &says})
    if (part->fault()) return *part->fault();
  return made;
}

Result<ReadBack> read_back(json::value const& verdict) {
  auto const* object = verdict.if_object();
  auto const* facts_read = object ? object->if_contains("facts_read") : nullptr;
  auto const* evidence_read = object ? object->if_contains("evidence_read") : nullptr;
  if (!facts_read || !facts_read->is_object()) return bad("facts_read", "缺失", "is missing");
  if (!evidence_read || !evidence_read->is_object()) return bad("evidence_read", "缺失", "is missing");
  auto facts = facts_from(facts_read->get_object());
  if (!facts) return facts.error();
  ReadBack made{std::move(*facts), {}};
  for (auto const& [kind, count] : evidence_read->get_object()) {
    if (!count.is_int64() || count.get_int64() < 0 || count.get_int64() > evidence_pieces_max)
      return bad(kind, "件数不合理", "is not a sensible number of pieces");
    for (std::int64_t i = 0; i < count.get_int64(); ++i) {
      Evidence piece;
      piece.kind = kind;
      made.evidence.push_back(std::move(piece));
    }
  }
  return made;
}

}  // namespace redress::rules
