// What managers ask about a person and do with them: look, erase, hold, release (docs/privacy.md).
//
// Every change is an office entry of the shop, written with the change in one transaction. Params have passed their
// schema. The methods block until the disk has it; they run where reads run. Thread-safe.
#pragma once

#include "api/service/shredding.hpp"

namespace redress::api {

class SubjectDesk {
 public:
  SubjectDesk(Store& store, Clock const& clock, Office office, Shredder& shredder)
      : store_(store), clock_(clock), office_(office), shredder_(shredder) {}

  AnswerText get(DeskCall const& call);
  AnswerText erase(DeskCall const& call);
  AnswerText hold(DeskCall const& call);
  AnswerText release(DeskCall const& call);

 private:
  struct Change;
  template <class Changes>
  AnswerText change(DeskCall const& call, Changes changes);

  Store& store_;
  Clock const& clock_;
  Office office_;
  Shredder& shredder_;
};

}  // namespace redress::api
