#include "api/service/shredding.hpp"

#include "api/service/commit.hpp"
#include "engine/cases/retention.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace redress::api {
namespace {

using boost::json::object;

constexpr int page = 100;

Actor runner() { return {.id = "runner", .role = Role::runner}; }

}  // namespace

RetentionEnd retention_end(StoreReader& store, Person const& person, Instant now) {
  RetentionEnd end{person.known_since};
  auto* persons = persons_of(store);
  if (!persons) return end;
  for (auto const& case_id : persons->cases_of_person(person.number)) {
    auto const case_ = store.find_case(case_id);
    if (!case_) continue;
    auto const until = kept_until(*case_);
    end.open_case = end.open_case || !until;
    end.at = std::max(end.at, until.value_or(earliest_end(now)));
  }
  return end;
}

Shred prepare_shred(StoreReader& store, Office const& office, Actor const& actor, std::string request_id,
                    Person const& person, object const& more) {
  auto& persons = *persons_of(store);
  auto const kept = persons.kept_of_person(person.number);
  object params{{"person", person.id},
                {"cases", boost::json::value_from(persons.cases_of_person(person.number))},
                {"texts", kept.texts},
                {"evidence_texts", kept.evidence_texts},
                {"files", kept.files.size()}};
  if (!person.basis.empty()) params.emplace("basis", person.basis);
  for (auto const& member : more) params.insert(member);
  Shred shred{office.draft(actor, std::move(request_id), {person.shop, "subject_shredded", std::move(params)}), person};
  shred.after.state = PersonState::shredded;
  shred.after.shredded_at = shred.record.act.at;
  shred.after.shredded_in = shred.record.act.entry_id;
  shred.after.shred_at.reset();
  shred.after.hold.reset();
  shred.after.traces_left = true;
  return shred;
}

void write_shred(StoreWriter& store, Shred shred) {
  store.record_office(std::move(shred.record));
  auto& persons = *persons_of_writer(store);
  persons.destroy_words(shred.after.number);
  persons.put_person(shred.after);
}

void Shredder::replay() {
  std::scoped_lock const lock{pass_};
  for (auto const& erasure : list_.all())
    for (auto const& case_id : erasure.cases) {
      bool here_again = false;
      store_.read([&](StoreReader& store) {
        auto* persons = persons_of(store);
        auto const person = persons ? persons->person_of_case(case_id) : std::nullopt;
        here_again = person && person->state != PersonState::shredded;
      });
      if (!here_again) continue;
      commit(store_, [&](StoreWriter& store) {
        auto const person = persons_of(store)->person_of_case(case_id);
        write_shred(store, prepare_shred(store, office_, runner(), {}, *person, {{"replayed", erasure.entry_id}}));
      });
    }
}

void Shredder::run_due() {
  std::scoped_lock const lock{pass_};
  std::vector<Person> waiting;
  store_.read([&](StoreReader& store) {
    if (auto* persons = persons_of(store)) waiting = persons->persons_waiting(clock_.now(), page);
  });
  for (auto const& person : waiting) {
    if (person.state == PersonState::shredded) continue;
    or_later(person, [&] {
      if (person.id.empty()) throw std::runtime_error("the person's row cannot be read");
      shred_if_over(person.number, person.shop, person.id);
    });
  }
  if (waiting.empty()) return;
  store_.read([&](StoreReader& store) { waiting = persons_of(store)->persons_waiting(clock_.now(), page); });
  for (auto& person : waiting) {
    if (person.state != PersonState::shredded) continue;
    or_later(person, [&] { remove_traces(person); });
  }
}

void Shredder::or_later(Person const& person, std::function<void()> const& step) {
  try {
    step();
    unfinished_.erase(person.number);
  } catch (std::exception const& failure) {
    std::string const why = failure.what();
    if (std::exchange(unfinished_[person.number], why) == why) return;
    spdlog::warn("{}",
                 boost::json::serialize(object{
                     {"msg", "erasure_unfinished"}, {"person", person.id}, {"number", person.number}, {"why", why}}));
  }
}

// Looked at again inside the unit: cases may have been opened or closed since the day was set.
void Shredder::shred_if_over(std::int64_t number, std::string const& shop, std::string const& id) {
  commit(store_, [&](StoreWriter& store) {
    auto const now = clock_.now();
    for (auto person : persons_of(store)->persons_named(shop, id)) {
      if (person.number != number || person.state != PersonState::restricted || person.hold) continue;
      auto const end = retention_end(store, person, now);
      if (end.at <= now && !end.open_case)
        return write_shred(store, prepare_shred(store, office_, runner(), {}, person));
      person.shred_at = end.at;
      persons_of_writer(store)->put_person(person);
    }
  });
}

void Shredder::remove_traces(Person person) {
  Erasure erasure{person.shop, person.id, person.shredded_at.value(), person.shredded_in, {}};
  // Decided on what is durable: who needs a file no more since an act that is undone with its group needs it again.
  std::vector<std::string> files;
  store_.read([&](StoreReader& store) {
    auto& persons = *persons_of(store);
    erasure.cases = persons.cases_of_person(person.number);
    files = persons.kept_of_person(person.number).files;
    std::erase_if(files, [&](auto const& sha256) { return persons.file_is_needed(sha256); });
  });
  if (auto const listed = list_.append(std::move(erasure)); !listed) throw FaultError(listed.error());
  // Inside a unit, so that no command can name a file between this look and its end: it looks in its own turn.
  if (!files.empty())
    commit(store_, [&](StoreWriter& store) {
      for (auto const& sha256 : files)
        if (!persons_of(store)->file_is_needed(sha256)) outside_.remove_file(sha256);
    });
  if (!outside_.cut_log()) return;  // a reader is in the way; the next pass tries again
  person.traces_left = false;
  commit(store_, [&](StoreWriter& store) { persons_of_writer(store)->put_person(person); });
}

}  // namespace redress::api
