// Lists and ends sessions of the console: everyone their own, an admin anyone's. Thread-safe.
#pragma once

#include "api/service/case_desk.hpp"
#include "api/service/sessions.hpp"

namespace redress::api {

class SessionDesk {
 public:
  SessionDesk(Store& store, SessionDoor& sessions) : store_(store), sessions_(sessions) {}

  /// session.list {of?: user or token id, or "everyone"} -> {sessions}
  AnswerText list(DeskCall const& call) const;
  /// session.end {id} -> {id}
  AnswerText end(DeskCall const& call) const;

 private:
  /// Those the caller may see and end.
  std::vector<Session> within_reach(Actor const& actor) const;

  Store& store_;
  SessionDoor& sessions_;
};

}  // namespace redress::api
