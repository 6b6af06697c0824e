#include "api/service/case_as_of.hpp"

#include "api/service/actor_names.hpp"
#include "api/service/case_view.hpp"
#include "api/service/labels.hpp"
#include "api/service/personal_view.hpp"
#include "engine/audit/derived_case.hpp"
#include "engine/facts/schema.hpp"
#include "workflows/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;

constexpr int page = 200;

// Entries stand in the order they were recorded in, whatever the clock did: the last one dated by then ends the view.
struct Past {
  std::optional<audit::DerivedCase> derived = {};
  audit::OrderCeiling ceiling = {};
  std::string entry_id = {};
  std::string recorded_at = {};
  std::string rulebook = {};
  std::string digest = {};
  std::int64_t workflow_version = 0;
  std::set<std::string> evidence = {};

  void take(audit::ToldEntry const& entry) {
    if (!derived) {
      derived.emplace(entry);
      ceiling = audit::ceiling_of(entry.object("params").at("order").as_object());
    }
    derived->take(entry, ceiling);
    entry_id = entry.id;
    recorded_at = entry.text("at");
    rulebook = entry.text("rulebook");
    digest = entry.text("rulebook_digest");
    for (auto const& item : entry.array("evidence")) evidence.emplace(audit::text_in(item.get_object(), "id"));
  }
};

Fault not_yet() {
  return {FaultKind::not_found, {"那时还没有这个案件", "there was no such case at that time"}, "params.as_of"};
}

Result<Past> past_of(StoreReader& store, std::string const& case_id, Instant as_of) {
  Past past;
  try {
    std::string cursor;
    do {
      auto const entries = store.trail(case_id, cursor, page);
      for (auto const& entry : entries.entries) {
        auto const reading =
            audit::read_entry({entry.seq, entry.id, entry.case_id, entry.case_seq, entry.hash, entry.bytes});
        if (reading.finding) throw audit::Found{*reading.finding};
        if (parse_rfc3339(reading.entry->text("at")).value() > as_of) return past;
        past.take(*reading.entry);
      }
      cursor = entries.next_cursor;
    } while (!cursor.empty());
  } catch (audit::Found const& found) {
    return Fault{FaultKind::ledger_broken, found.finding.says, found.finding.entry_id};
  }
  return past;
}

// What rules derive depends on other cases of the order and on the books of that moment: nothing here reckons it again.
object no_derived_facts() {
  array paths;
  for (auto const& fact : fact_schema())
    if (fact.origin == FactOrigin::derived) paths.emplace_back(fact.path);
  return {{"told", false},
          {"facts", std::move(paths)},
          {"says", object{{"zh", "此处只列当时已记录的事实；推算得出的事实不重算，当时的值见各条记录的 facts_read"},
                          {"en",
                           "these are the facts that were recorded by then; derived ones are not reckoned again: what "
                           "they were stands in the facts_read of each entry"}}}};
}

AnswerText view_of(StoreReader& store, Case const& now, Past const& past, Instant as_of, Role role) {
  auto content = past.derived->to_json();
  auto const today = to_json(now);
  array untold;
  for (auto const name : past.derived->untold()) {  // older entries do not tell these: they are shown as they are now
    untold.push_back(boost::json::value(name));
    if (auto const* member = today.if_contains(name)) content.emplace(name, *member);
    if (name == "account.goods_reserved")
      content.at("account").as_object().emplace("goods_reserved", now.account.goods_reserved);
  }
  auto case_ = case_from_json(content);
  if (!case_) return fault_text(case_.error());
  array evidence;
  ActorNames names{store};
  bool const words_allowed = may_read_words(person_behind(store, now.id), role);
  for (auto const& item : store.evidence_of(now.id)) {
    if (!past.evidence.contains(item.id)) continue;
    auto view = evidence_view(item);
    if (!words_allowed) hide_words(view);
    names.add_to(view);
    evidence.push_back(std::move(view));
  }
  auto view = case_view(*case_, *workflows::find_workflow(case_->kind));
  label_case(view);
  names.add_to(view);
  object result{
      {"case", std::move(view)},         {"facts", case_->facts.to_json()},
      {"evidence", std::move(evidence)}, {"trail_length", past.derived->entries()},
      {"as_of", format_rfc3339(as_of)},  {"recorded_at", past.recorded_at},
      {"entry_id", past.entry_id},       {"rulebook", object{{"id", past.rulebook}, {"digest", past.digest}}}};
  if (!untold.empty()) result.emplace("untold", std::move(untold));
  result.emplace("derived_facts", no_derived_facts());
  return result_text(std::move(result));
}

}  // namespace

AnswerText case_as_of(Store& store, DeskCall const& call) {
  auto const as_of = parse_rfc3339(text_of(call.params, "as_of"));
  if (!as_of) return fault_text({as_of.error().kind, as_of.error().says, "params.as_of"});
  AnswerText text;
  store.read([&](StoreReader& reader) {
    auto const now = reader.find_case(text_of(call.params, "case_id"));
    if (!now || !may_see(call.actor, now->shop)) {
      text = fault_text({FaultKind::not_found, {"没有这个案件", "there is no such case"}, "params.case_id"});
      return;
    }
    auto const past = past_of(reader, now->id, *as_of);
    if (!past)
      text = fault_text(past.error());
    else
      text = past->derived ? view_of(reader, *now, *past, *as_of, call.actor.role) : fault_text(not_yet());
  });
  return text;
}

}  // namespace redress::api
