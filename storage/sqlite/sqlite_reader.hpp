// The reading half of the port over one connection; `Port` is StoreReader or StoreWriter.
//
// Borrows the connection; whoever owns it has begun the transaction that makes the view consistent.
#pragma once

#include "engine/cases/store.hpp"
#include "storage/sqlite/connection.hpp"
#include "storage/sqlite/person_words.hpp"
#include "storage/sqlite/sqlite_hooks.hpp"
#include "storage/sqlite/sqlite_persons.hpp"
#include "storage/sqlite/sqlite_second_factors.hpp"
#include "storage/sqlite/sqlite_uploads.hpp"
#include "storage/sqlite/sqlite_users.hpp"

#include <type_traits>

namespace redress::storage {

template <class Port>
class SqliteReads : public Port,
                    public SqlitePersons,
                    public SqliteUsers,
                    public SqliteHooks,
                    public SqliteSecondFactors,
                    public SqliteUploads {
 public:
  explicit SqliteReads(Connection& connection)
      : SqlitePersons(connection),
        SqliteUsers(connection),
        SqliteHooks(connection),
        SqliteSecondFactors(connection),
        SqliteUploads(connection),
        connection_(connection),
        words_(connection) {}

  std::optional<Case> find_case(std::string_view case_id) override;
  CasePage list_cases(CaseFilter const& filter) override;
  std::vector<Evidence> evidence_of(std::string_view case_id) override;
  std::optional<Evidence> find_evidence(std::string_view evidence_id) override;
  bool blob_belongs_to(std::string_view sha256, std::string_view shop) override;
  std::vector<EvidenceUse> uses_of(std::string_view sha256, std::string_view shop, int limit) override;
  std::optional<PictureMark> find_picture(std::string_view sha256) override;
  std::vector<EvidenceUse> pictures_near(std::string_view mark, std::string_view shop, int limit) override;
  EntryPage trail(std::string_view case_id, std::string_view cursor, int limit) override;
  EntryPage trail_newest_first(std::string_view case_id, std::string_view cursor, int limit) override;
  std::optional<Entry> find_entry(std::string_view entry_id) override;
  std::vector<Entry> entries_from(std::int64_t seq, int limit) override;
  std::int64_t ledger_size() override;
  std::optional<Order> find_order(std::string_view shop, std::string_view platform, std::string_view order_id) override;
  std::optional<OrderAccount> order_account(Case const& own) override;
  std::vector<Case> cases_of_order(std::string_view shop, std::string_view platform,
                                   std::string_view order_id) override;
  std::optional<WaybillUse> find_waybill(std::string_view shop, std::string_view mark) override;
  std::optional<StoredAnswer> find_answer(std::string_view actor_id, std::string_view request_id) override;
  std::vector<PersonalText> personal_of(std::string_view case_id) override;
  std::vector<std::string> cases_due(Instant now, int limit) override;
  std::optional<Instant> next_due() override;
  std::vector<OutboxItem> outbox_pending(Instant now, int limit) override;
  std::vector<OutboxItem> outbox_of(std::string_view case_id) override;
  std::optional<TokenRow> find_token(std::string_view secret_sha256) override;
  std::vector<TokenRow> tokens() override;
  std::optional<std::string> setting(std::string_view name) override;

 protected:
  Connection& connection() { return connection_; }

 private:
  // While a reader lives nothing changes for it. A writer may destroy a person's key, so it remembers none.
  using Words = std::conditional_t<std::is_same_v<Port, StoreReader>, WordsReader&, WordsReader>;
  Words words() {
    if constexpr (std::is_reference_v<Words>)
      return words_;
    else
      return WordsReader(connection_);
  }

  Connection& connection_;
  WordsReader words_;
};

extern template class SqliteReads<StoreReader>;
extern template class SqliteReads<StoreWriter>;

}  // namespace redress::storage
