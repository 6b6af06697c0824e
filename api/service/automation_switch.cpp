#include "api/service/automation_switch.hpp"

#include "api/service/actor_names.hpp"
#include "api/service/commit.hpp"
#include "api/service/subject_view.hpp"
#include "engine/cases/automation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;

constexpr std::string_view every = "*";

std::string setting_of(std::string_view shop) { return fmt::format("automation.{}", shop); }

object kept(StoreReader& store, std::string_view shop) {
  auto const text = store.setting(setting_of(shop));
  return text ? boost::json::parse(*text).as_object() : object{{"off", array{}}, {"journal", array{}}};
}

std::set<std::string> off_in(object const& kept) {
  std::set<std::string> off;
  for (auto const& name : kept.at("off").as_array()) off.emplace(name.as_string());
  return off;
}

// Automations that may ever act for a shop: of every platform's book and of the shop's own.
std::map<std::string, std::set<std::string>> automations_of(rules::Library const& books, std::string_view shop) {
  std::map<std::string, std::set<std::string>> rules_by_name;
  for (auto const& book : books.books())
    if (book->shop.empty() || book->shop == shop)
      for (auto const& rule : book->rules)
        if (rule.effect == rules::RuleEffect::advance) rules_by_name[rules::automation_of(rule)].insert(rule.id);
  return rules_by_name;
}

Fault not_of_shop() {
  return {FaultKind::forbidden, {"令牌不属于该店铺", "the token is not of this shop"}, "params.shop"};
}

// All on leaves nothing off; all off needs no names beside it; one on out of all off keeps the others off.
std::set<std::string> switched(std::set<std::string> off, std::string const& name, bool on,
                               std::map<std::string, std::set<std::string>> const& known) {
  if (name == every) return on ? std::set<std::string>{} : std::set<std::string>{std::string(every)};
  if (!on && off.contains(std::string(every))) return off;
  if (!on) {
    off.insert(name);
    return off;
  }
  if (off.erase(std::string(every)) > 0)
    for (auto const& [other, rules] : known) off.insert(other);
  off.erase(name);
  return off;
}

// Earlier releases wrote them here as well, plain.
void drop_reasons(array& journal, std::map<std::string, std::string> const& kept_sealed) {
  for (auto& each : journal)
    if (kept_sealed.contains(text_of(each.as_object(), "entry_id"))) each.as_object().erase("reason");
}

// Where they stand still, they are told as they are.
void add_reasons(array& journal, std::map<std::string, std::string> const& reasons) {
  for (auto& each : journal)
    if (auto const at = reasons.find(text_of(each.as_object(), "entry_id")); at != reasons.end())
      each.as_object()["reason"] = at->second;
}

}  // namespace

std::vector<std::string> automations_off(StoreReader& store, std::string_view shop) {
  auto const text = store.setting(setting_of(shop));
  if (!text) return {};
  auto const off = off_in(boost::json::parse(*text).as_object());
  return {off.begin(), off.end()};
}

AnswerText set_automation(Store& store, rules::Library const& books, Office const& office, DeskCall const& call) {
  auto const shop = text_of(call.params, "shop");
  if (!may_see(call.actor, shop)) return fault_text(not_of_shop());
  auto name = text_of(call.params, "name");
  if (name.empty()) name = every;
  auto const known = automations_of(books, shop);
  if (name != every && !known.contains(name))
    return fault_text(invalid_params("params.name", fmt::format("没有自动化“{}”", name),
                                     fmt::format("there is no automation \"{}\"", name)));
  bool const on = call.params.at("on").as_bool();
  auto const reason = text_of(call.params, "reason");
  AnswerText answer;
  commit(store, [&](StoreWriter& writer) {
    if (auto earlier = earlier_answer(writer, call)) return void(answer = std::move(*earlier));
    auto setting = kept(writer, shop);
    auto const before = off_in(setting);
    auto const after = switched(before, name, on, known);
    array const off(after.begin(), after.end());
    object result{{"shop", shop}, {"off", off}, {"changed", after != before}};
    if (after == before) return void(answer = result_text(std::move(result)));
    auto record =
        office.draft(call.actor, text_of(call.params, "request_id"),
                     {shop, "automation_switched", {{"name", name}, {"on", on}, {"off", off}}, {{"reason", reason}}});
    result.emplace("entry_id", record.act.entry_id);
    answer = result_text(std::move(result));
    setting["off"] = off;
    auto& journal = setting["journal"].as_array();
    drop_reasons(journal, office_reasons(writer, shop));
    journal.push_back(object{{"at", format_rfc3339(record.act.at)},
                             {"actor", call.actor.id},
                             {"role", name_of(call.actor.role)},
                             {"name", name},
                             {"on", on},
                             {"entry_id", record.act.entry_id}});
    writer.put_setting(setting_of(shop), boost::json::serialize(setting));
    record.answer = answer_to_keep(call, record.act.at, answer);
    writer.record_office(std::move(record));
  });
  return answer;
}

AnswerText list_automations(Store& store, rules::Library const& books, DeskCall const& call) {
  auto const shop = text_of(call.params, "shop");
  if (!may_see(call.actor, shop)) return fault_text(not_of_shop());
  object setting;
  store.read([&](StoreReader& reader) {
    setting = kept(reader, shop);
    add_reasons(setting.at("journal").as_array(), office_reasons(reader, shop));
    ActorNames{reader}.add_throughout(setting.at("journal"));
  });
  auto const off = off_in(setting);
  std::vector<std::string> const names(off.begin(), off.end());
  array all;
  for (auto const& [name, rule_ids] : automations_of(books, shop))
    all.push_back(object{{"name", name},
                         {"actor", "automation:" + name},
                         {"on", !is_off(name, names)},
                         {"rules", array(rule_ids.begin(), rule_ids.end())}});
  return result_text({{"shop", shop}, {"automations", std::move(all)}, {"journal", setting.at("journal")}});
}

}  // namespace redress::api
