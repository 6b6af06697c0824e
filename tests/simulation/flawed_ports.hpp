// The halves of the Store port with a planted defect between them and the real store.
//
// Everything is passed on to the port given, but for what the defect changes. `FlawMemory` is what the flawed process
// remembers: it ends with the process. One thread.
#pragma once

#include "api/seam/clock.hpp"
#include "engine/cases/persons.hpp"
#include "engine/cases/store.hpp"
#include "tests/simulation/flaw.hpp"
#include "tests/simulation/sim_vfs.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace redress::simulation {

/// Timers of a flawed process that are kept on the disk and survive it: case -> when.
struct FlawTimers {
  std::map<std::string, Instant> fired = {};
  std::map<std::string, Instant> armed_again = {};
};

struct FlawMemory {
  Flaw flaw;
  SimVfs& vfs;
  api::Clock const& clock;
  FlawTimers& timers;
  std::set<std::string> recorded = {};              // cases, since the start
  std::map<std::string, std::string> callers = {};  // request id -> who used it first
  std::vector<std::string> after_commit = {};       // SQL

  void note_clock();  // deadlines that fired and lie ahead again
};

template <class Port>
class FlawedReads : public Port, public PersonReads {
 public:
  FlawedReads(Port& inner, FlawMemory& memory) : inner_(inner), memory_(memory) {}

  std::optional<Case> find_case(std::string_view case_id) override;
  CasePage list_cases(CaseFilter const& filter) override;
  std::vector<Evidence> evidence_of(std::string_view id) override { return inner_.evidence_of(id); }
  std::optional<Evidence> find_evidence(std::string_view id) override { return inner_.find_evidence(id); }
  bool blob_belongs_to(std::string_view sha256, std::string_view shop) override {
    return inner_.blob_belongs_to(sha256, shop);
  }
  std::vector<EvidenceUse> uses_of(std::string_view sha256, std::string_view shop, int limit) override {
    return inner_.uses_of(sha256, shop, limit);
  }
  std::optional<PictureMark> find_picture(std::string_view sha256) override { return inner_.find_picture(sha256); }
  std::vector<EvidenceUse> pictures_near(std::string_view mark, std::string_view shop, int limit) override {
    return inner_.pictures_near(mark, shop, limit);
  }
  EntryPage trail(std::string_view id, std::string_view cursor, int limit) override {
    return inner_.trail(id, cursor, limit);
  }
  EntryPage trail_newest_first(std::string_view id, std::string_view cursor, int limit) override {
    return inner_.trail_newest_first(id, cursor, limit);
  }
  std::optional<Entry> find_entry(std::string_view id) override { return inner_.find_entry(id); }
  std::vector<Entry> entries_from(std::int64_t seq, int limit) override { return inner_.entries_from(seq, limit); }
  std::int64_t ledger_size() override { return inner_.ledger_size(); }
  std::optional<Order> find_order(std::string_view shop, std::string_view platform, std::string_view id) override {
    return inner_.find_order(shop, platform, id);
  }
  std::optional<OrderAccount> order_account(Case const& own) override;
  std::vector<Case> cases_of_order(std::string_view shop, std::string_view platform, std::string_view id) override {
    return inner_.cases_of_order(shop, platform, id);
  }
  std::optional<WaybillUse> find_waybill(std::string_view shop, std::string_view mark) override {
    return inner_.find_waybill(shop, mark);
  }
  std::optional<StoredAnswer> find_answer(std::string_view actor_id, std::string_view request_id) override;
  std::vector<PersonalText> personal_of(std::string_view id) override { return inner_.personal_of(id); }
  std::vector<std::string> cases_due(Instant now, int limit) override;
  std::optional<Instant> next_due() override { return inner_.next_due(); }
  std::vector<OutboxItem> outbox_pending(Instant now, int limit) override { return inner_.outbox_pending(now, limit); }
  std::vector<OutboxItem> outbox_of(std::string_view id) override { return inner_.outbox_of(id); }
  std::optional<TokenRow> find_token(std::string_view sha256) override { return inner_.find_token(sha256); }
  std::vector<TokenRow> tokens() override { return inner_.tokens(); }
  std::optional<std::string> setting(std::string_view name) override { return inner_.setting(name); }

  std::optional<Person> person_of_case(std::string_view id) override { return persons().person_of_case(id); }
  std::vector<Person> persons_named(std::string_view shop, std::string_view id) override {
    return persons().persons_named(shop, id);
  }
  std::vector<Person> persons_waiting(Instant now, int limit) override { return persons().persons_waiting(now, limit); }
  std::vector<std::string> cases_of_person(std::int64_t number) override { return persons().cases_of_person(number); }
  KeptOfPerson kept_of_person(std::int64_t number) override { return persons().kept_of_person(number); }
  bool file_is_needed(std::string_view sha256) override { return persons().file_is_needed(sha256); }

 protected:
  PersonReads& persons() { return *persons_of(inner_); }

  Port& inner_;
  FlawMemory& memory_;
};

class FlawedWriter final : public FlawedReads<StoreWriter>, public PersonWrites {
 public:
  using FlawedReads::FlawedReads;

  Entry record(Record record) override;
  Entry record_office(OfficeRecord record) override { return inner_.record_office(std::move(record)); }
  void outbox_attempted(std::string_view key, Instant next_at, std::string_view failure) override {
    inner_.outbox_attempted(key, next_at, failure);
  }
  void outbox_delivered(std::string_view key, Instant at) override { inner_.outbox_delivered(key, at); }
  void outbox_woken(Instant now) override { inner_.outbox_woken(now); }
  void put_token(TokenRow const& token) override { inner_.put_token(token); }
  void put_setting(std::string_view name, std::string_view value) override { inner_.put_setting(name, value); }
  void put_picture(std::string_view sha256, PictureMark const& picture) override {
    inner_.put_picture(sha256, picture);
  }
  void put_person(Person const& person) override { persons_of_writer(inner_)->put_person(person); }
  void destroy_words(std::int64_t number) override { persons_of_writer(inner_)->destroy_words(number); }

 private:
  Entry record_flawed(Record record);
  void put_off(std::string const& table, std::string const& where);
};

extern template class FlawedReads<StoreReader>;
extern template class FlawedReads<StoreWriter>;

}  // namespace redress::simulation
