// The reading half of the port over MemoryTables; `Port` is StoreReader or StoreWriter.
//
// Borrows the tables; the owner sees to it that they do not change while a call runs.
#pragma once

#include "storage/memory/memory_tables.hpp"

namespace redress::storage {

template <class Port>
class MemoryReads : public Port {
 public:
  explicit MemoryReads(MemoryTables const& tables) : tables_(tables) {}

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

 private:
  MemoryTables const& tables_;
};

extern template class MemoryReads<StoreReader>;
extern template class MemoryReads<StoreWriter>;

}  // namespace redress::storage
