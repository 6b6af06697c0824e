// The Store port: where cases, entries, evidence, the outbox and answers are kept. Implementations: memory, SQLite.
//
// One command is one `Record` (or `OfficeRecord`), written whole or not at all. `write` queues a unit of work for the
// single writer; units that arrive together share one commit, and `done` is called only after that commit is durable.
// Units run one after the other, each seeing the effects of those before it. `read` runs at once, on the caller's
// thread, on a consistent snapshot.
//
// Threads: write() and read() may be called from any thread. `unit` runs on the writer's thread, `done` too; neither
// may block. Errors: a unit that throws is undone alone, and `done` gets its exception; if the commit itself fails,
// every unit of it is undone and every `done` gets that exception.
#pragma once

#include "engine/cases/account.hpp"
#include "engine/cases/case.hpp"
#include "engine/cases/entry.hpp"
#include "engine/cases/evidence.hpp"
#include "engine/cases/office_entry.hpp"

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redress {

/// An effect waiting for its delivery.
/// `due_at` of an item that no receiver takes: it waits for a service's report, or for outbox_woken(). End of year
/// 9999.
inline constexpr Instant outbox_held_at{253'402'300'799'000};

struct OutboxItem {
  std::string key;  // idempotency key: <entry id>/<n>, unique for ever
  std::string case_id;
  std::string shop;
  std::string kind;             // EffectKind name, or "advance"
  boost::json::object content;  // what the receiver needs: amount, event ...
  Instant due_at;               // not to be delivered before
  int attempts = 0;
  std::optional<Instant> delivered_at = {};
  std::string last_failure = {};
};

/// The answer a request id got, so that a retry gets the very same.
struct StoredAnswer {
  std::string actor_id;
  std::string request_id;
  std::string fingerprint;  // SHA-256 of method and canonical params, hex
  std::string text;         // JSON object: {"result":...} or {"error":...}
  Instant at;
};

/// Plain values of a person, beside the ledger; entries hold only commitments to them.
struct PersonalText {
  std::string case_id;
  std::string entry_id;  // entry that committed to it
  std::string name;      // "note", "message", "buyer.phone", "claim.text" ...
  std::string salt;      // 64 hex characters
  std::string text;
};

/// Which order's parcel a waybill of the shop went out with first.
struct WaybillUse {
  std::string mark;  // stands for the number, which is personal
  std::string order_id;
  std::string buyer;  // pseudonym; "" unknown
};

/// What a picture looks like, as far as another copy of it would look the same (storage/pictures).
struct PictureMark {
  std::int64_t width = 0;
  std::int64_t height = 0;
  std::string mark = {};  // 64 hex characters; "" where there is too little in the picture to tell it from others
};

/// An item of evidence of some case that a picture or a file was compared with.
struct EvidenceUse {
  std::string evidence_id;
  std::string case_id;
  std::string sha256;
  std::string mark = {};  // of its picture, "" without
};

/// Everything one command writes.
struct Record {
  Case case_after;
  std::string case_written = {};  // by written_case(), where it was made beforehand; "" not yet
  bool is_new = false;            // insert the case; otherwise it must stand at version_before
  std::int64_t version_before = 0;
  EntryDraft entry;  // every record has exactly one
  std::string entry_id;
  std::vector<Evidence> evidence = {};  // new items
  std::vector<OutboxItem> outbox = {};
  std::vector<std::string> outbox_done = {};  // keys delivered by this command's cause
  std::optional<Order> order = {};            // told for the first time
  std::vector<PersonalText> personal = {};
  std::vector<WaybillUse> waybills = {};    // of the case's shop; the first use of each stays
  std::optional<StoredAnswer> answer = {};  // filled from the sealed entry by `answer_with`, see below
  /// Called inside the transaction once the entry has its seq and hash; what it returns is stored as the answer's text.
  std::function<std::string(Case const&, Entry const&)> answer_with = {};
};

/// Everything an act that concerns no case writes.
struct OfficeRecord {
  OfficeAct act;
  std::vector<PersonalText> personal = {};  // their case_id is the office's
  std::optional<StoredAnswer> answer = {};  // filled by `answer_with`
  std::function<std::string(Entry const&)> answer_with = {};
};

struct CaseFilter {
  std::optional<std::string> shop = {};
  std::optional<std::string> kind = {};
  std::optional<std::string> state = {};
  std::optional<std::string> owed_by = {};
  std::optional<Instant> due_before = {};
  std::optional<std::string> text =
      {};  // matches case id, order id, reason; whole words or single Chinese characters in order
  std::optional<std::string> order_id = {};
  std::optional<bool> final = {};
  std::string cursor = {};  // from the previous page's next_cursor
  int limit = 50;
};

/// Nearest deadline first, cases without a deadline after all others, then by id.
struct CasePage {
  std::vector<Case> cases;
  std::string next_cursor = {};  // empty: no more
};

struct EntryPage {
  std::vector<Entry> entries;
  std::string next_cursor = {};
};

/// An API token as kept: never its secret.
struct TokenRow {
  std::string id;  // tok_<ulid>
  std::string secret_sha256;
  Role role = Role::agent;
  std::string shop;  // "" every shop
  std::string label = {};
  Instant created_at;
  std::optional<Instant> expires_at = {};
  std::optional<Instant> revoked_at = {};
};

/// Reads on one consistent view. Borrowed: valid only inside the call it was given to.
class StoreReader {
 public:
  virtual ~StoreReader() = default;

  virtual std::optional<Case> find_case(std::string_view case_id) = 0;
  virtual CasePage list_cases(CaseFilter const& filter) = 0;
  virtual std::vector<Evidence> evidence_of(std::string_view case_id) = 0;
  virtual std::optional<Evidence> find_evidence(std::string_view evidence_id) = 0;
  /// Whether any case of that shop ("" any shop) has an item with these bytes.
  virtual bool blob_belongs_to(std::string_view sha256, std::string_view shop) = 0;
  /// Items of the shop's cases with these very bytes; at most `limit`, the first added first.
  virtual std::vector<EvidenceUse> uses_of(std::string_view sha256, std::string_view shop, int limit) = 0;
  /// What was noted of these bytes by put_picture(); nothing for what is no picture.
  virtual std::optional<PictureMark> find_picture(std::string_view sha256) = 0;
  /// Items of the shop's cases whose picture may look like `mark`: those that have one of its sixteen parts in common.
  /// Every picture at a distance of 15 bits or less is among them; how far each really is, is the caller's to count.
  virtual std::vector<EvidenceUse> pictures_near(std::string_view mark, std::string_view shop, int limit) = 0;
  virtual EntryPage trail(std::string_view case_id, std::string_view cursor, int limit) = 0;  // oldest first
  virtual EntryPage trail_newest_first(std::string_view case_id, std::string_view cursor, int limit) = 0;
  virtual std::optional<Entry> find_entry(std::string_view entry_id) = 0;
  virtual std::vector<Entry> entries_from(std::int64_t seq, int limit) = 0;  // of the whole ledger, in order
  virtual std::int64_t ledger_size() = 0;
  virtual std::optional<Order> find_order(std::string_view shop, std::string_view platform,
                                          std::string_view order_id) = 0;
  /// account_of() the case's order, as this case sees it; nothing if the order was never told. The case counts as it
  /// is given, and need not be stored.
  virtual std::optional<OrderAccount> order_account(Case const& own) = 0;
  virtual std::vector<Case> cases_of_order(std::string_view shop, std::string_view platform,
                                           std::string_view order_id) = 0;
  virtual std::optional<WaybillUse> find_waybill(std::string_view shop, std::string_view mark) = 0;
  virtual std::optional<StoredAnswer> find_answer(std::string_view actor_id, std::string_view request_id) = 0;
  virtual std::vector<PersonalText> personal_of(std::string_view case_id) = 0;
  virtual std::vector<std::string> cases_due(Instant now, int limit) = 0;  // ids, earliest due first, open cases only
  virtual std::optional<Instant> next_due() = 0;
  virtual std::vector<OutboxItem> outbox_pending(Instant now, int limit) = 0;
  virtual std::vector<OutboxItem> outbox_of(std::string_view case_id) = 0;
  virtual std::optional<TokenRow> find_token(std::string_view secret_sha256) = 0;
  virtual std::vector<TokenRow> tokens() = 0;
  virtual std::optional<std::string> setting(std::string_view name) = 0;
};

class StoreWriter : public StoreReader {
 public:
  /// Writes one command. Throws FaultError(version_conflict) if the case has moved on. Answers the sealed entry.
  virtual Entry record(Record record) = 0;
  /// The next entry of its office; answers it sealed.
  virtual Entry record_office(OfficeRecord record) = 0;
  /// Delivery bookkeeping: no entry, because the outcome comes back as a command.
  virtual void outbox_attempted(std::string_view key, Instant next_at, std::string_view failure) = 0;
  virtual void outbox_delivered(std::string_view key, Instant at) = 0;
  /// A receiver is there: whatever was held is due `now`.
  virtual void outbox_woken(Instant now) = 0;
  virtual void put_token(TokenRow const& token) = 0;
  virtual void put_setting(std::string_view name, std::string_view value) = 0;
  /// Before the first item with these bytes: an item added later can be found by its picture, an earlier one cannot.
  virtual void put_picture(std::string_view sha256, PictureMark const& picture) = 0;
};

class Store {
 public:
  using Unit = std::function<void(StoreWriter&)>;
  using Done = std::function<void(std::exception_ptr)>;  // null: durable

  virtual ~Store() = default;
  virtual void write(Unit unit, Done done) = 0;
  virtual void read(std::function<void(StoreReader&)> const& body) = 0;
  /// Waits until everything queued before has been answered.
  virtual void drain() = 0;
};

}  // namespace redress
