#include "api/service/reveal_desk.hpp"

#include "api/service/commit.hpp"
#include "api/service/loaded_case.hpp"
#include "api/service/personal_view.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;

Fault none_kept(std::string_view field) {
  return {FaultKind::not_found,
          {fmt::format("本案没有保存“{}”", field), fmt::format("nothing is kept of \"{}\" in this case", field)},
          "params.field"};
}

// Whether this caller may see plain values of that person now.
Result<void> may_reveal(std::optional<Person> const& person, DeskCall const& call) {
  if (!person || person->state == PersonState::active) return {};
  if (person->state == PersonState::shredded)
    return Fault{FaultKind::not_found,
                 {"内容已抹除，承诺值完好", "the content was erased; its commitment is intact"},
                 "params.case_id"};
  if (call.actor.role == Role::manager && !text_of(call.params, "legal_process").empty()) return {};
  return Fault{FaultKind::forbidden,
               {"此人的信息已被限制：只有店长依据法律程序（legal_process）可以查看",
                "this person is restricted: only a manager, for a legal process, may look"},
               "params.legal_process"};
}

array values_of(StoreReader& store, DeskCall const& call) {
  auto const field = text_of(call.params, "field");
  auto const case_id = text_of(call.params, "case_id");
  array values;
  for (auto& text : store.personal_of(case_id))
    if (text.name == field) values.push_back(object{{"entry_id", text.entry_id}, {"value", std::move(text.text)}});
  for (auto& item : store.evidence_of(case_id))
    if (item.id == field && item.text) values.push_back(object{{"evidence_id", item.id}, {"value", *item.text}});
  return values;
}

}  // namespace

AnswerText RevealDesk::reveal(DeskCall const& call) {
  auto const field = text_of(call.params, "field");
  AnswerText kept;
  bool is_new = false;
  commit(store_, [&](StoreWriter& store) {
    auto const case_ = store.find_case(text_of(call.params, "case_id"));
    if (!case_ || !may_see(call.actor, case_->shop))
      return void(kept = fault_text(case_not_found(text_of(call.params, "case_id"))));
    auto const person = person_behind(store, case_->id);
    if (auto const may = may_reveal(person, call); !may) return void(kept = fault_text(may.error()));
    if (auto earlier = earlier_answer(store, call)) return void(kept = std::move(*earlier));
    auto const values = values_of(store, call);
    if (values.empty()) return void(kept = fault_text(none_kept(field)));
    OfficeNote note{case_->shop,
                    "personal_revealed",
                    {{"case_id", case_->id}, {"field", field}, {"values", values.size()}},
                    {{"purpose", text_of(call.params, "purpose")}}};
    if (person) note.params.emplace("person", person->id);
    if (auto process = text_of(call.params, "legal_process"); !process.empty())
      note.personal.emplace_back("legal_process", std::move(process));
    auto record = office_.draft(call.actor, text_of(call.params, "request_id"), std::move(note));
    kept = result_text({{"case_id", case_->id}, {"field", field}, {"entry_id", record.act.entry_id}});
    record.answer = answer_to_keep(call, record.act.at, kept);
    store.record_office(std::move(record));
    is_new = true;
  });
  if (is_new) count(call.actor);
  auto answer = boost::json::parse(kept).as_object();
  auto* result = answer.if_contains("result");
  if (!result) return kept;
  // Only now, with the entry on the disk, is anything decrypted to be shown.
  store_.read([&](StoreReader& store) { result->as_object().emplace("values", values_of(store, call)); });
  return boost::json::serialize(answer);
}

void RevealDesk::count(Actor const& actor) {
  std::size_t in_last_hour = 0;
  {
    std::scoped_lock const lock{mutex_};
    auto const now = clock_.now();
    auto& times = recent_[actor.id];
    while (!times.empty() && now - times.front() >= hour_ms) times.pop_front();
    times.push_back(now);
    in_last_hour = times.size();
  }
  if (in_last_hour <= hourly_limit) return;
  spdlog::warn("{}", boost::json::serialize(
                         object{{"msg", "many_reveals"}, {"actor", actor.id}, {"in_last_hour", in_last_hour}}));
  if (on_many_) on_many_();
}

}  // namespace redress::api
