// The method table: which part of the house carries out which documented method.
#pragma once

#include "api/rpc/dispatcher.hpp"
#include "api/seam/clock.hpp"
#include "api/service/audit_desk.hpp"
#include "api/service/case_reading.hpp"
#include "api/service/reveal_desk.hpp"
#include "api/service/rulebook_desk.hpp"
#include "api/service/runner.hpp"
#include "api/service/subject_desk.hpp"
#include "api/service/tokens.hpp"

namespace redress::api {

/// Borrowed: all of it outlives the dispatcher. `sandbox_clock` is null outside the sandbox.
struct Desks {
  Store& store;
  RulebooksInForce const& books;
  Clock const& clock;
  VirtualClock* sandbox_clock;
  Ids& ids;
  CaseDesk& cases;
  CaseReading& reading;
  AuditDesk& audit;
  Runner& runner;
  TokenDoor& door;
  RulebookDesk& rulebooks;
  SubjectDesk& subjects;
  RevealDesk& reveals;
};

std::map<std::string, rpc::Handle, std::less<>> handles_of(Desks desks);

}  // namespace redress::api
