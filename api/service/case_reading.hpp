// Answers questions about cases: get, list, actions, trail. Reads only, on a snapshot.
//
// Params have passed their schema. Every method answers with text as CaseDesk does. Thread-safe.
#pragma once

#include "api/service/answer.hpp"
#include "api/service/case_desk.hpp"
#include "workflows/rulebook_loader/library.hpp"

namespace redress::api {

class CaseReading {
 public:
  CaseReading(Store& store, RulebooksInForce const& books, Clock const& clock)
      : store_(store), books_(books), clock_(clock) {}

  AnswerText get(DeskCall const& call);
  AnswerText list(DeskCall const& call);
  AnswerText actions(DeskCall const& call);
  AnswerText trail(DeskCall const& call);
  AnswerText outbox(DeskCall const& call);  // what waits to be delivered

 private:
  template <class Body>
  AnswerText on_case(DeskCall const& call, Body body);

  Store& store_;
  RulebooksInForce const& books_;
  Clock const& clock_;
};

}  // namespace redress::api
