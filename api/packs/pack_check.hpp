// Checks an opened pack step by step (docs/packs.md, section 5) and says in both languages what was shown and what not.
//
// Pure: needs no server, store or network. A pinned key is one the reader got elsewhere.
#pragma once

#include "api/packs/zip_reader.hpp"
#include "engine/ledger/receipt_check.hpp"

#include <optional>
#include <vector>

namespace redress::packs {

/// In the order they are checked and reported.
enum class PackStep {
  archive,
  bag,
  manifest,
  tagmanifest,
  key,
  seal,
  checkpoint,
  receipts,
  trail,
  head,
  exhibits,
  story,
};

std::string_view name_of(PackStep step);

struct CheckedPackStep {
  PackStep step;
  ledger::StepOutcome outcome = ledger::StepOutcome::unchecked;
  Says says = {};
  std::string file = {};  // the first file that is wrong, where one is
};

struct PackReport {
  std::vector<CheckedPackStep> steps;  // every step, once
  std::string case_id = {};
  std::int64_t entries = 0;
  std::int64_t exhibits = 0;
  std::int64_t withheld = 0;  // exhibits whose bytes are not in the pack
  std::string vkey = {};
  bool pinned = false;

  bool ok() const;
  CheckedPackStep const* first_wrong() const;
};

/// Every step, the first of them that `pack` could be opened.
PackReport check_pack(OpenedPack const& pack, std::optional<ledger::VerifierKey> const& pinned = {});

/// The report of a ZIP that could not be opened: `archive` is wrong, all else unchecked.
PackReport unopened(Fault const& fault);

/// {ok, pinned, case_id, entries, exhibits, withheld, vkey, steps: [{step, outcome, says, file?}], first_wrong?}
boost::json::object to_json(PackReport const& report);

}  // namespace redress::packs
