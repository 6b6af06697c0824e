#include "storage/sqlite/sealing_sweep.hpp"

#include "storage/common/evidence_rest.hpp"
#include "storage/sqlite/person_words.hpp"
#include "storage/sqlite/rows.hpp"

namespace redress::storage {
namespace {

constexpr std::string_view marker = "personal.sealing";

// Run once in a store's life, so not among the prepared ones of queries.cpp.
constexpr Query next_cases{"next_cases",
                           "SELECT content, dictionary, squeezed FROM cases WHERE person IS NULL ORDER BY n LIMIT 256"};
constexpr Query set_person{"set_person", "UPDATE cases SET person = ?2 WHERE id = ?1"};
constexpr Query offices{"offices",
                        "SELECT DISTINCT case_id FROM personal WHERE case_id >= 'office' AND case_id < 'officf'"};
constexpr Query plain_texts{"plain_texts",
                            "SELECT n, case_id, entry_id, name, salt, text FROM personal"
                            " WHERE case_id = ?1 AND sealed IS NULL"};
constexpr Query seal_text{"seal_text", "UPDATE personal SET salt = '', text = '', sealed = ?2 WHERE n = ?1"};
constexpr Query plain_evidence{"plain_evidence", "SELECT id FROM evidence WHERE case_id = ?1 AND sealed IS NULL"};
constexpr Query seal_evidence{
    "seal_evidence",
    "UPDATE evidence SET sha256 = ?2, text = NULL, salt = '', note = '', sealed = ?3, more = ?4"
    " WHERE id = ?1"};
constexpr Query done{"done", "DELETE FROM settings WHERE name = 'personal.sealing'"};

void seal_texts(Connection& connection, std::string const& case_id, WordsKey const& words) {
  std::vector<std::pair<std::int64_t, std::string>> sealed;
  {
    auto run = connection.run(plain_texts);
    run.bind(case_id);
    while (run.next())
      sealed.emplace_back(run.integer(0),
                          words.sealed({run.text(1), run.text(2), run.text(3), run.text(4), run.text(5)}));
  }
  for (auto const& [n, bytes] : sealed) connection.run(seal_text).bind(n, RawBytes{bytes}).execute();
}

void seal_items(Connection& connection, std::string const& case_id, WordsKey const& words) {
  std::vector<std::string> ids;
  {
    auto run = connection.run(plain_evidence);
    ids = all_rows(run.bind(case_id), [](Run const& row) { return row.text(0); });
  }
  for (auto const& id : ids) {
    std::optional<Evidence> item;
    {
      auto run = connection.run(queries::find_evidence);
      item = one_row(run.bind(id), evidence_item_of);
    }
    auto const sealed = words.take_words(*item);
    if (!sealed) continue;
    auto const more = serialize(rest_of(*item));
    connection.run(seal_evidence).bind(id, item->sha256, RawBytes{*sealed}, more).execute();
  }
}

void seal_offices(Connection& connection) {
  std::vector<std::string> ids;
  {
    auto run = connection.run(offices);
    ids = all_rows(run, [](Run const& row) { return row.text(0); });
  }
  for (auto const& id : ids) {
    auto const prefix = office_of("x").size() - 1;  // what stands before the shop
    auto const shop = id.size() > prefix ? id.substr(prefix) : std::string{};
    seal_texts(connection, id, active_person(connection, shop, id, Instant{}));
  }
}

bool seal_some_cases(Connection& connection) {
  std::vector<Case> cases;
  {
    auto run = connection.run(next_cases);
    cases = all_rows(run, case_of);
  }
  for (auto const& case_ : cases) {
    auto const words =
        active_person(connection, case_.shop, case_.buyer.empty() ? case_.id : case_.buyer, case_.opened_at);
    connection.run(set_person).bind(case_.id, words.person()).execute();
    seal_texts(connection, case_.id, words);
    seal_items(connection, case_.id, words);
  }
  return !cases.empty();
}

template <class Work>
auto in_transaction(Connection& connection, Work work) {
  connection.begin();
  try {
    auto const result = work();
    connection.commit();
    return result;
  } catch (...) {
    connection.roll_back();
    throw;
  }
}

}  // namespace

void seal_plain_rows(Connection& connection) {
  {
    auto run = connection.run(queries::setting);
    if (!run.bind(marker).next()) return;
  }
  in_transaction(connection, [&] {
    seal_offices(connection);
    return true;
  });
  while (in_transaction(connection, [&] { return seal_some_cases(connection); })) {
  }
  connection.execute_once("PRAGMA temp_store = FILE");  // the rebuilt copy may be larger than memory
  connection.execute_once("VACUUM");
  connection.execute_once("PRAGMA temp_store = MEMORY");
  in_transaction(connection, [&] { return connection.run(done).execute(); });
  connection.checkpoint(Connection::Checkpoint::truncate);
}

}  // namespace redress::storage
