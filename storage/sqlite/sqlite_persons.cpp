#include "storage/sqlite/sqlite_persons.hpp"

#include "storage/sqlite/person_row.hpp"
#include "storage/sqlite/rows.hpp"

#include <algorithm>

namespace redress::storage {
namespace {

Person person_of(Run const& run) { return person_from(run.integer(0), run.object(1)); }

}  // namespace

std::optional<Person> SqlitePersons::person_of_case(std::string_view case_id) {
  auto run = connection_.run(queries::person_of_case);
  return one_row(run.bind(case_id), person_of);
}

std::vector<Person> SqlitePersons::persons_named(std::string_view shop, std::string_view id) {
  auto run = connection_.run(queries::persons_named);
  return all_rows(run.bind(shop, id), person_of);
}

std::vector<Person> SqlitePersons::persons_waiting(Instant now, int limit) {
  auto run = connection_.run(queries::persons_waiting);
  run.bind(now, limit);
  std::vector<Person> waiting;
  while (run.next()) {
    auto& person = waiting.emplace_back();
    person.number = run.integer(0);
    try {
      person = person_of(run);
    } catch (std::exception const&) {  // one row that cannot be read keeps nobody else waiting; it is told as nobody's
    }
  }
  return waiting;
}

std::vector<std::string> SqlitePersons::cases_of_person(std::int64_t number) {
  auto run = connection_.run(queries::cases_of_person);
  return all_rows(run.bind(number), [](Run const& row) { return row.text(0); });
}

KeptOfPerson SqlitePersons::kept_of_person(std::int64_t number) {
  KeptOfPerson kept;
  for (auto const& case_id : cases_of_person(number)) {
    auto texts = connection_.run(queries::count_personal);
    if (texts.bind(case_id).next()) kept.texts += texts.integer(0);
    auto items = connection_.run(queries::evidence_of);
    items.bind(case_id);
    while (items.next()) {
      auto const item = evidence_item_of(items);
      bool const is_text = !item.commitment.empty();
      if (is_text && !items.is_null(sealed_evidence_column)) ++kept.evidence_texts;
      if (!is_text && std::ranges::find(kept.files, item.sha256) == kept.files.end()) kept.files.push_back(item.sha256);
    }
  }
  return kept;
}

bool SqlitePersons::file_is_needed(std::string_view sha256) {
  return connection_.run(queries::file_is_needed).bind(sha256).next();
}

}  // namespace redress::storage
