// Takes commands: opens cases, applies events, takes facts and evidence - each decided, recorded and answered once.
//
// Every method decides on the caller's thread where it can (foreseen.hpp), queues one unit on the store's single writer
// and returns; `done` is called after the commit, on the writer's thread, with the answer's text. `preview` decides on
// a read view and writes nothing. Params have passed the schema of their method. Thread-safe.
#pragma once

#include "api/service/answer.hpp"
#include "api/service/evidence_files.hpp"
#include "api/service/evidence_intake.hpp"
#include "api/service/loaded_case.hpp"
#include "api/service/named_files.hpp"
#include "engine/cases/entry_draft.hpp"
#include "engine/cases/foresight.hpp"

namespace redress::api {

/// One call as the desk needs it.
struct DeskCall {
  Actor actor;
  std::string method;
  boost::json::object params;  // with request_id where the method writes
  NamedFiles files = {};       // of a command, looked up before it was queued
};

/// What the desk needs to know about files of evidence, beside their bytes.
struct EvidenceRoom {
  EvidenceQuota quota = {};
  CountLines count_lines = {};  // empty: quotes of files are taken as they are
};

struct StagedEvidence;

class CaseDesk {
 public:
  CaseDesk(Store& store, RulebooksInForce const& books, Clock const& clock, Ids& ids, FindBlob find_blob,
           std::string pseudonym_key, EvidenceRoom room = {})
      : store_(store),
        books_(books),
        clock_(clock),
        ids_(ids),
        find_blob_(std::move(find_blob)),
        pseudonym_key_(std::move(pseudonym_key)),
        room_(std::move(room)) {}

  /// From now on commands are decided on the caller's thread where that can be; borrows it.
  void foresee_with(Foresight& foresight) { foresight_ = &foresight; }

  void open(DeskCall call, AnswerDone done);
  void apply(DeskCall call, AnswerDone done);
  void report_facts(DeskCall call, AnswerDone done);
  void add_evidence(DeskCall call, AnswerDone done);
  /// What is to go to the platform, by whom, at the latest when; that it shall not; and that it goes now
  /// (docs/evidence.md). Whoever submits, what was staged goes once.
  void stage_evidence(DeskCall call, AnswerDone done);
  void unstage_evidence(DeskCall call, AnswerDone done);
  void submit_evidence(DeskCall call, AnswerDone done);
  void assign(DeskCall call, AnswerDone done);
  void link(DeskCall call, AnswerDone done);  // {case_id, to, relation, request_id}: from the outbox runner
  /// An override that waits for a second person, and that person's word (docs/rulebook-layers.md).
  void propose_override(DeskCall call, AnswerDone done);
  void confirm_override(DeskCall call, AnswerDone done);
  AnswerText preview(DeskCall const& call);

  RulebooksInForce const& books() const { return books_; }

  struct Prepared;  // a command decided, but not yet written

 private:
  using Prepare = Prepared (CaseDesk::*)(StoreReader&, DeskCall const&);

  struct Foreseen;  // a command decided before its turn
  struct Turn;      // a command that waits for its turn

  void command(DeskCall call, Prepare prepare, AnswerDone done);
  AnswerText run_once(StoreWriter& store, Turn& turn);
  std::shared_ptr<Foreseen> foresee(DeskCall const& call, Prepare prepare);
  void draw_again(Prepared& prepared);
  bool stands(StoreReader& store, Foreseen const& foreseen, DeskCall const& call) const;

  Prepared prepare_open(StoreReader& store, DeskCall const& call);
  Prepared prepare_apply(StoreReader& store, DeskCall const& call);
  Prepared prepare_facts(StoreReader& store, DeskCall const& call);
  Prepared prepare_evidence(StoreReader& store, DeskCall const& call);
  Prepared prepare_staging(StoreReader& store, DeskCall const& call);
  Prepared prepare_unstaging(StoreReader& store, DeskCall const& call);
  Prepared prepare_submission(StoreReader& store, DeskCall const& call);
  Prepared prepare_assign(StoreReader& store, DeskCall const& call);
  Prepared prepare_link(StoreReader& store, DeskCall const& call);
  Prepared prepare_proposal(StoreReader& store, DeskCall const& call);
  Prepared prepare_confirmation(StoreReader& store, DeskCall const& call);

  /// Decides `move` (whose move it is, with its params) on behalf of `call` (who asks now, recorded as the actor).
  Prepared attempt(StoreReader& store, DeskCall const& call, DeskCall const& move,
                   std::optional<OverrideRequest> override_request);
  Evidence read_item(DeskCall const& call, boost::json::object const& json, std::string const& position,
                     LoadedCase const& loaded);
  /// Gives a new item its weight, and answers what the rules and other cases say of it.
  struct Judged;
  Judged judge(StoreReader& store, DeskCall const& call, LoadedCase const& loaded, Evidence& item,
               std::string const& position);
  /// Moves what is staged to the last safe moment of the case as it will stand.
  void reschedule_staged(StoreReader& store, Prepared& prepared);
  LoadedCase load(StoreReader& store, DeskCall const& call, DeskCall const& move);
  std::vector<Evidence> attached(StoreReader& store, DeskCall const& call, LoadedCase const& loaded,
                                 std::vector<Evidence>& added, boost::json::array* recycled = nullptr);
  Prepared compose(DeskCall const& call, LoadedCase const& loaded, Decision decision, Party party,
                   std::string_view event, boost::json::object plain_params,
                   std::vector<std::pair<std::string, std::string>> personal, std::vector<Evidence> added);

  Store& store_;
  RulebooksInForce const& books_;
  Clock const& clock_;
  Ids& ids_;
  FindBlob find_blob_;
  std::string pseudonym_key_;
  EvidenceRoom room_;
  Foresight* foresight_ = nullptr;
};

/// What makes two calls of one request id the same: SHA-256 of the method and the canonical params, hex.
std::string fingerprint_of(std::string_view method, boost::json::object const& params);

/// The fault of a request id that was used for a request of other content.
Fault request_id_reused();

}  // namespace redress::api
