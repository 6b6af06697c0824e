#include "storage/sqlite/sqlite_reader.hpp"

#include "storage/common/list_order.hpp"
#include "storage/common/picture_parts.hpp"
#include "storage/common/search_words.hpp"
#include "storage/sqlite/rows.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <map>

namespace redress::storage {
namespace {

// Phrases hold letters, digits and Chinese characters only, so nothing in them can end the quotes.
std::string match_of(std::vector<Phrase> const& phrases) {
  std::string match;
  for (auto const& phrase : phrases)
    match += fmt::format("{}\"{}\"", match.empty() ? "" : " AND ", fmt::join(phrase, " "));
  return match;
}

// A row with its words, which stay away where they were destroyed.
Evidence evidence_with_words(Run const& run, WordsReader& words) {
  auto item = evidence_item_of(run);
  if (!run.is_null(sealed_evidence_column)) words.open(item, run.text(sealed_evidence_column));
  return item;
}

// Of rows that are one more than asked for where there are more.
EntryPage entry_page(Run& run, int limit) {
  EntryPage page{all_rows(run, entry_of), {}};
  auto const most = static_cast<std::size_t>(page_limit(limit));
  if (page.entries.size() > most) {
    page.entries.resize(most);
    page.next_cursor = cursor_after(page.entries.back().case_seq);
  }
  return page;
}

// The one list query for what is asked; every list reads its first seven parameters alike.
class ListRun {
 public:
  ListRun(Connection& connection, CaseFilter const& filter, int limit)
      : connection_(connection), filter_(filter), after_(list_key_from(filter.cursor)), limit_(limit) {
    if (filter.due_before) due_at_most_ = filter.due_before->ms - 1;
  }

  std::vector<Case> rows() {
    if (filter_.text && !filter_.text->empty()) {
      auto const phrases = phrases_of(*filter_.text);
      if (phrases.empty()) return {};
      return rows_of(queries::list_by_text, filter_.shop, filter_.owed_by, filter_.order_id, match_of(phrases));
    }
    if (filter_.order_id) return rows_of(queries::list_by_order, filter_.shop, filter_.owed_by, filter_.order_id);
    if (filter_.shop && filter_.owed_by) return rows_of(queries::list_by_owed, filter_.shop, filter_.owed_by);
    if (filter_.shop) return rows_of(queries::list_by_shop, filter_.shop);
    return rows_of(queries::list_all, filter_.owed_by);
  }

 private:
  template <class... More>
  std::vector<Case> rows_of(Query const& query, More const&... more) {
    auto run = connection_.run(query);
    run.bind(after_.due_ms, after_.id, limit_, filter_.kind, filter_.state, filter_.final, due_at_most_, more...);
    return all_rows(run, case_of);
  }

