// Shreds persons: by request, when their period ends, and again after an older database was restored.
//
// One shred is one transaction (entry, key, texts); its traces outside of it - the erasure list, the files, the
// write-ahead log - follow, and are tried again until they succeed, also by the next start. Thread-safe.
#pragma once

#include "api/service/erasure_list.hpp"
#include "api/service/office.hpp"
#include "engine/cases/persons.hpp"

#include <functional>
#include <map>
#include <mutex>

namespace redress::api {

/// When the last period of the person's cases ends, at the earliest; and whether one of the cases is still open.
struct RetentionEnd {
  Instant at;
  bool open_case = false;
};
RetentionEnd retention_end(StoreReader& store, Person const& person, Instant now);

/// The entry of a shred and what becomes of the person; nothing is written yet. `more` joins the entry's params.
struct Shred {
  OfficeRecord record;
  Person after;
};
Shred prepare_shred(StoreReader& store, Office const& office, Actor const& actor, std::string request_id,
                    Person const& person, boost::json::object const& more = {});

/// Inside a unit: the entry, then the words.
void write_shred(StoreWriter& store, Shred shred);

class Shredder {
 public:
  /// What lies outside of the Store port.
  struct Outside {
    std::function<void(std::string const& sha256)> remove_file;  // throws FaultError
    std::function<bool()> cut_log;                               // false: ask again later
  };

  Shredder(Store& store, Clock const& clock, Office office, ErasureList list, Outside outside)
      : store_(store), clock_(clock), office_(office), list_(std::move(list)), outside_(std::move(outside)) {}

  /// At the start: everyone on the list who is here again.
  void replay();

  /// Everyone whose time has come, and what earlier shreds left behind. One whose rows or files cannot be read keeps
  /// nobody else waiting: it is tried again next time, and logged once while it fails with the same words.
  void run_due();

 private:
  void or_later(Person const& person, std::function<void()> const& step);
  void shred_if_over(std::int64_t number, std::string const& shop, std::string const& id);
  void remove_traces(Person person);

  Store& store_;
  Clock const& clock_;
  Office office_;
  std::mutex pass_;
  ErasureList list_;
  Outside outside_;
  std::map<std::int64_t, std::string> unfinished_;  // persons by number: how they failed when they were tried last
};

}  // namespace redress::api
