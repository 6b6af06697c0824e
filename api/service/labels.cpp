#include "api/service/labels.hpp"

#include "api/service/actor_names.hpp"
#include "api/service/answer.hpp"
#include "api/service/words.hpp"
#include "engine/facts/schema.hpp"
#include "engine/rules/sentence.hpp"
#include "workflows/catalogue.hpp"

#include <array>
#include <utility>

namespace redress::api {
namespace {

using boost::json::object;

// Members whose ids stand in one table, whatever the item is about.
constexpr std::array tables{
    std::pair{"party", "parties"},    std::pair{"owed_by", "parties"}, std::pair{"role", "roles"},
    std::pair{"outcome", "outcomes"}, std::pair{"code", "codes"},      std::pair{"platform", "platforms"},
};

std::optional<object> kind_says(std::string_view kind) {
  if (kind == "office") return object{{"zh", "事务"}, {"en", "office"}};
  return word_of("kinds", kind);
}

void add(object& labels, std::string_view member, std::optional<object> label) {
  if (label) labels.emplace(member, std::move(*label));
}

std::string with_names(std::string_view sentence, std::string_view FactSpec::*name) {
  std::string text;
  std::size_t done = 0;
  for (auto const& [offset, path] : rules::blanks_of(sentence)) {
    auto const index = fact_index(path);
    if (!index) continue;
    text.append(sentence.substr(done, offset - done));
    text.append(fact_schema()[*index].*name);
    done = offset + path.size() + 2;
  }
  return text.append(sentence.substr(done));
}

}  // namespace

std::optional<object> word_of(std::string_view table, std::string_view id) {
  static object const words = words_people_use();
  auto const& named = words.at(table).as_object();
  auto const* word = named.if_contains(id);
  if (!word) return std::nullopt;
  return object{{"zh", word->at("zh")}, {"en", word->at("en")}};
}

std::optional<object> event_says(std::string_view kind, std::string_view event) {
  auto const* workflow = workflows::find_workflow(kind);
  if (auto const* spec = workflow ? workflow->find_event(event) : nullptr)
    return object{{"zh", spec->zh}, {"en", spec->en}};
  if (auto act = word_of("acts", event)) return act;
  return word_of("office_acts", event);
}

std::optional<object> state_says(std::string_view kind, std::string_view state) {
  auto const* workflow = workflows::find_workflow(kind);
  auto const* spec = workflow ? workflow->find_state(state) : nullptr;
  if (!spec) return std::nullopt;
  return object{{"zh", spec->zh}, {"en", spec->en}};
}

Says says_of(rules::Rule const& rule) {
  return {with_names(rule.says.zh, &FactSpec::zh), with_names(rule.says.en, &FactSpec::en)};
}

object labels_of(object const& item) {
  object labels;
  auto const kind = text_of(item, "kind");
  add(labels, "kind", kind_says(kind));
  add(labels, "event", event_says(kind, text_of(item, "event")));
  for (auto const* member : {"from", "to", "state"}) add(labels, member, state_says(kind, text_of(item, member)));
  for (auto const& [member, table] : tables) add(labels, member, word_of(table, text_of(item, member)));
  auto const actor = text_of(item, item.contains("actor") ? "actor" : "person");
  if (text_of(item, "role") == "runner" || actor.starts_with("automation:"))
    labels.emplace("actor", object{{"zh", "系统"}, {"en", "the system"}});
  if (actor.starts_with(import_mark)) labels.emplace("actor", object{{"zh", "经导入"}, {"en", "by import"}});
  return labels;
}

void add_labels(object& item) { item["labels"] = labels_of(item); }

void label_case(object& view) {
  auto labels = labels_of(view);
  if (auto* claim = view.if_contains("claim")) {
    add(labels, "reason_code", word_of("reasons", text_of(claim->as_object(), "reason_code")));
    add(labels, "wants", word_of("wants", text_of(claim->as_object(), "wants")));
  }
  object flags;
  for (auto const& flag : view.at("flags").as_array()) {
    auto const id = std::string(flag.as_string());
    add(flags, id, word_of("flags", id));
  }
  labels.emplace("flags", std::move(flags));
  for (auto& link : view.at("links").as_array()) {
    auto& told = link.as_object();
    add(told, "says", word_of("relations", text_of(told, "relation")));
  }
  view["labels"] = std::move(labels);
}

}  // namespace redress::api
