// Answers `pack.create`: makes everything of a case's pack but the files of evidence, and signs it (docs/packs.md).
//
// Reads only; what it signs it made itself. Thread-safe; a call takes as long as the ledger takes to be re-read, and
// about a quarter of a second for the cover.
#pragma once

#include "api/packs/documents.hpp"
#include "api/service/audit_desk.hpp"

namespace redress::packs {

inline constexpr std::size_t pack_entries_max =
    1000;  // each has a receipt with the whole rulebook in it: 256 MiB of documents

/// Which pack is wanted.
struct PackWish {
  std::string case_id;
  std::vector<std::string> withhold = {};  // ids of evidence whose bytes stay out
  std::string for_call = {};  // a call of the platform whose limits every exhibit must keep; empty: none is asked
};

/// Whether the bytes of a file are still held.
using IsHeld = std::function<bool(std::string_view sha256)>;

class PackDesk {
 public:
  PackDesk(Store& store, api::RulebooksInForce const& books, api::AuditDesk& audit, IsHeld is_held,
           std::string software)
      : store_(store), books_(books), audit_(audit), is_held_(std::move(is_held)), software_(std::move(software)) {}

  /// {case_id, withhold?, squeezed?, for?} -> {name, time, files: [{path, sha256, pieces}], exhibits: [{path, sha256,
  /// size}], shared}. With `squeezed`, files and shared are empty and stand in member `squeezed`: gzip of their JSON,
  /// base64. Faults `not_found`, `invalid_params` (no such evidence, no such call), `evidence_rejected` (an exhibit is
  /// past a limit of the call asked for), `version_conflict` (the case does not stand still), `too_large`,
  /// `ledger_broken`, `internal`.
  api::AnswerText create(api::DeskCall const& call);

  /// The same before it is put into an answer.
  Result<PackContent> content_of(PackWish const& wish, Actor const& actor);

 private:
  Result<Story> read(PackWish const& wish, Actor const& actor);
  /// Signs the ledger and makes the receipts; nothing is proven of a case that the store tells otherwise.
  Result<void> prove(Story& story);
  bool still_stands(Story const& story);

  Store& store_;
  api::RulebooksInForce const& books_;
  api::AuditDesk& audit_;
  IsHeld is_held_;
  std::string software_;
};

}  // namespace redress::packs
