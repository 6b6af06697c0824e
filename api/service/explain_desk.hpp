// Answers why: what the rules say if something were otherwise, what would be decided now, what was decided and why.
//
// Reads only, on a snapshot; nothing is ever written. Params have passed their schema. What is told depends on the
// reader: by default the caller's own, and never one above it (docs/explain.md). Thread-safe.
#pragma once

#include "api/service/answer.hpp"
#include "api/service/case_desk.hpp"
#include "engine/rules/reader.hpp"
#include "workflows/rulebook_loader/library.hpp"

namespace redress::api {

class ExplainDesk {
 public:
  ExplainDesk(Store& store, RulebooksInForce const& books, Clock const& clock)
      : store_(store), books_(books), clock_(clock) {}

  AnswerText check(DeskCall const& call) const;    // rules.check: {case_id, event, facts?, params?, evidence?}
  AnswerText explain(DeskCall const& call) const;  // rules.explain: {case_id, event} or {entry_id}

 private:
  AnswerText explain_now(DeskCall const& call, rules::Reader reader) const;
  AnswerText explain_entry(DeskCall const& call, rules::Reader reader) const;

  Store& store_;
  RulebooksInForce const& books_;
  Clock const& clock_;
};

/// The most that a role may be told; buyers have no role of their own.
rules::Reader reader_of(Role role);

}  // namespace redress::api
