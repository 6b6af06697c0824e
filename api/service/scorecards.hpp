// Scorecards 质检: what a manager or an auditor thinks of how a case was handled, criterion by criterion.
//
// A card is an office entry of the case's shop (`quality_scored`) and is never changed: another card says otherwise.
// It names the checkpoint of the draw the case came from, where it came from one. The note is committed to. Calls block
// until they are durable. Thread-safe.
#pragma once

#include "api/service/audit_desk.hpp"
#include "api/service/office.hpp"

#include <span>

namespace redress::api {

inline constexpr std::size_t scorecards_of_case_max = 20;
inline constexpr std::size_t scored_cases_of_month_max = 5000;  // of a shop, by the Beijing month of the card

/// What is judged. Points are whole, 0 to points_max; all of them together are 100.
struct Criterion {
  std::string_view id;
  Says says;
  int points_max;
};

std::span<Criterion const> quality_criteria();

/// Our own mark: a card with fewer points than this share of those it could have is failing.
inline constexpr std::int64_t passing_percent = 60;

class Scorecards {
 public:
  Scorecards(Store& store, Clock const& clock, Ids& ids, AuditDesk& audit)
      : store_(store), clock_(clock), ids_(ids), audit_(audit), office_(store, clock, ids) {}

  /// quality.score {case_id, checkpoint?, scores: [{criterion, points}], note, request_id} -> the card
  AnswerText score(DeskCall const& call) const;
  /// quality.list {shop?, case_id?, from?, to?, failing?} -> {cards, criteria, passing_percent}; of one case, else of
  /// the shop's months from..to
  AnswerText list(DeskCall const& call) const;

 private:
  Store& store_;
  Clock const& clock_;
  Ids& ids_;
  AuditDesk& audit_;
  Office office_;
};

}  // namespace redress::api
