// Decides a command before its turn, on what is known of its case, so that the writer only has to see that nothing
// changed since (docs/performance.md).
#pragma once

#include "api/service/case_desk_parts.hpp"
#include "engine/cases/foresight.hpp"

#include <optional>

namespace redress::api {

struct CaseDesk::Foreseen {
  Prepared prepared;
  CaseSnapshot::Stamp stamp;
  LibraryPointer library;  // the books it was decided by
  Instant at;              // when
};

/// Has nothing at hand. Whatever is asked for throws NotAtHand: the command is decided in its turn.
class EmptyHanded : public StoreReader {
 public:
  struct NotAtHand {};

  std::optional<Case> find_case(std::string_view) override { throw NotAtHand{}; }
  std::vector<Evidence> evidence_of(std::string_view) override { throw NotAtHand{}; }
  std::optional<OrderAccount> order_account(Case const&) override { throw NotAtHand{}; }
  std::vector<PersonalText> personal_of(std::string_view) override { throw NotAtHand{}; }
  std::optional<std::string> setting(std::string_view) override { throw NotAtHand{}; }
  CasePage list_cases(CaseFilter const&) override { throw NotAtHand{}; }
  std::optional<Evidence> find_evidence(std::string_view) override { throw NotAtHand{}; }
  bool blob_belongs_to(std::string_view, std::string_view) override { throw NotAtHand{}; }
  std::vector<EvidenceUse> uses_of(std::string_view, std::string_view, int) override { throw NotAtHand{}; }
  std::optional<PictureMark> find_picture(std::string_view) override { throw NotAtHand{}; }
  std::vector<EvidenceUse> pictures_near(std::string_view, std::string_view, int) override { throw NotAtHand{}; }
  EntryPage trail(std::string_view, std::string_view, int) override { throw NotAtHand{}; }
  EntryPage trail_newest_first(std::string_view, std::string_view, int) override { throw NotAtHand{}; }
  std::optional<Entry> find_entry(std::string_view) override { throw NotAtHand{}; }
  std::vector<Entry> entries_from(std::int64_t, int) override { throw NotAtHand{}; }
  std::int64_t ledger_size() override { throw NotAtHand{}; }
  std::optional<Order> find_order(std::string_view, std::string_view, std::string_view) override { throw NotAtHand{}; }
  std::vector<Case> cases_of_order(std::string_view, std::string_view, std::string_view) override { throw NotAtHand{}; }
  std::optional<WaybillUse> find_waybill(std::string_view, std::string_view) override { throw NotAtHand{}; }
  std::optional<StoredAnswer> find_answer(std::string_view, std::string_view) override { throw NotAtHand{}; }
  std::vector<std::string> cases_due(Instant, int) override { throw NotAtHand{}; }
  std::optional<Instant> next_due() override { throw NotAtHand{}; }
  std::vector<OutboxItem> outbox_pending(Instant, int) override { throw NotAtHand{}; }
  std::vector<OutboxItem> outbox_of(std::string_view) override { throw NotAtHand{}; }
  std::optional<TokenRow> find_token(std::string_view) override { throw NotAtHand{}; }
  std::vector<TokenRow> tokens() override { throw NotAtHand{}; }
};

/// Reads one case from a snapshot.
class SnapshotReader final : public EmptyHanded {
 public:
  /// Borrows both.
  SnapshotReader(CaseSnapshot const& seen, Foresight& foresight) : seen_(seen), foresight_(foresight) {}

  std::optional<Case> find_case(std::string_view case_id) override;
  std::vector<Evidence> evidence_of(std::string_view case_id) override;
  std::optional<Evidence> find_evidence(std::string_view evidence_id) override;
  std::optional<OrderAccount> order_account(Case const& own) override;
  std::vector<PersonalText> personal_of(std::string_view case_id) override;
  std::optional<std::string> setting(std::string_view name) override;

 private:
  CaseSnapshot const& seen_;
  Foresight& foresight_;
};

/// For an opening: supposes that its order was never told before, which is looked up in its turn.
class NewOrderReader final : public EmptyHanded {
 public:
  explicit NewOrderReader(Foresight& foresight) : foresight_(foresight) {}

  std::optional<Order> find_order(std::string_view, std::string_view, std::string_view) override {
    return std::nullopt;
  }
  std::optional<std::string> setting(std::string_view name) override;

 private:
  Foresight& foresight_;
};

}  // namespace redress::api
