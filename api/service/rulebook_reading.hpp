// Shows rulebooks as texts: which are in force and were before, what one says, how two differ, and whether a text would
// do. Reads only; putting books in force is the RulebookDesk's.
//
// Texts of earlier versions are those the store keeps by digest, so every version an entry names can be read. Thread-
// safe; `try_text` takes as long as checking all books does (about as long as starting).
#pragma once

#include "api/service/rule_examples.hpp"
#include "api/service/rulebook_desk.hpp"

namespace redress::api {

class RulebookReading {
 public:
  RulebookReading(Store& store, RulebooksInForce const& books, RulebookFolder folder,
                  std::shared_ptr<RuleExamples> examples)
      : store_(store), books_(books), folder_(std::move(folder)), examples_(std::move(examples)) {}

  /// rules.books {} -> {books: [{book, shop, digest, since, versions: [{digest, from, from_seq, by, role,
  /// entry_id?}]}]}
  AnswerText books(DeskCall const& call) const;
  /// rules.book {book, digest?} -> {book, digest, text, files: [{name, text}], examples: {item id: [...]}}
  AnswerText book(DeskCall const& call) const;
  /// rules.diff {book, old, new} -> {changes, findings}
  AnswerText diff(DeskCall const& call) const;
  /// rules.try {book, text} -> {ok, findings, changes}
  AnswerText try_text(DeskCall const& call) const;

 private:
  Store& store_;
  RulebooksInForce const& books_;
  RulebookFolder folder_;
  std::shared_ptr<RuleExamples> examples_;
};

}  // namespace redress::api
