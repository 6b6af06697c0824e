// One short row for every case and one for every move of it: what queue tabs and the board count.
//
// Made from the ledger's entries alone, in their order, so a table that took the same entries is the same table
// (docs/board.md says what every column means). Used by one thread at a time.
#pragma once

#include "api/worklist/work_records.hpp"
#include "engine/cases/entry.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace redress::api {

/// Raised by whoever changes what `take` makes of an entry: a file made under another revision is left aside.
inline constexpr std::uint32_t work_table_revision = 2;

class WorkTable {
 public:
  WorkTable() = default;
  /// Goes on where these records end.
  explicit WorkTable(WorkRecords kept);

  /// The next entry of the ledger: its `seq` is position().
  void take(Entry const& entry);
  std::int64_t position() const { return kept_.position; }

  std::span<WorkRow const> rows() const { return kept_.rows.all(); }
  std::span<std::uint32_t const> open_rows() const { return open_; }     // in no order
  std::span<WorkMove const> moves() const { return kept_.moves.all(); }  // in the ledger's order
  std::string_view id_of(WorkRow const& row) const { return {kept_.ids.all().data() + row.id_at, row.id_length}; }
  WorkRow const* find(std::string_view case_id) const;

  Words16 const& shops() const { return kept_.shops; }
  Words16 const& kinds() const { return kept_.kinds; }
  Words16 const& states() const { return kept_.states; }  // of all kinds together; fewer than 256, like events
  Words16 const& events() const { return kept_.events; }
  Words16 const& people() const { return kept_.people; }
  Words16 const& currencies() const { return kept_.currencies; }
  /// The role somebody acted in last.
  std::optional<Role> role_of(std::uint16_t person) const;

  /// For the file that keeps them: it puts its own pages in the place of ours, with the same bytes in them.
  WorkRecords& records() { return kept_; }

 private:
  // By hash of the id, open addressing: the half of the hash that does not choose the slot above the row's place plus
  // 1; 0 where there is none. The half of the hash spares looking at the ids of others, which would be read from the
  // file.
  using Slot = std::uint64_t;

  std::size_t slot_of(std::string_view case_id) const;
  void make_slots(std::size_t count);
  std::uint32_t row_for(std::string_view case_id);
  void keep_open(std::uint32_t at);
  void take_attempt(WorkRow& row, boost::json::object const& entry, bool accepted);
  void take_standing(WorkRow& row, boost::json::object const& entry, std::int64_t at_ms);

  WorkRecords kept_;
  std::vector<std::uint32_t> open_;
  std::vector<Slot> slots_;
};

}  // namespace redress::api
