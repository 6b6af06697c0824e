// One rulebook file, read: a book of a platform, a part that books include, or a shop's book that stands on one.
#pragma once

#include "workflows/rulebook_loader/shop_items.hpp"

#include <optional>
#include <string>
#include <vector>

namespace redress::rules {

/// An event no rule speaks of, or a slot without a deadline, on purpose.
struct Silence {
  PlacedText name;  // "refund.withdraw", "*.payout_confirmed", "delay.notify_buyer"
  std::string because;
};

struct Part {
  std::string name;                     // the file's stem
  std::optional<std::string> platform;  // a book's; "*" for any; a part has none
  std::optional<PlacedText> shop;       // whose book it is; only a shop's has what follows
  PlacedText extends;                   // the book it stands on
  std::vector<Placed<Tightening>> tightenings;
  std::vector<PlacedText> removals;
  std::vector<Placed<Rule>> authority;
  std::vector<Tried> tried;  // examples of rules and deadlines
  std::string version;
  Says title;
  VersionSelector version_selector = VersionSelector::at_decision_time;
  std::vector<PlacedText> includes;
  std::vector<Placed<Vocabulary>> vocabularies;
  std::vector<Placed<Rule>> rules;
  std::vector<Placed<Deadline>> deadlines;
  std::vector<Placed<Compensation>> compensations;
  std::vector<Placed<EvidenceNeed>> evidence_needs;
  std::vector<Placed<RiskSignal>> risks;
  std::vector<Silence> silences;
  std::vector<PlacedText> vocabularies_named;  // by conditions
  std::vector<PlacedText> breaches_named;      // by rules
  Place place;                                 // of its name
  bool is_book() const { return platform || shop; }
  bool sound = true;  // nothing was wrong in this file
};

/// Reads the file and tries its examples; what is wrong goes to `findings`.
Part read_part(BookSource const& source, Names const& names, std::vector<Finding>& findings);

}  // namespace redress::rules
