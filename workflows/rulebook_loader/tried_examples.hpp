// What the files of a book say beside its rules: the examples of its rules and deadlines with the answers they demand,
// and the events and slots it leaves open on purpose.
#pragma once

#include "engine/rules/consult.hpp"
#include "engine/rules/situation.hpp"
#include "workflows/rulebook_loader/library.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace redress::rules {

/// One example and what its item answers to it as the files stand: a rule its verdict, a deadline its due time.
struct ToldExample {
  std::string id;
  Facts facts;
  std::vector<Evidence> evidence;
  Instant at;
  bool in_force = true;
  std::optional<Verdict> verdict = {};  // of a rule
  bool applies = true;
  bool refuses = false;
  std::optional<Instant> due = {};  // of a deadline; none: not due then

  Situation situation() const { return {facts, evidence}; }
};

struct BookNotes {
  std::vector<ToldExample> examples;
  std::set<std::string, std::less<>> silent_on;  // events and slots
};

/// Of one book of these files, which all load; nothing of a book that is not among them.
BookNotes notes_of(std::span<BookSource const> sources, Names const& names, std::string_view book_id);

}  // namespace redress::rules