  Connection& connection_;
  CaseFilter const& filter_;
  ListKey const after_;
  int const limit_;
  std::int64_t due_at_most_ = no_due_ms;
};

// One row that says nothing that can be read keeps nothing else from going out.
OutboxItem outbox_item_or_its_key(Run const& run) {
  try {
    return outbox_item_of(run);
  } catch (FaultError const&) {
    return {.key = run.text(0),
            .case_id = run.text(1),
            .kind = {},
            .content = {},
            .due_at = {},
            .attempts = static_cast<int>(run.integer(6))};
  }
}

}  // namespace

template <class Port>
std::optional<Case> SqliteReads<Port>::find_case(std::string_view case_id) {
  auto run = connection_.run(queries::find_case);
  return one_row(run.bind(case_id), case_of);
}

template <class Port>
CasePage SqliteReads<Port>::list_cases(CaseFilter const& filter) {
  auto const limit = static_cast<std::size_t>(page_limit(filter.limit));
  CasePage page;
  page.cases =
      ListRun(connection_, filter, static_cast<int>(limit) + 1).rows();  // one more tells whether there is more
  if (page.cases.size() > limit) {
    page.cases.resize(limit);
    page.next_cursor = cursor_after(list_key_of(page.cases.back()));
  }
  return page;
}

template <class Port>
std::vector<Evidence> SqliteReads<Port>::evidence_of(std::string_view case_id) {
  auto run = connection_.run(queries::evidence_of);
  Words words = this->words();
  return all_rows(run.bind(case_id), [&](Run const& row) { return evidence_with_words(row, words); });
}

template <class Port>
std::optional<Evidence> SqliteReads<Port>::find_evidence(std::string_view evidence_id) {
  auto run = connection_.run(queries::find_evidence);
  Words words = this->words();
  return one_row(run.bind(evidence_id), [&](Run const& row) { return evidence_with_words(row, words); });
}

template <class Port>
bool SqliteReads<Port>::blob_belongs_to(std::string_view sha256, std::string_view shop) {
  auto run = connection_.run(shop.empty() ? queries::blob_of_any_shop : queries::blob_of_shop);
  if (shop.empty()) return run.bind(sha256).next();
  return run.bind(sha256, shop).next();
}

template <class Port>
std::vector<EvidenceUse> SqliteReads<Port>::uses_of(std::string_view sha256, std::string_view shop, int limit) {
  auto run = connection_.run(queries::uses_of);
  return all_rows(run.bind(sha256, shop, std::max(limit, 0)), [](Run const& row) {
    return EvidenceUse{row.text(0), row.text(1), row.text(2)};
  });
}

template <class Port>
std::optional<PictureMark> SqliteReads<Port>::find_picture(std::string_view sha256) {
  auto run = connection_.run(queries::find_picture);
  return one_row(run.bind(sha256), [](Run const& row) {
    return PictureMark{row.integer(0), row.integer(1), row.text(2)};
  });
}

template <class Port>
std::vector<EvidenceUse> SqliteReads<Port>::pictures_near(std::string_view mark, std::string_view shop, int limit) {
  std::map<std::string, EvidenceUse> found;  // by id, which is in the order of time
  for (auto const& part : parts_of(mark)) {
    auto run = connection_.run(queries::pictures_with_part);
    run.bind(shop, part.place, part.bits, std::max(limit, 0));
    while (run.next()) found.try_emplace(run.text(0), EvidenceUse{run.text(0), run.text(1), run.text(2), run.text(3)});
  }
  return first_uses(std::move(found), limit);
}

template <class Port>
EntryPage SqliteReads<Port>::trail(std::string_view case_id, std::string_view cursor, int limit) {
  auto run = connection_.run(queries::trail);
  return entry_page(run.bind(case_id, case_seq_from(cursor), page_limit(limit) + 1), limit);
}

template <class Port>
EntryPage SqliteReads<Port>::trail_newest_first(std::string_view case_id, std::string_view cursor, int limit) {
  auto const before = cursor.empty() ? std::numeric_limits<std::int64_t>::max() : case_seq_from(cursor);
  auto run = connection_.run(queries::trail_newest_first);
  return entry_page(run.bind(case_id, before, page_limit(limit) + 1), limit);
}

template <class Port>
std::optional<Entry> SqliteReads<Port>::find_entry(std::string_view entry_id) {
  auto run = connection_.run(queries::find_entry);
  return one_row(run.bind(entry_id), entry_of);
}

template <class Port>
std::vector<Entry> SqliteReads<Port>::entries_from(std::int64_t seq, int limit) {
  auto run = connection_.run(queries::entries_from);
  return all_rows(run.bind(seq, std::max(limit, 0)), entry_of);
}

template <class Port>
std::int64_t SqliteReads<Port>::ledger_size() {
  auto run = connection_.run(queries::last_seq);
  return run.next() ? run.integer(0) + 1 : 0;
}

template <class Port>
std::optional<Order> SqliteReads<Port>::find_order(std::string_view shop, std::string_view platform,
                                                   std::string_view order_id) {
  auto run = connection_.run(queries::find_order);
  return one_row(run.bind(shop, platform, order_id), order_of);
}

template <class Port>
std::optional<OrderAccount> SqliteReads<Port>::order_account(Case const& own) {
  auto order = find_order(own.shop, own.platform, own.order_id);
  if (!order) return std::nullopt;
  auto run = connection_.run(queries::cases_of_order);
  return account_of(std::move(*order), own, all_rows(run.bind(own.order_id, own.shop, own.platform, own.id), case_of));
}

template <class Port>
std::vector<Case> SqliteReads<Port>::cases_of_order(std::string_view shop, std::string_view platform,
                                                    std::string_view order_id) {
  auto run = connection_.run(queries::cases_of_order);
  constexpr std::string_view none;
  return all_rows(run.bind(order_id, shop, platform, none), case_of);
}

template <class Port>
std::optional<WaybillUse> SqliteReads<Port>::find_waybill(std::string_view shop, std::string_view mark) {
  auto run = connection_.run(queries::find_waybill);
  return one_row(run.bind(shop, mark), waybill_use_of);
}

template <class Port>
std::optional<StoredAnswer> SqliteReads<Port>::find_answer(std::string_view actor_id, std::string_view request_id) {
  auto run = connection_.run(queries::find_answer);
  return one_row(run.bind(actor_id, request_id), answer_of);
}

template <class Port>
std::vector<PersonalText> SqliteReads<Port>::personal_of(std::string_view case_id) {
  auto run = connection_.run(queries::personal_of);
  run.bind(case_id);
  Words words = this->words();
  std::vector<PersonalText> texts;
  while (run.next())
    if (auto text = personal_text_of(run); words.open(text, run.text(sealed_personal_column)))
      texts.push_back(std::move(text));
  return texts;
}

template <class Port>
std::vector<std::string> SqliteReads<Port>::cases_due(Instant now, int limit) {
  auto run = connection_.run(queries::cases_due);
  return all_rows(run.bind(now, std::max(limit, 0)), [](Run const& row) { return row.text(0); });
}

template <class Port>
std::optional<Instant> SqliteReads<Port>::next_due() {
  auto run = connection_.run(queries::next_due);
  return one_row(run, [](Run const& row) { return row.instant(0); });
}

template <class Port>
std::vector<OutboxItem> SqliteReads<Port>::outbox_pending(Instant now, int limit) {
  auto run = connection_.run(queries::outbox_pending);
  return all_rows(run.bind(now, std::max(limit, 0)), outbox_item_or_its_key);
}

template <class Port>
std::vector<OutboxItem> SqliteReads<Port>::outbox_of(std::string_view case_id) {
  auto run = connection_.run(queries::outbox_of);
  return all_rows(run.bind(case_id), outbox_item_of);
}

template <class Port>
std::optional<TokenRow> SqliteReads<Port>::find_token(std::string_view secret_sha256) {
  auto run = connection_.run(queries::find_token);
  return one_row(run.bind(secret_sha256), token_of);
}

template <class Port>
std::vector<TokenRow> SqliteReads<Port>::tokens() {
  auto run = connection_.run(queries::tokens);
  return all_rows(run, token_of);
}

template <class Port>
std::optional<std::string> SqliteReads<Port>::setting(std::string_view name) {
  auto run = connection_.run(queries::setting);
  return one_row(run.bind(name), [](Run const& row) { return row.text(0); });
}

template class SqliteReads<StoreReader>;
template class SqliteReads<StoreWriter>;

}  // namespace redress::storage
