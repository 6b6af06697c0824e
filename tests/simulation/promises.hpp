// What the system has promised so far, and whether it is kept: the judge of a simulation.
//
// Reads entries by itself as they come, keeps a model of every case out of them, and holds answers, receivers and rows
// against it. Looks at the real store, below any planted defect. What is broken goes to World::broken. One thread.
#pragma once

#include "engine/cases/store.hpp"
#include "storage/sqlite/sqlite_store.hpp"
#include "tests/simulation/world.hpp"

#include <boost/json.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace redress::simulation {

/// One call as its caller sent it.
struct Asked {
  Actor actor;
  std::string method;
  boost::json::object params;
};

/// A case as its entries tell it.
struct SeenCase {
  std::string id = {}, shop = {}, kind = {}, platform = {}, order_id = {}, state = {};
  std::int64_t version = 0;
  bool final = false;
  std::optional<Instant> due = {};
  bool deadline_was_refused = false;  // by its last entry
  std::string last_hash = {};
};

class Promises {
 public:
  explicit Promises(World& world) : world_(world) {}

  /// An answer has left the house.
  void answered(Asked const& asked, std::string const& response);

  /// After every step: what is new. `same_moment`: the clock stands as it stood when the entries were made.
  void look(storage::SqliteStore& store, bool same_moment);
  /// After every start: everything that was promised before is still there, and everything verifies.
  void after_start(storage::SqliteStore& store);
  /// After a pass of the runner that went through, with nothing gathered before it.
  void after_pass();
  /// When all is calm, everybody was told and nothing is under way.
  void at_end(storage::SqliteStore& store);

  std::map<std::string, SeenCase> const& cases() const { return cases_; }
  /// When a deadline last took a case on.
  std::optional<Instant> last_fired() const { return last_fired_; }
  std::int64_t entries() const { return std::ssize(hashes_); }

 private:
  struct Effect {
    std::string key, kind, case_id;
    std::int64_t minor = 0;
  };
  struct FirstAnswer {
    std::string told;              // to the caller
    std::string compared_as = {};  // what was stored when the two were last found to say the same
  };

  void take(Entry const& entry, bool same_moment, StoreReader& reader);
  void take_attempt(boost::json::object const& told, SeenCase& seen, bool same_moment);
  void check_row(boost::json::object const& told, SeenCase const& seen);
  void check_money(StoreReader& reader, SeenCase const& seen);
  void check_kept(StoreReader& reader, std::pair<std::string, std::string> const& request, FirstAnswer& answer);
  void check_verify(storage::SqliteStore& store);
  void check_replay(Asked const& asked, boost::json::object const& response);
  void check_own(Asked const& asked, boost::json::object const& entry);
  void check_receivers(StoreReader& reader);
  void check_shops(Asked const& asked, boost::json::object const& response);

  World& world_;
  std::vector<std::string> hashes_;  // by seq
  std::set<std::string> entry_ids_;
  std::optional<Instant> last_fired_;
  std::set<std::pair<std::string, std::string>> requests_;  // actor, request id: each at most one entry
  std::map<std::string, SeenCase> cases_;
  std::vector<Effect> effects_;                                               // of accepted entries
  std::map<std::pair<std::string, std::string>, FirstAnswer> first_answers_;  // by actor and request id
  std::set<std::string> acknowledged_;                                        // entry ids
};

}  // namespace redress::simulation
