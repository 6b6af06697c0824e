// What every item of a rulebook has: id, citation, confidence, dates, scope and sentence.
#pragma once

#include "engine/rules/rulebook.hpp"
#include "engine/rules/situation.hpp"
#include "workflows/rulebook_loader/condition.hpp"
#include "workflows/rulebook_loader/members.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redress::rules {

/// One example of an item that did not fail, for the book below to be asked about.
struct Tried {
  std::string id;
  Facts facts;
  std::vector<Evidence> evidence;
  Instant at;

  Situation situation() const { return {facts, evidence}; }
};

/// Shared by all items of one file.
struct ItemContext {
  FileCheck& check;
  std::string version;  // of the file; may be empty
  std::vector<Tried> tried = {};
  std::vector<PlacedText> vocabularies_named = {};
  std::vector<PlacedText> breaches_named = {};
};

struct ItemHead {
  std::string id;
  Citation cites;
  Confidence confidence = Confidence::unverified;
  Span span;
  std::optional<cel::Program> when;
  Says says;
};

/// Capital letters and digits in groups joined by hyphens, the last of which may end in small letters: "TB-RU-005",
/// "D-04c".
bool is_item_id(std::string_view id);

/// Reads the members id, cites, confidence, from, to, when and says.
ItemHead read_head(Members const& members, ItemContext& context);

/// A member that holds an expression; nothing if it is absent or does not compile.
std::optional<cel::Program> read_condition(Members const& members, std::string_view name, cel::Type expected, Need need,
                                           ItemContext& context);

/// The member `on`: patterns, each of which covers an event of some workflow.
std::vector<std::string> read_patterns(Members const& members, Need need);

/// Reports a pattern of `on` that covers no event of any workflow.
void check_event_pattern(PlacedText const& pattern, FileCheck& check);

/// A member that is a list of lists of evidence kinds, none of them empty.
std::vector<std::vector<std::string>> read_kind_groups(Members const& members, std::string_view name);

/// "a" and "b" of the member are one of the names; suggests the nearest otherwise.
void check_known(PlacedText const& text, std::set<std::string, std::less<>> const& known, Says const& what,
                 FileCheck& check);

}  // namespace redress::rules
