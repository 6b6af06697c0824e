// One rulebook file, read: a book of a platform, a part that books include, or a shop's book that stands on one.
#pragma once

#include "workflows/rulebook_loader/calendar_item.hpp"
#include "workflows/rulebook_loader/shop_items.hpp"

#include <memory>
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
  CalendarPointer own_calendar;  // the public days this file itself gives
  CalendarPointer calendar;      // what its conditions count by: of a shop's file with the shop's own hours
  std::optional<std::vector<Placed<Reminder>>> reminders;  // a shop's stand in place of the platform's, also when empty
  std::vector<Placed<Effort>> efforts;
  std::vector<Silence> silences;
  std::vector<PlacedText> vocabularies_named;  // by conditions
  std::vector<PlacedText> breaches_named;      // by rules
  Place place;                                 // of its name
  bool is_book() const { return platform || shop; }
  bool sound = true;  // nothing was wrong in this file
};

/// A file whose tree is there and whose items are not read yet. Borrows all of what it is made of.
class OpenedFile {
 public:
  OpenedFile(BookSource const& source, Names const& names, std::vector<Finding>& findings);
  OpenedFile(OpenedFile const&) = delete;
  OpenedFile& operator=(OpenedFile const&) = delete;

  BookSource const& source() const { return source_; }
  bool is_shops() const;
  std::string extends() const;                // "" if it extends nothing
  std::vector<std::string> includes() const;  // names as written

  /// The public days the file gives; none if it gives none. What is wrong with them is found once.
  CalendarPointer const& own_calendar();

  /// Reads the items and tries their examples; `calendar` is the public one its conditions count by.
  Part read(CalendarPointer calendar);

 private:
  YamlNode const* member(std::string_view name) const;

  BookSource const& source_;
  SourceText text_;
  FileCheck check_;
  bool clean_ = true;  // nothing was wrong so far; findings of other files come in between
  std::optional<YamlNode> root_;
  bool calendar_read_ = false;
  CalendarPointer own_calendar_;
};

}  // namespace redress::rules
