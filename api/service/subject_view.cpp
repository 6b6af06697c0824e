#include "api/service/subject_view.hpp"

#include "api/service/loaded_case.hpp"
#include "engine/cases/retention.hpp"

#include <algorithm>
#include <optional>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;

Fault no_such_person(std::string position) {
  return {FaultKind::not_found, {"没有此人的记录", "nothing is known of such a person"}, std::move(position)};
}

std::string_view from_name(RetentionPeriod const& period) {
  return period.from == RetentionPeriod::From::completion ? "trade_completed" : "case_closed";
}

object case_periods(Case const& case_) {
  object view{{"case_id", case_.id}, {"final", case_.final}};
  if (auto const until = kept_until(case_)) view.emplace("kept_until", format_rfc3339(*until));
  array periods;
  for (auto const& each : periods_of(case_))
    periods.push_back(object{{"id", each.period->id},
                             {"from", format_rfc3339(each.from)},
                             {"until", format_rfc3339(each.until)},
                             {"cites", each.period->cites},
                             {"source", each.period->source}});
  view.emplace("periods", std::move(periods));
  return view;
}

object holding_view(StoreReader& store, Person const& person) {
  auto& persons = *persons_of(store);
  auto const kept = person.state == PersonState::shredded ? KeptOfPerson{} : persons.kept_of_person(person.number);
  object view{
      {"state", name_of(person.state)},
      {"known_since", format_rfc3339(person.known_since)},
      {"kept", object{{"texts", kept.texts}, {"evidence_texts", kept.evidence_texts}, {"files", kept.files.size()}}}};
  if (!person.basis.empty()) view.emplace("basis", person.basis);
  if (person.restricted_at) view.emplace("restricted_at", format_rfc3339(*person.restricted_at));
  if (person.shred_at) view.emplace("shred_at", format_rfc3339(*person.shred_at));
  if (person.shredded_at) {
    view.emplace("shredded_at", format_rfc3339(*person.shredded_at));
    view.emplace("shredded_in", person.shredded_in);
    view.emplace("traces_left", person.traces_left);
  }
  if (person.hold)
    view.emplace(
        "hold",
        object{{"at", format_rfc3339(person.hold->at)}, {"by", person.hold->by}, {"entry_id", person.hold->entry_id}});
  array cases;
  for (auto const& id : persons.cases_of_person(person.number))
    if (auto const case_ = store.find_case(id)) cases.push_back(case_periods(*case_));
  view.emplace("cases", std::move(cases));
  return view;
}

array retention_view() {
  array all;
  for (auto const& period : retention_periods())
    all.push_back(object{{"id", period.id},
                         {"years", period.years},
                         {"from", from_name(period)},
                         {"cites", period.cites},
                         {"source", period.source},
                         {"confidence", period.confidence},
                         {"says", object{{"zh", period.zh}, {"en", period.en}}}});
  return all;
}

}  // namespace

Result<Subject> find_subject(StoreReader& store, DeskCall const& call) {
  auto const case_id = text_of(call.params, "case_id");
  Subject subject{text_of(call.params, "shop"), text_of(call.params, "buyer"), {}};
  if (case_id.empty() == subject.id.empty())
    return invalid_params("params", "须提供 case_id 或 buyer 之一", "exactly one of case_id and buyer is needed");
  if (case_id.empty() && subject.shop.empty())
    return invalid_params("params.shop", "按 buyer 查找须提供店铺", "a buyer is looked up in a shop: name it");
  if (!subject.shop.empty() && !may_see(call.actor, subject.shop))
    return Fault{FaultKind::forbidden, {"令牌不属于该店铺", "the token is not of this shop"}, "params.shop"};
  auto* persons = persons_of(store);
  if (!case_id.empty()) {
    auto const case_ = store.find_case(case_id);
    if (!case_ || !may_see(call.actor, case_->shop) || (!subject.shop.empty() && subject.shop != case_->shop))
      return case_not_found(case_id);
    subject.shop = case_->shop;
    auto const person = persons ? persons->person_of_case(case_id) : std::nullopt;
    if (!person) return no_such_person("params.case_id");
    subject.id = person->id;
  }
  if (persons && !is_office(subject.id)) subject.persons = persons->persons_named(subject.shop, subject.id);
  if (subject.persons.empty()) return no_such_person("params.buyer");
  return subject;
}

object subject_view(StoreReader& store, Subject const& subject) {
  array holdings;
  auto state = PersonState::shredded;
  for (auto const& person : subject.persons) {
    state = std::min(state, person.state);
    holdings.push_back(holding_view(store, person));
  }
  return {{"shop", subject.shop},
          {"person", subject.id},
          {"state", name_of(state)},
          {"holdings", std::move(holdings)},
          {"retention", retention_view()}};
}

std::map<std::string, std::string> office_reasons(StoreReader& store, std::string_view shop) {
  std::map<std::string, std::string> reasons;
  for (auto& text : store.personal_of(office_of(shop)))
    if (text.name == "reason") reasons.emplace(std::move(text.entry_id), std::move(text.text));
  return reasons;
}

void add_reasons(StoreReader& store, object& view) {
  std::optional<std::map<std::string, std::string>> reasons;
  for (auto& holding : view.at("holdings").as_array()) {
    auto* found = holding.as_object().if_contains("hold");
    if (!found) continue;
    if (!reasons) reasons = office_reasons(store, text_of(view, "shop"));
    auto& hold = found->as_object();
    hold["reason"] = (*reasons)[text_of(hold, "entry_id")];
  }
}

}  // namespace redress::api
