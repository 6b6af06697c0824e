#include "api/service/subject_desk.hpp"

#include "api/service/commit.hpp"
#include "api/service/subject_view.hpp"

#include <fmt/format.h>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;

Fault nothing_to_do(std::string_view zh, std::string_view en) {
  return {FaultKind::version_conflict, {std::string(zh), std::string(en)}};
}

OfficeRecord note(Office const& office, DeskCall const& call, Person const& person, std::string event, object params,
                  std::string reason = {}) {
  OfficeNote note{person.shop, std::move(event), std::move(params)};
  note.params.emplace("person", person.id);
  if (!reason.empty()) note.personal.emplace_back("reason", std::move(reason));
  return office.draft(call.actor, text_of(call.params, "request_id"), std::move(note));
}

AnswerText with_reasons(StoreReader& store, AnswerText const& kept) {
  auto answer = boost::json::parse(kept).as_object();
  if (auto* view = answer.if_contains("result")) add_reasons(store, view->as_object());
  return boost::json::serialize(answer);
}

}  // namespace

// One person's next state with its entry; a shred destroys the words as well.
struct SubjectDesk::Change {
  OfficeRecord record;
  Person after;
  bool shreds = false;
};

AnswerText SubjectDesk::get(DeskCall const& call) {
  AnswerText text;
  store_.read([&](StoreReader& store) {
    auto const subject = find_subject(store, call);
    if (!subject) return void(text = fault_text(subject.error()));
    auto view = subject_view(store, *subject);
    add_reasons(store, view);
    text = result_text(std::move(view));
  });
  return text;
}

// All of a call's changes in one unit. The answer is kept with the last entry, so that a retry finds it.
template <class Changes>
AnswerText SubjectDesk::change(DeskCall const& call, Changes changes_of) {
  AnswerText answer;
  bool shredded = false;
  commit(store_, [&](StoreWriter& store) {
    if (auto const earlier = earlier_answer(store, call)) return void(answer = with_reasons(store, *earlier));
    auto subject = find_subject(store, call);
    if (!subject) return void(answer = fault_text(subject.error()));
    Result<std::vector<Change>> made = changes_of(store, *subject);
    if (!made) return void(answer = fault_text(made.error()));
    array entries;
    for (auto const& each : *made) {
      entries.push_back(boost::json::string(each.record.act.entry_id));
      shredded = shredded || each.shreds;
      for (auto& person : subject->persons)
        if (person.number == each.after.number) person = each.after;
    }
    auto view = subject_view(store, *subject);
    view.emplace("entries", std::move(entries));
    auto const kept = result_text(std::move(view));
    if (!made->empty()) made->back().record.answer = answer_to_keep(call, made->back().record.act.at, kept);
    for (auto& each : *made) {
      if (each.shreds) {
        write_shred(store, {std::move(each.record), std::move(each.after)});
        continue;
      }
      store.record_office(std::move(each.record));
      persons_of_writer(store)->put_person(each.after);
    }
    answer = with_reasons(store, kept);
  });
  if (shredded) shredder_.run_due();
  return answer;
}

AnswerText SubjectDesk::erase(DeskCall const& call) {
  return change(call, [&](StoreReader& store, Subject const& subject) -> Result<std::vector<Change>> {
    std::vector<Change> changes;
    auto const now = clock_.now();
    for (auto person : subject.persons) {
      if (person.state == PersonState::shredded) continue;
      auto const end = retention_end(store, person, now);
      bool const over = end.at <= now && !end.open_case && !person.hold;
      if (!over && person.state == PersonState::restricted) continue;  // asked before; its day is set
      person.basis = text_of(call.params, "basis");
      if (over) {
        auto shred = prepare_shred(store, office_, call.actor, text_of(call.params, "request_id"), person);
        changes.push_back({std::move(shred.record), std::move(shred.after), true});
        continue;
      }
      person.state = PersonState::restricted;
      person.restricted_at = now;
      person.shred_at = end.at;
      auto const cases = boost::json::value_from(persons_of(store)->cases_of_person(person.number));
      object params{{"basis", person.basis},
                    {"cases", cases},
                    {"shred_at", format_rfc3339(end.at)},
                    {"open_case", end.open_case},
                    {"held", person.hold.has_value()}};
      auto record = note(office_, call, person, "subject_restricted", std::move(params));
      changes.push_back({std::move(record), std::move(person)});
    }
    return changes;
  });
}

AnswerText SubjectDesk::hold(DeskCall const& call) {
  return change(call, [&](StoreReader&, Subject const& subject) -> Result<std::vector<Change>> {
    std::vector<Change> changes;
    for (auto person : subject.persons) {
      if (person.state == PersonState::shredded || person.hold) continue;
      auto record = note(office_, call, person, "legal_hold_set", {}, text_of(call.params, "reason"));
      person.hold = LegalHold{record.act.entry_id, call.actor.id, record.act.at};
      changes.push_back({std::move(record), std::move(person)});
    }
    if (changes.empty())
      return nothing_to_do("已处于保全或已粉碎，没有可保全的内容", "already held or shredded: nothing is left to hold");
    return changes;
  });
}

AnswerText SubjectDesk::release(DeskCall const& call) {
  return change(call, [&](StoreReader&, Subject const& subject) -> Result<std::vector<Change>> {
    std::vector<Change> changes;
    for (auto person : subject.persons) {
      if (!person.hold) continue;
      auto record = note(office_, call, person, "legal_hold_lifted", {{"set_in", person.hold->entry_id}},
                         text_of(call.params, "reason"));
      person.hold.reset();
      changes.push_back({std::move(record), std::move(person)});
    }
    if (changes.empty()) return nothing_to_do("没有保全", "nothing is held");
    return changes;
  });
}

}  // namespace redress::api
