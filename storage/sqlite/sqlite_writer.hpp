// The writing half of the port over the writer connection, inside the transaction its owner has begun.
//
// Keeps in memory what the file would only say again: the ledger's size, and the words of new cases, which go into the
// text index in one piece before the commit (a row at a time costs the index a segment each).
#pragma once

#include "storage/common/recording.hpp"
#include "storage/sqlite/case_memory.hpp"
#include "storage/sqlite/person_words.hpp"
#include "storage/sqlite/row_press.hpp"
#include "storage/sqlite/sqlite_reader.hpp"

#include <string>
#include <utility>
#include <vector>

namespace redress::storage {

class SqliteWriter : public SqliteReads<StoreWriter>,
                     public PersonWrites,
                     public UserWrites,
                     public HookWrites,
                     public SecondFactorWrites,
                     public UploadWrites {
 public:
  /// `learn_after` as in SqliteOptions.
  SqliteWriter(Connection& connection, std::int64_t learn_after);

  CasePage list_cases(CaseFilter const& filter) override;  // a search sees the cases of its own transaction
  std::int64_t ledger_size() override { return ledger_size_; }
  std::optional<Case> find_case(std::string_view case_id) override;
  std::vector<Evidence> evidence_of(std::string_view case_id) override;
  std::vector<PersonalText> personal_of(std::string_view case_id) override;
  std::optional<Order> find_order(std::string_view shop, std::string_view platform, std::string_view order_id) override;
  std::optional<OrderAccount> order_account(Case const& own) override;
  std::vector<Case> cases_of_order(std::string_view shop, std::string_view platform,
                                   std::string_view order_id) override;
  std::optional<std::string> setting(std::string_view name) override;
  Entry record(Record record) override;
  Entry record_office(OfficeRecord record) override;
  void outbox_attempted(std::string_view key, Instant next_at, std::string_view failure) override;
  void outbox_delivered(std::string_view key, Instant at) override;
  void outbox_woken(Instant now) override;
  void put_token(TokenRow const& token) override;
  void put_setting(std::string_view name, std::string_view value) override;
  void put_picture(std::string_view sha256, PictureMark const& picture) override;
  void put_person(Person const& person) override;
  void destroy_words(std::int64_t number) override;
  void put_user(User const& user) override;
  void put_session(Session const& session) override;
  void see_session(std::string_view id, Instant at) override;
  void end_session(std::string_view id) override;
  void end_sessions_of(std::string_view subject) override;
  void end_stale_sessions(Instant began_before, Instant seen_before) override;
  void put_hook(HookRow const& hook) override;
  void remove_hook(std::string_view id) override;
  void move_hook(std::string_view id, HookPosition from, HookPosition to) override;
  void put_delivery(HookDelivery const& delivery) override;
  void forget_deliveries(std::string_view hook_id, std::int64_t keep) override;
  void put_second_factor(SecondFactor const& factor) override;
  void use_second_factor(SecondFactor const& factor) override;
  void remove_second_factor(std::string_view user) override;
  void put_upload(std::string_view sha256, std::string_view shop) override;

  /// A unit begins, at a savepoint that is its own.
  void begin_unit() { unit_wrote_ = false; }

  /// What is remembered of cases beside the file; see CaseMemory for who may ask what.
  CaseMemory& memory() { return memory_; }

  /// What this object remembers, to be put back when the file is.
  struct Place {
    std::int64_t ledger_size = 0;
    std::size_t words = 0;
    std::size_t words_indexed = 0;
  };
  Place place() const { return {ledger_size_, words_.size(), words_indexed_}; }
  void return_to(Place const& place);

  /// Writes the words that wait; to be called before the commit.
  void index_words();
  /// After the commit, and once it is durable.
  void committed();
  void durable();

  /// A transaction of its own, whose sync must follow no other that is owed: what one sync fails to write, the next may
  /// succeed without.
  void learn_if_due() { press_.learn_if_due(); }
  bool is_due_to_learn() const { return press_.is_due_to_learn(); }

 private:
  template <class Write>
  void whole_or_nothing(Write write, Place const& before);
  std::optional<TrailEnd> trail_end(Record const& record);
  KnownOrder* known_order(OrderKey const& key);
  void write(Record& record, Entry const& entry, bool is_new, Instant delivered_at);
  void remember(Record& record, KnownCase& known, bool is_new, bool words_kept);
  WordsKey const* words_key(Record const& record, KnownCase& known);
  void write_case(Case const& case_, std::string written, KnownCase& known, Order const* told);
  void write_entry(Entry const& entry);
  void write_evidence(Evidence item, std::string const& shop, WordsKey const* words);
  void write_outbox(OutboxItem const& item);
  void write_answer(StoredAnswer const& answer);
  void write_personal(PersonalText const& text, WordsKey const& words);
  void forget_pictures(std::string const& case_id);
  void keep_words(Case const& case_, std::int64_t row, Order const* told);

  CaseMemory memory_;
  RowPress press_;
  bool unit_wrote_ = false;
  std::int64_t ledger_size_;
  std::vector<std::pair<std::int64_t, std::string>> words_;  // row of the case, its search text
  std::size_t words_indexed_ = 0;                            // how many of them the index has
};

}  // namespace redress::storage
