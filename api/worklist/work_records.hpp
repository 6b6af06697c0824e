// What a work table is made of: a row for every case, a move for every step of it, and the words behind their numbers.
//
// Rows and moves are nothing but their bytes, so that they can lie in a file (work_file.hpp). Times are milliseconds,
// of moves whole seconds; 0 is "never". 104 bytes and an id a case, 24 a move (docs/board.md says what every column
// means).
#pragma once

#include "engine/cases/party.hpp"
#include "storage/common/growing_bytes.hpp"

#include <array>
#include <cstdint>
#include <optional>
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

  bool operator==(WorkRow const&) const = default;
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

  bool operator==(WorkMove const&) const = default;
};

/// All that is kept of a table; its index of ids and its list of open cases follow from it.
struct WorkRecords {
  std::int64_t position = 0;   // how many entries of the ledger were taken
  std::string last_hash = {};  // of the last of them
  storage::GrowingArray<WorkRow> rows = {};
  storage::GrowingArray<WorkMove> moves = {};  // in the ledger's order
  storage::GrowingArray<char> ids = {};
  Words16 shops = {}, kinds = {}, states = {}, events = {}, people = {}, currencies = {};
  std::vector<Role> roles = {};  // by person; what somebody acted in last

  /// What lies in a file, in the order it lies there.
  std::array<storage::GrowingBytes*, 3> parts() { return {&rows.bytes(), &moves.bytes(), &ids.bytes()}; }
  std::array<Words16*, 6> words() { return {&shops, &kinds, &states, &events, &people, &currencies}; }
};

}  // namespace redress::api
