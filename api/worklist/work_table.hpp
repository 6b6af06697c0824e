// One short row for every case and one for every move of it, in memory: what queue tabs and the board count.
//
// Made from the ledger's entries alone, in their order, so a table that took the same entries is the same table
// (docs/board.md says what every column means). Times are milliseconds, of moves whole seconds; 0 is "never". About 140
// bytes a case and 24 a move. Used by one thread at a time.
#pragma once

#include "engine/cases/entry.hpp"
#include "engine/cases/party.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace redress::api {

/// Short numbers for words that come again and again; 0 is "".
class Words16 {
 public:
  Words16();
  /// Words beyond the 65,535th are all the last.
  std::uint16_t number_of(std::string_view word);
  std::optional<std::uint16_t> find(std::string_view word) const;
  std::string const& word(std::uint16_t number) const { return words_[number]; }
  std::size_t size() const { return words_.size(); }

 private:
  std::vector<std::string> words_;
  std::unordered_map<std::string, std::uint16_t> numbers_;
};

struct WorkRow {
  std::uint32_t id_at = 0;    // in the table's text of ids
  std::uint32_t open_at = 0;  // place among the open cases, while it is one
  std::uint16_t id_length = 0;
  std::uint16_t shop = 0;
  std::uint16_t kind = 0;
  std::uint16_t state = 0;
  std::uint16_t currency = 0;
  std::uint16_t assignee = 0;      // 0: nobody
  std::uint16_t responded_by = 0;  // who made the seller's first accepted move
  Party owed_by = Party::nobody;   // of the due time; nobody where there is none
  bool begun = false;              // its opening was accepted
  bool final = false;
  bool asked_platform = false;
  bool waits_for_evidence = false;
  bool flagged = false;
  std::int64_t due_ms = 0;
  std::int64_t opened_ms = 0;
  std::int64_t entered_ms = 0;  // the present state
  std::int64_t closed_ms = 0;
  std::int64_t responded_ms = 0;
  std::int64_t assigned_ms = 0;
  std::int64_t approval_until_ms = 0;  // an override waits for a second person until then
  std::int64_t claimed_minor = 0;
};

/// How a case stood after an entry that was an attempt to move it, or that moved its due time.
struct WorkMove {
  std::uint32_t case_at = 0;
  std::uint32_t at_s = 0;
  std::uint32_t due_s = 0;
  std::uint32_t stayed_s = 0;  // in the state it left
  std::uint16_t person = 0;
  std::uint8_t from = 0;
  std::uint8_t to = 0;
  std::uint8_t event = 0;
  Party owed_by : 4 = Party::nobody;
  bool accepted : 1 = false;
  bool final : 1 = false;
  bool of_seller : 1 = false;
};

class WorkTable {
 public:
  /// The next entry of the ledger: its `seq` is position().
  void take(Entry const& entry);
  std::int64_t position() const { return position_; }

  std::span<WorkRow const> rows() const { return rows_; }
  std::span<std::uint32_t const> open_rows() const { return open_; }  // in no order
  std::span<WorkMove const> moves() const { return moves_; }          // in the ledger's order
  std::string_view id_of(WorkRow const& row) const { return std::string_view(ids_).substr(row.id_at, row.id_length); }
  WorkRow const* find(std::string_view case_id) const;

  Words16 const& shops() const { return shops_; }
  Words16 const& kinds() const { return kinds_; }
  Words16 const& states() const { return states_; }  // of all kinds together; fewer than 256, like events
  Words16 const& events() const { return events_; }
  Words16 const& people() const { return people_; }
  Words16 const& currencies() const { return currencies_; }
  /// The role somebody acted in last.
  std::optional<Role> role_of(std::uint16_t person) const;

 private:
  std::size_t slot_of(std::string_view case_id) const;
  void grow_slots();
  std::uint32_t row_for(std::string_view case_id);
  void keep_open(std::uint32_t at);
  void take_attempt(WorkRow& row, boost::json::object const& entry, bool accepted);
  void take_standing(WorkRow& row, boost::json::object const& entry, std::int64_t at_ms);

  std::int64_t position_ = 0;
  std::vector<WorkRow> rows_;
  std::vector<std::uint32_t> open_;
  std::vector<WorkMove> moves_;
  std::string ids_;
  std::vector<std::uint32_t>
      slots_;  // by hash of the id, open addressing: the row's place plus 1, 0 where there is none
  Words16 shops_, kinds_, states_, events_, people_, currencies_;
  std::vector<Role> roles_;  // by person
};

}  // namespace redress::api
