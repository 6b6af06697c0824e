// The method table: which part of the house carries out which documented method.
#pragma once

#include "api/audit/verify_runs.hpp"
#include "api/packs/pack_desk.hpp"
#include "api/rpc/dispatcher.hpp"
#include "api/seam/clock.hpp"
#include "api/server/import_desk.hpp"
#include "api/service/audit_desk.hpp"
#include "api/service/case_reading.hpp"
#include "api/service/case_search.hpp"
#include "api/service/evidence_reading.hpp"
#include "api/service/key_desk.hpp"
#include "api/service/reveal_desk.hpp"
#include "api/service/rulebook_desk.hpp"
#include "api/service/runner.hpp"
#include "api/service/session_desk.hpp"
#include "api/service/subject_desk.hpp"
#include "api/service/tokens.hpp"
#include "api/service/user_desk.hpp"
#include "api/worklist/worklist.hpp"

namespace redress::api {

class SecondFactorDesk;

namespace webhooks {
class HookDesk;
}

/// Borrowed: all of it outlives the dispatcher. `sandbox_clock` is null outside the sandbox.
struct Desks {
  Store& store;
  RulebooksInForce const& books;
  Clock const& clock;
  VirtualClock* sandbox_clock;
  Ids& ids;
  CaseDesk& cases;
  CaseReading& reading;
  EvidenceReading const& evidence;
  AuditDesk& audit;
  Runner& runner;
  TokenDoor& door;
  RulebookDesk& rulebooks;
  packs::PackDesk& packs;
  KeyDesk& keys;
  SubjectDesk& subjects;
  RevealDesk& reveals;
  std::function<void(std::function<void()>)> later;  // runs work where reads run
  /// Verifies the whole store; empty for a store without tables on a disk, whose entries alone are walked.
  std::function<AnswerText(DeskCall const&)> verify = {};
  std::function<AnswerText(DeskCall const&)> backup = {};  // likewise
  VerifyRuns* verify_runs = nullptr;                       // likewise
  ImportDesk* imports = nullptr;                           // none where nothing is uploaded
  UserDesk const* users = nullptr;                         // null for a store that keeps none
  SessionDesk const* sessions = nullptr;
  std::function<void(std::function<void()>)> hash_passwords = {};  // runs work that takes a second and 128 MiB
  MarkOfWaybill mark_of_waybill = {};                              // empty: cases are not found by waybill
  std::shared_ptr<Worklist> worklist = {};                         // kept level by whoever gives it; empty: by who asks
  webhooks::HookDesk const* hooks = nullptr;                       // null for a store that keeps none
  SecondFactorDesk const* factors = nullptr;                       // likewise, of users
};

std::map<std::string, rpc::Handle, std::less<>> handles_of(Desks desks);

}  // namespace redress::api
