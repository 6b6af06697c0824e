// Writes acts that concern no case into the ledger, with the texts that may be personal beside it, and reads them back.
//
// Which acts there are: docs/ledger-format.md, "Office entries". Thread-safe.
#pragma once

#include "api/seam/ids.hpp"
#include "api/service/answer.hpp"
#include "api/service/case_desk.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace redress::api {

/// An act as whoever does it describes it.
struct OfficeNote {
  std::string shop;  // "": the whole deployment
  std::string event;
  boost::json::object params = {};
  std::vector<std::pair<std::string, std::string>> personal = {};  // name, text: free words, committed to
};

class Office {
 public:
  Office(Store& store, Clock const& clock, Ids& ids) : store_(store), clock_(clock), ids_(ids) {}

  /// Draws what the entry needs; nothing is written until StoreWriter::record_office().
  OfficeRecord draft(Actor const& actor, std::string request_id, OfficeNote note) const;

  /// audit.office {shop?, cursor?, limit?} -> {entries, next_cursor?}, oldest first. Without a shop: what concerns the
  /// whole deployment, shown to callers that are bound to no shop.
  AnswerText trail(DeskCall const& call) const;

 private:
  Store& store_;
  Clock const& clock_;
  Ids& ids_;
};

/// What this request id was answered before, marked as replayed, or that it was used for something else; nothing for a
/// new one, or for a call without one.
std::optional<AnswerText> earlier_answer(StoreReader& store, DeskCall const& call);

/// The answer as it is kept with the act; nothing for a call without a request id.
std::optional<StoredAnswer> answer_to_keep(DeskCall const& call, Instant at, AnswerText text);

}  // namespace redress::api
