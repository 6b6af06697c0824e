// Everything a pack tells of one case, read in one view of the store and proven in one checkpoint.
#pragma once

#include "api/packs/exhibits.hpp"
#include "api/packs/statement.hpp"
#include "api/service/answer.hpp"
#include "api/service/loaded_case.hpp"
#include "engine/ledger/receipt.hpp"

#include <optional>
#include <string>
#include <vector>

namespace redress::packs {

using api::text_of;

/// An entry of the trail with its parsed members.
struct StoryEntry {
  Entry entry;
  boost::json::object members;
};

struct Story {
  api::LoadedCase loaded;
  std::optional<Order> order = {};
  std::vector<StoryEntry> trail;               // from case_seq 0, all of them
  std::vector<ledger::Receipt> receipts = {};  // one an entry, in the same order, under one checkpoint
  std::string checkpoint = {};                 // its signed note
  TreeHead tree = {};
  std::string vkey = {};
  std::vector<rules::NeedVerdict> needs = {};  // the checklist as of the last entry
  std::vector<Exhibit> exhibits = {};

  Instant last_at() const;
  std::string case_seq_name(std::size_t index) const;  // "0007": also the order of the receipts' files
};

/// A rule that was consulted about the case and applied to it: the clause, and what it said when.
struct Clause {
  std::string id;
  std::string version;
  std::string cites;
  std::string confidence;
  Says says;                                                   // as it was said last
  std::vector<std::pair<std::int64_t, std::string>> verdicts;  // case_seq and verdict; runs of one verdict once
};

/// In the order of their ids.
std::vector<Clause> clauses_of(Story const& story);

}  // namespace redress::packs
